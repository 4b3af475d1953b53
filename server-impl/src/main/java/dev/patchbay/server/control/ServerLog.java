package dev.patchbay.server.control;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of a server to the log {@code dev.patchbay.server}, one line for each event that concerns an operator. Called
 * by the thread of the listener.
 */
public final class ServerLog implements ServerEvents {

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.server");

    private final Refusals refusals = new Refusals(System::nanoTime);

    /** Returns whether every connection is logged, or only those that ended in trouble. */
    public static boolean wantsEveryConnection() {
        return LOG.isDebugEnabled();
    }

    @Override
    public void serverStarted(String server, String address) {
        LOG.info("server {} accepts connections at {}", server, address);
    }

    @Override
    public void serverDraining(String server, int connections) {
        LOG.info("server {} drains: {} connection(s) may finish", server, connections);
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        refusals.unlogged()
                .forEach((reason, count) ->
                        LOG.warn("server {}: {} more connections were refused: {}", server, count, reason));
        String how = forced == 0 ? "gracefully" : "by force";
        LOG.info("server {} has stopped {} in {}: {} finished, {} forced", server, how, took, finished, forced);
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        LOG.error("server {} failed: {}", server, cause.getMessage(), LOG.isDebugEnabled() ? cause : null);
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        LOG.debug("server {}: connection {} opened by {}", server, connection, peer);
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        boolean clean = totals.unconsumed() == 0 && totals.unsent() == 0;
        String form =
                "server {}: connection {} ended: {} after {}; {} bytes in ({} unconsumed), {} bytes out ({} unsent)";
        Object[] values = {
            server,
            connection,
            reason,
            totals.age(),
            totals.bytesIn(),
            totals.unconsumed(),
            totals.bytesOut(),
            totals.unsent()
        };
        if (!isOrdinary(reason)) {
            LOG.warn(form, values);
        } else if (clean && reason != ReleaseReason.CONNECTION_LOST) {
            LOG.debug(form, values);
        } else {
            LOG.info(form, values);
        }
    }

    /** Returns whether connections end for this reason in normal operation, so that no warning is needed. */
    static boolean isOrdinary(ReleaseReason reason) {
        return switch (reason) {
            case CLIENT_CLOSED,
                    CONNECTION_LOST,
                    HANDLER_CLOSED,
                    HANDLER_ABORTED,
                    IDLE_TIMEOUT,
                    MESSAGE_TIMEOUT,
                    DRAINED,
                    OPERATOR_CLOSED -> true;
            default -> false;
        };
    }

    @Override
    public void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {
        long count = refusals.count(reason);
        if (count == 1) {
            LOG.warn("server {}: a connection of {} was refused: {}", server, peer, reason);
        } else if (count > 1) {
            LOG.warn("server {}: {} more connections were refused: {}; the last of {}", server, count, reason, peer);
        }
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        LOG.info("server {}: handler {} replaced by {}; {} connection(s) moved in {}", server, from, to, moved, took);
    }

    @Override
    public void holdingStarted(String server, int connections) {
        LOG.warn("server {} has no handler: {} connection(s) are held until one arrives", server, connections);
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        LOG.info("server {} is served by handler {} after {} without one", server, handler, held);
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        LOG.error(
                "the configuration of server {} was rejected; the previous one, if any, stays in force. {} fault(s): {}",
                server,
                faults.size(),
                String.join("; ", faults));
    }

    @Override
    public void error(String server, String what, Throwable cause) {
        // The message names the missing file, so the stack trace would add nothing.
        LOG.error("server {}: {}", server, what, cause instanceof NoSuchFileException ? null : cause);
    }

    @Override
    public void missed(String server, long events) {
        LOG.warn("server {}: {} event(s) are missing here because the log was too slow", server, events);
    }
}

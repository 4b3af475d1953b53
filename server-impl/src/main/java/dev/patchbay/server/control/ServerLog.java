package dev.patchbay.server.control;

import static dev.patchbay.server.events.Printable.text;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.events.OperatorEvents;
import dev.patchbay.server.events.Printable;
import dev.patchbay.server.events.Repeats;
import dev.patchbay.server.events.Repeats.Rest;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of a server to the log {@code dev.patchbay.server}, one line for each event that concerns an operator. Called
 * by the thread of the listener.
 *
 * <p>A change of the handler is one line, also if connections were held in between. That a server has no handler is a warning only
 * if it lasts for some seconds. Of events that repeat themselves, the first few of each minute are logged, and then the number of
 * the others. Everything that others have written is escaped: names, messages of exceptions, faults.
 */
public final class ServerLog implements OperatorEvents {

    /** How long a server may be without a handler before that is a warning. An update takes less. */
    static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.server");

    private final LongSupplier nanoTime;
    private final Repeats refusals;
    private final Repeats closings;
    private final Repeats errors;
    private final Logger log;
    private final String server;

    /** Whether the server has no handler and that was not logged yet. */
    private boolean holdIsNew;

    private long heldSince;
    private int heldConnections;

    /** The reason of a failure that was logged just now, or null. A start that fails also rejects the configuration. */
    private String justFailed;

    /**
     * Creates the log of a server.
     *
     * @param server its name
     */
    public ServerLog(String server) {
        this(server, System::nanoTime, LOG);
    }

    /** Uses the given clock and logger; for tests. */
    ServerLog(String server, LongSupplier nanoTime, Logger log) {
        this.server = text(server);
        this.nanoTime = nanoTime;
        this.log = log;
        refusals = new Repeats(1, TimeUnit.SECONDS.toNanos(10), nanoTime);
        closings = new Repeats(5, TimeUnit.MINUTES.toNanos(1), nanoTime);
        errors = new Repeats(5, TimeUnit.MINUTES.toNanos(1), nanoTime);
    }

    /** The level of the log may change at any time. */
    @Override
    public boolean wantsEveryConnection() {
        return log.isDebugEnabled();
    }

    // ---- the life of the server

    @Override
    public void serverStarted(String name, String address) {
        log.info("server {} accepts connections at {}", server, text(address));
    }

    @Override
    public void serverDraining(String name, int connections) {
        holdIsNew = false;
        log.info("server {} drains: {} may finish", server, Words.count(connections, "connection"));
    }

    @Override
    public void serverStopped(String name, int finished, int forced, Duration took) {
        end();
        String how = forced == 0 ? "gracefully" : "by force";
        log.info(
                "server {} has stopped {} in {}: {} finished, {} forced",
                server,
                how,
                Words.took(took),
                finished,
                forced);
    }

    @Override
    public void serverFailed(String name, Throwable cause) {
        holdIsNew = false;
        justFailed = Printable.message(cause);
        log.error("server {} failed: {}", server, justFailed, log.isDebugEnabled() ? Printable.throwable(cause) : null);
    }

    @Override
    public void configurationRejected(String name, List<String> faults) {
        String all = String.join("; ", faults.stream().map(Printable::text).toList());
        boolean known = all.equals(justFailed);
        justFailed = null;
        if (!known && count(errors, "rejected " + all, "its configuration was rejected: " + all) > 0) {
            log.error(
                    "the configuration of server {} was rejected; the previous one, if any, stays in force. {}: {}",
                    server,
                    Words.count(faults.size(), "fault"),
                    all);
        }
    }

    // ---- connections

    @Override
    public void connectionOpened(String name, long connection, PeerCredentials peer) {
        log.debug("server {}: connection {} opened by {}", server, connection, peer);
    }

    @Override
    public void connectionClosed(String name, long connection, ReleaseReason reason, Totals totals) {
        boolean ordinary = isOrdinary(reason);
        boolean clean = totals.unconsumed() == 0 && totals.unsent() == 0;
        if (ordinary && clean && reason != ReleaseReason.CONNECTION_LOST) {
            if (log.isDebugEnabled()) {
                log.debug(ending(connection, reason, totals));
            }
        } else if (log.isDebugEnabled() || count(closings, reason.name(), "connection " + connection) > 0) {
            if (ordinary) {
                log.info(ending(connection, reason, totals));
            } else {
                log.warn(ending(connection, reason, totals));
            }
        }
    }

    private String ending(long connection, ReleaseReason reason, Totals totals) {
        return "server " + server + ": connection " + connection + " ended: " + reason + " after "
                + Words.took(totals.age()) + "; " + totals.bytesIn() + " bytes in (" + totals.unconsumed()
                + " unconsumed), " + totals.bytesOut() + " bytes out (" + totals.unsent() + " unsent)";
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
    public void connectionRefused(String name, PeerCredentials peer, RefusalReason reason) {
        if (count(refusals, reason.name(), String.valueOf(peer)) > 0) {
            log.warn("server {}: a connection of {} was refused: {}", server, peer, reason);
        }
    }

    // ---- handlers

    @Override
    public void handlerChanged(String name, String from, String to, int moved, Duration took, boolean held) {
        holdIsNew = false;
        String connections = Words.count(moved, "connection");
        String time = (held ? "held " : "in ") + Words.took(took);
        if (from == null) {
            log.info("server {}: handler {} serves, {} taken over, {}", server, text(to), connections, time);
        } else {
            log.info(
                    "server {}: handler {} -> {}, {} moved, {}",
                    server,
                    text(from),
                    text(withoutCommonName(from, to)),
                    connections,
                    time);
        }
    }

    /** Returns {@code 1.0.1} of {@code shout 1.0.1} if the handler before was another version of {@code shout}. */
    private static String withoutCommonName(String from, String to) {
        int name = from.lastIndexOf(' ') + 1;
        return name > 0 && to.startsWith(from.substring(0, name)) ? to.substring(name) : to;
    }

    @Override
    public void holdingStarted(String name, int connections) {
        holdIsNew = true;
        heldSince = nanoTime.getAsLong();
        heldConnections = connections;
    }

    // ---- errors and repeats

    @Override
    public void error(String name, String what, Throwable cause) {
        String shown = text(what);
        int number = count(errors, kind(what, cause), shown);
        if (number == 1) {
            // The message names the missing file, so the stack trace would add nothing.
            log.error(
                    "server {}: {}",
                    server,
                    shown,
                    cause instanceof NoSuchFileException ? null : Printable.throwable(cause));
        } else if (number > 1) {
            log.error("server {}: {}{}", server, shown, cause == null ? "" : ": " + Printable.message(cause));
        }
    }

    /** Returns what happened without the numbers of connections, and the class of the cause, which clients do not choose. */
    private static String kind(String what, Throwable cause) {
        return String.valueOf(what).replaceAll("[0-9]+", "#")
                + (cause == null ? "" : " " + cause.getClass().getName());
    }

    @Override
    public void missed(String name, long events) {
        if (count(errors, "missed", events + " events are missing in the log") > 0) {
            log.warn("server {}: {} missing here because the log was too slow", server, Words.count(events, "event"));
        }
    }

    private int count(Repeats repeats, String kind, String description) {
        logRests(repeats, repeats.due());
        return repeats.count(kind, description);
    }

    @Override
    public long nanosUntilTick() {
        long hold = holdIsNew ? Math.max(0, HOLD_NANOS - (nanoTime.getAsLong() - heldSince)) : Long.MAX_VALUE;
        return Math.min(
                Math.min(hold, refusals.nanosUntilDue()), Math.min(closings.nanosUntilDue(), errors.nanosUntilDue()));
    }

    @Override
    public void tick() {
        if (holdIsNew && nanoTime.getAsLong() - heldSince >= HOLD_NANOS) {
            holdIsNew = false;
            log.warn(
                    "server {} has no handler: {} and new ones are held until one arrives, for hold.timeout at most",
                    server,
                    Words.count(heldConnections, "connection"));
        }
        logRests(refusals, refusals.due());
        logRests(closings, closings.due());
        logRests(errors, errors.due());
    }

    @Override
    public void end() {
        holdIsNew = false;
        logRests(refusals, refusals.all());
        logRests(closings, closings.all());
        logRests(errors, errors.all());
    }

    private void logRests(Repeats repeats, List<Rest> rests) {
        for (Rest rest : rests) {
            if (repeats == refusals) {
                log.warn(
                        "server {}: {} refused: {}; the last of {}",
                        server,
                        Words.count(rest.count(), "more connection"),
                        rest.kind(),
                        rest.last());
            } else if (repeats == closings) {
                logRest(rest, isOrdinary(ReleaseReason.valueOf(rest.kind())));
            } else {
                log.error("server {}: {} like this: {}", server, Words.count(rest.count(), "more error"), rest.last());
            }
        }
    }

    private void logRest(Rest closed, boolean ordinary) {
        String form = "server {}: {} ended: {}; the last was {}";
        Object[] values = {server, Words.count(closed.count(), "more connection"), closed.kind(), closed.last()};
        if (ordinary) {
            log.info(form, values);
        } else {
            log.warn(form, values);
        }
    }
}

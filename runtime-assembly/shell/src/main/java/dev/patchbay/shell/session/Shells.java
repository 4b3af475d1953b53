package dev.patchbay.shell.session;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.control.caller.Caller;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shells that are open. All methods may be called from any thread. */
final class Shells implements AutoCloseable {

    /** How many shells there may be. */
    static final int MOST = 8;

    /** There are too many shells already. */
    static final int TOO_MANY = -32010;

    /** There is no shell of that number. */
    static final int NO_SHELL = -32011;

    private static final Logger LOG = LoggerFactory.getLogger("dev.patchbay.control");
    private static final long PATIENCE_MILLIS = 2_000;

    private final CommandProcessor processor;
    private final Surroundings surroundings;
    private final Map<Long, Shell> open = new ConcurrentHashMap<>();

    /** Guarded by this, like the field below. */
    private long last;

    private boolean closed;

    Shells(CommandProcessor processor, Surroundings surroundings) {
        this.processor = processor;
        this.surroundings = surroundings;
    }

    /**
     * Opens a shell, which runs after its start.
     *
     * @throws JsonRpcException if there are too many
     */
    synchronized Shell open(PeerCredentials peer, Optional<Shell.Screen> screen, ShellClient client) {
        if (closed || open.size() >= MOST) {
            throw new JsonRpcException(
                    TOO_MANY,
                    "there are " + MOST + " shells already, or the host stops; end one of them: " + open.keySet());
        }
        long id = ++last;
        String caller = Caller.of(peer);
        Shell shell = new Shell(id, caller, processor, surroundings, screen, client, () -> ended(id));
        open.put(id, shell);
        LOG.info("shell {} opened by {}", id, caller);
        return shell;
    }

    private void ended(long id) {
        if (open.remove(id) != null) {
            LOG.info("shell {} has ended", id);
        }
    }

    /** Returns a shell; throws the error if there is none of that number. */
    Shell get(long id) {
        Shell shell = open.get(id);
        if (shell == null) {
            throw new JsonRpcException(NO_SHELL, "there is no shell " + id + "; it has ended");
        }
        return shell;
    }

    /** Closes all shells, and waits for their threads for a bounded time. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        open.values().forEach(Shell::close);
        try {
            for (Shell shell : open.values()) {
                shell.awaitEnd(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

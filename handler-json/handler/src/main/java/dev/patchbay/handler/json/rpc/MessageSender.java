package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.framing.Framing;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames messages and writes them to one connection. Safe for any thread. The host keeps the order of the calls.
 *
 * <p>Each message is written whole or not at all. A write waits while the client is slow to read, except on an event
 * loop. A message to a client that has disconnected is dropped without an exception, so that notifications which
 * that client sent earlier are still served.
 */
final class MessageSender {

    private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);

    private final ConnContext conn;
    private final Supplier<Framing> framing;
    private final WorkspacePool workspaces;

    MessageSender(ConnContext conn, Supplier<Framing> framing, WorkspacePool workspaces) {
        this.conn = conn;
        this.framing = framing;
        this.workspaces = workspaces;
    }

    /** Sends a response. Does nothing if the connection was released in the meantime. */
    void send(OutputBuffer message) {
        unlessReleased(() -> write(message));
    }

    /** Sends a response. Does nothing if the connection was released in the meantime. */
    void send(byte[] message) {
        unlessReleased(() -> write(message));
    }

    /**
     * Sends a notification.
     *
     * @throws IllegalStateException if the connection was released in the meantime; its new handler sends instead
     */
    void write(byte[] message) {
        Workspace workspace = workspaces.acquire();
        try {
            OutputBuffer out = workspace.output().clear();
            out.write(message);
            write(out);
        } finally {
            workspaces.release(workspace);
        }
    }

    /**
     * Runs an action on the connection, and ignores that the connection was released. A swap that has waited for its
     * timeout releases a connection even while calls run.
     */
    static void unlessReleased(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            LOG.debug("message dropped: {}", LoggedThrowable.describe(e));
        }
    }

    /**
     * Writes a message. An interrupt does not abort the write, because it is meant for other work of the thread, and a
     * request whose response is lost is never answered. The interrupt status is set again at the end.
     */
    private void write(OutputBuffer message) {
        ByteBuffer bytes = message.framed(framing.get());
        boolean interrupted = false;
        try {
            while (bytes.hasRemaining()) {
                interrupted |= !isWritten(bytes);
            }
        } catch (ConnectionEndedException e) {
            LOG.debug("message dropped: {}", LoggedThrowable.describe(e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes; returns false, and clears the interrupt status, if an interrupt ended the wait for a slow client. */
    private boolean isWritten(ByteBuffer bytes) {
        try {
            conn.write(bytes);
            return true;
        } catch (ConnectionEndedException e) {
            throw e;
        } catch (CancellationException e) {
            Thread.interrupted();
            return false;
        }
    }
}

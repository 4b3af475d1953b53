package dev.patchbay.web.control;

/**
 * The connection to the control server that belongs to one client: opened when it is needed, and closed with the client.
 * Used by one thread; any thread may close it.
 */
public final class ControlLink implements AutoCloseable {

    private final ControlServer server;

    /** Guarded by this, like the field below. */
    private ControlConnection current;

    private boolean closed;

    /** Opens nothing yet. */
    public ControlLink(ControlServer server) {
        this.server = server;
    }

    /** Returns a connection on which nothing is under way. */
    public ControlConnection connection() throws ControlUnavailable {
        ControlConnection open = current();
        if (open != null && !open.isReadable()) {
            return open;
        }
        // The server has closed it, or has sent what nobody waits for any more.
        drop();
        ControlConnection fresh = server.open();
        synchronized (this) {
            if (!closed) {
                current = fresh;
                return fresh;
            }
        }
        fresh.close();
        throw new ControlUnavailable("the client has gone");
    }

    private synchronized ControlConnection current() {
        return current;
    }

    /** Closes the connection; the next one that is needed is a new one. */
    public void drop() {
        ControlConnection old;
        synchronized (this) {
            old = current;
            current = null;
        }
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        drop();
    }
}

package dev.patchbay.api;

import java.util.concurrent.CancellationException;

/**
 * A write was in vain: the connection has ended or is about to, or its client has closed its socket. It ends the call that
 * writes. There is no need to catch it: the host knows it, so a callback that lets it through has not failed, and the
 * connection ends for the reason for which it would have ended anyway.
 *
 * <p>It is a {@link CancellationException}, as is what an interrupted write throws, so that code which gives up a task in one
 * case does so in both.
 */
public final class ConnectionEndedException extends CancellationException {

    private static final long serialVersionUID = 1;

    /** The name of the server. */
    private final String server;

    /** The number of the connection. */
    private final long connection;

    /** Why the connection ends. */
    private final ReleaseReason reason;

    /** Names the connection, and why it ends. */
    public ConnectionEndedException(String server, long connection, ReleaseReason reason) {
        super("nothing that is written reaches the client: connection " + connection + " of server " + server
                + " ends, " + reason);
        this.server = server;
        this.connection = connection;
        this.reason = reason;
    }

    /** Returns the name of the connection's server. */
    public String server() {
        return server;
    }

    /** Returns the number of the connection. */
    public long connection() {
        return connection;
    }

    /** Returns why the connection ends, as far as it is known. */
    public ReleaseReason reason() {
        return reason;
    }
}

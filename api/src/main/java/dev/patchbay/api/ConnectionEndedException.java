package dev.patchbay.api;

import java.util.concurrent.CancellationException;

/**
 * Thrown by a write that can no longer reach its client, because the connection has ended or is about to end, or because the
 * client has closed its socket. It ends the call that writes. There is no need to catch it: the host recognizes it, so a
 * callback that lets it through has not failed, and the connection ends for the same reason as without it.
 *
 * <p>It is a {@link CancellationException}, as is the exception of an interrupted write, so that one {@code catch} clause
 * covers both ways of giving up a task.
 */
public final class ConnectionEndedException extends CancellationException {

    private static final long serialVersionUID = 1;

    /** The name of the server. */
    private final String server;

    /** The number of the connection. */
    private final long connection;

    /** The reason why the connection ends. */
    private final ReleaseReason reason;

    /**
     * Creates an exception whose message names the connection and the reason.
     *
     * @param server     the name of the connection's server
     * @param connection the number of the connection
     * @param reason     why the connection ends, as far as it is known
     */
    public ConnectionEndedException(String server, long connection, ReleaseReason reason) {
        super("nothing that is written reaches the client: connection " + connection + " of server " + server
                + " ends, " + reason);
        this.server = server;
        this.connection = connection;
        this.reason = reason;
    }

    /** {@return the name of the connection's server} */
    public String server() {
        return server;
    }

    /** {@return the number of the connection} */
    public long connection() {
        return connection;
    }

    /** {@return the reason why the connection ends, as far as it is known} */
    public ReleaseReason reason() {
        return reason;
    }
}

package dev.patchbay.api.stream;

import dev.patchbay.api.ReleaseReason;
import java.io.IOException;

/**
 * Thrown by the streams of a {@link StreamConnection} whose session is over: another handler takes charge at a message
 * boundary, or the connection has ended. There is no need to catch it: a session that lets it through has not failed.
 *
 * <p>The end of the client's input is never reported by this exception, but by {@link java.io.InputStream#read()} returning
 * -1.
 */
public final class SessionEndedException extends IOException {

    private static final long serialVersionUID = 1;

    /** The reason why the session is over. */
    private final ReleaseReason reason;

    /**
     * Creates an exception whose message names the connection and the reason.
     *
     * @param server     the name of the connection's server
     * @param connection the number of the connection
     * @param reason     {@link ReleaseReason#SWAPPED} if the connection lives on; else why it ends
     */
    public SessionEndedException(String server, long connection, ReleaseReason reason) {
        super(
                reason == ReleaseReason.SWAPPED
                        ? "another handler takes charge of connection " + connection + " of server " + server
                                + ", at a message boundary"
                        : "connection " + connection + " of server " + server + " ends, " + reason);
        this.reason = reason;
    }

    /**
     * {@return the reason why the session is over: {@link ReleaseReason#SWAPPED} if the connection lives on with another
     * handler; else why the connection ends, as far as it is known}
     */
    public ReleaseReason reason() {
        return reason;
    }
}

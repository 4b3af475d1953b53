package dev.patchbay.api;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A listener for what servers do. Register it as a service and every server tells it (the whiteboard pattern).
 *
 * <p>The events of one server come in order, on a thread that belongs to this listener and this server alone, so a
 * listener may block. Events that it is too slow for are dropped, counted and told to it ({@link #missed}); what it
 * throws is logged. Neither delays a connection or another listener. Calls from different servers may overlap.
 */
@ConsumerType
public interface ServerEvents {

    /** Service property of type boolean: true asks for {@link #bytesRead} and {@link #bytesWritten} as well. */
    String IO = "events.io";

    /** The server accepts connections at {@code address}: it was started, or has opened a lost socket again. */
    default void serverStarted(String server, String address) {}

    /**
     * The server has stopped accepting and waits for {@code connections} connections to finish: those whose end is told from
     * now on. More are opened after this only if a handler blocks the event loop that accepts, and clients wait there.
     */
    default void serverDraining(String server, int connections) {}

    /**
     * The server has stopped.
     *
     * <p>The two counts together are those of {@link #connectionClosed} since {@link #serverDraining}, and of connections that
     * a call keeps which never returns.
     *
     * @param finished connections that finished by themselves while the server drained
     * @param forced   connections that were ended because the deadline had passed, {@code drain.timeout} or what the stop
     *                 was given; 0 for a graceful stop
     * @param took     the time since the drain began
     */
    default void serverStopped(String server, int finished, int forced, Duration took) {}

    /** The server could not start, or cannot accept connections any more. */
    default void serverFailed(String server, Throwable cause) {}

    /** A connection was accepted. */
    default void connectionOpened(String server, long connection, PeerCredentials peer) {}

    /** A connection has ended. */
    default void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {}

    /** A new connection was closed before any handler saw it. */
    default void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {}

    /**
     * All connections of one handler are in the charge of another.
     *
     * @param moved how many connections were handed over
     * @param took  the time from the choice of the new handler until the last connection was handed over
     */
    default void handlerSwapped(String server, String from, String to, int moved, Duration took) {}

    /** There is no handler: the server keeps {@code connections} connections, and accepts more, but reads nothing. */
    default void holdingStarted(String server, int connections) {}

    /** A handler has come, and all is served again. */
    default void holdingEnded(String server, String handler, Duration held) {}

    /** A configuration was not applied; what was running runs on. {@code faults} names everything that is wrong. */
    default void configurationRejected(String server, List<String> faults) {}

    /** Something failed that concerns the server or one of its connections and has no event of its own. */
    default void error(String server, String what, Throwable cause) {}

    /** So many events of the server were dropped before the next one, because this listener was too slow. */
    default void missed(String server, long events) {}

    /** Bytes were read from a client. Only for listeners with {@link #IO}. */
    default void bytesRead(String server, long connection, int bytes) {}

    /** Bytes were sent to a client. Only for listeners with {@link #IO}. */
    default void bytesWritten(String server, long connection, int bytes) {}

    /**
     * What a connection came to.
     *
     * @param bytesIn    bytes read from the client
     * @param bytesOut   bytes sent to the client
     * @param unconsumed bytes of them that were read, but that no handler consumed: a message that stayed incomplete
     * @param unsent     bytes that were written, but not sent
     * @param age        the time since the connection was accepted
     */
    record Totals(long bytesIn, long bytesOut, long unconsumed, long unsent, Duration age) {}
}

package dev.patchbay.api;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A listener for the events of servers. Register it as a service, and every server calls it (the whiteboard pattern).
 *
 * <p>The events of one server arrive in order, on a thread that serves only this listener and this server, so a listener may
 * block. Calls from different servers may overlap. If a listener is too slow, events are dropped and counted, and {@link
 * #missed} reports the count. Exceptions that a listener throws are logged. Neither delays a connection or another listener.
 */
@ConsumerType
public interface ServerEvents {

    /** The service property, of type boolean, that asks for {@link #bytesRead} and {@link #bytesWritten} as well. */
    String IO = "events.io";

    /**
     * The service property for connections that come and end in order: they are not reported if it is false. If it is an integer,
     * each server reports so many of these events in a second, and {@link #missed} has the number of the others. Connections that
     * are refused, end in trouble, or leave bytes over, are always reported. A server of many short connections is faster if no
     * listener asks for the others, or for few of them.
     */
    String CONNECTIONS = "events.connections";

    /**
     * The server accepts connections at {@code address}: it was started, or has reopened a lost socket.
     *
     * @param server  the name of the server, as {@link ConnContext#server()} returns it
     * @param address an absolute path, or {@code @name} for an abstract socket
     */
    default void serverStarted(String server, String address) {}

    /**
     * The server has stopped accepting and waits for connections to finish.
     *
     * @param server      the name of the server, as {@link ConnContext#server()} returns it
     * @param connections how many connections it waits for; {@link #connectionClosed} reports each of them from now on. More
     *                    are opened after this event only if a handler blocks the event loop that accepts while clients wait
     *                    there
     */
    default void serverDraining(String server, int connections) {}

    /**
     * The server has stopped.
     *
     * <p>The sum of the two counts is the number of {@link #connectionClosed} events since {@link #serverDraining}, plus the
     * connections that are kept by a call that never returns.
     *
     * @param server   the name of the server, as {@link ConnContext#server()} returns it
     * @param finished connections that finished by themselves while the server drained
     * @param forced   connections that were ended because the deadline had passed, which is {@code drain.timeout} or the time
     *                 given to the stop; 0 for a graceful stop
     * @param took     the time since the drain began
     */
    default void serverStopped(String server, int finished, int forced, Duration took) {}

    /**
     * The server could not start, or can no longer accept connections.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param cause  what has prevented the start, or why no more connections can be accepted
     */
    default void serverFailed(String server, Throwable cause) {}

    /**
     * A connection was accepted.
     *
     * @param server     the name of the server, as {@link ConnContext#server()} returns it
     * @param connection the number of the connection, as {@link ConnContext#id()} returns it
     * @param peer       the credentials of the client
     */
    default void connectionOpened(String server, long connection, PeerCredentials peer) {}

    /**
     * A connection has ended.
     *
     * @param server     the name of the server, as {@link ConnContext#server()} returns it
     * @param connection the number of the connection, as {@link ConnContext#id()} returns it
     * @param reason     why it has ended; never {@link ReleaseReason#SWAPPED}
     * @param totals     what passed through the connection, and what was left over
     */
    default void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {}

    /**
     * A new connection was closed before any handler saw it.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param peer   the credentials of the client
     * @param reason which limit or rule has refused it
     */
    default void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {}

    /**
     * All connections of one handler have been handed over to another.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param from   the name of the handler that gave up the connections
     * @param to     the name of the handler that was put in charge in its place
     * @param moved  how many connections were handed over
     * @param took   the time from the choice of the new handler until the last connection was handed over
     */
    default void handlerSwapped(String server, String from, String to, int moved, Duration took) {}

    /**
     * The server has no handler: it keeps its {@code connections} connections and accepts more, but reads nothing.
     *
     * @param server      the name of the server, as {@link ConnContext#server()} returns it
     * @param connections how many connections are live and wait for a handler
     */
    default void holdingStarted(String server, int connections) {}

    /**
     * A handler has arrived, and all connections are served again.
     *
     * @param server  the name of the server, as {@link ConnContext#server()} returns it
     * @param handler the name of the handler that has arrived
     * @param held    the time since the hold began
     */
    default void holdingEnded(String server, String handler, Duration held) {}

    /**
     * A configuration was rejected, with all its {@code faults}; the previous one stays in force.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param faults one sentence for each fault, with the key, the value and what to write
     */
    default void configurationRejected(String server, List<String> faults) {}

    /**
     * Something failed that concerns the server or one of its connections and has no event of its own.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param what   what failed, and with which effect, in words for the log
     * @param cause  the exception; null if the words say it all
     */
    default void error(String server, String what, Throwable cause) {}

    /**
     * Events of the server were dropped before the next one, because this listener was too slow.
     *
     * @param server the name of the server, as {@link ConnContext#server()} returns it
     * @param events how many were dropped since the last report
     */
    default void missed(String server, long events) {}

    /**
     * Bytes were read from a client. Only for listeners with the property {@link #IO}.
     *
     * @param server     the name of the server, as {@link ConnContext#server()} returns it
     * @param connection the number of the connection, as {@link ConnContext#id()} returns it
     * @param bytes      how many bytes this read has brought, at least 1
     */
    default void bytesRead(String server, long connection, int bytes) {}

    /**
     * Bytes were sent to a client. Only for listeners with the property {@link #IO}.
     *
     * @param server     the name of the server, as {@link ConnContext#server()} returns it
     * @param connection the number of the connection, as {@link ConnContext#id()} returns it
     * @param bytes      how many bytes the kernel has taken at once, at least 1
     */
    default void bytesWritten(String server, long connection, int bytes) {}

    /**
     * The totals of a connection that has ended.
     *
     * @param bytesIn    bytes read from the client
     * @param bytesOut   bytes sent to the client
     * @param unconsumed bytes that were read but that no handler consumed, such as an incomplete message
     * @param unsent     bytes that were written but not sent
     * @param age        the time since the connection was accepted
     */
    record Totals(long bytesIn, long bytesOut, long unconsumed, long unsent, Duration age) {}
}

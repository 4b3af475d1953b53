package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.swap.HandlerLease;
import java.util.function.Supplier;

/** What a connection needs of the server that it belongs to. All methods may be called from any thread. */
public interface ConnectionHost {

    /** The number of steps in which {@link #ended} does its work. */
    int STEPS_OF_END = 4;

    /** Returns the name of the server. */
    String name();

    /** Returns the address that clients connect to. */
    String address();

    /** Returns the configuration in force. */
    ServerConfig config();

    /** Returns the threads, memory and clock that all servers share. */
    EngineResources resources();

    /** Returns the lease of the handler in force; null while there is none. */
    HandlerLease lease();

    /** Returns whether the server is draining: connections are to finish. */
    boolean isDraining();

    /** Reports an error to the listeners. */
    void error(String what, Throwable cause);

    /** Reports a shortage or failure that may recur at once. It is reported once a minute, however often it occurs. */
    void complain(String what, Throwable cause);

    /** Keeps a report for which there is no memory now. The latest one is reported later. */
    void tellLater(Supplier<String> what, Throwable cause);

    /** Counts bytes that were read by the given worker. */
    void bytesRead(Connection connection, int count, Worker worker);

    /** Counts bytes that were sent by the given worker; null if a thread without the strand has sent them. */
    void bytesWritten(Connection connection, long count, Worker worker);

    /**
     * Makes one step of the end of a connection. A step that throws is made again, so the steps before it are not repeated.
     *
     * @param step from 0 to {@link #STEPS_OF_END} - 1
     */
    void ended(Connection connection, int step, ReleaseReason reason, Totals totals);
}

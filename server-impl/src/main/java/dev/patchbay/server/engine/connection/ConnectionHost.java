package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.CallMeter;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.swap.HandlerLease;
import java.util.function.Supplier;

/** The server as its connections see it. All methods may be called from any thread. */
public interface ConnectionHost {

    /** The number of steps that {@link #ended} consists of. */
    int STEPS_OF_END = 4;

    /** Returns the name of the server. */
    String name();

    /** Returns the address that clients connect to. */
    String address();

    /** Returns the configuration in force. */
    ServerConfig config();

    /** Returns the threads, memory and clock that all servers share. */
    EngineResources resources();

    /** Returns the lease of the handler in force, or null if there is no handler. */
    HandlerLease lease();

    /** Returns the groups of connections. */
    Groups groups();

    /** Returns whether the server is draining, so that connections end as soon as nothing is in progress. */
    boolean isDraining();

    /** Reports an error to the listeners. */
    void error(String what, Throwable cause);

    /** Reports a shortage or a failure that may recur immediately. It is reported at most once a minute. */
    void reportShortage(String what, Throwable cause);

    /** Keeps an error that cannot be reported now because memory is short. Only the latest one is kept and reported later. */
    void reportLater(Supplier<String> what, Throwable cause);

    /** Returns what counts and times the calls into the handlers. */
    CallMeter calls();

    /** Counts bytes that the given worker has read. */
    void bytesRead(Connection connection, int count, Worker worker);

    /** Counts bytes that were sent: by the given worker, or, if it is null, by a thread outside the strand. */
    void bytesWritten(Connection connection, long count, Worker worker);

    /**
     * Makes one step of the end of a connection. If a step throws, the caller repeats that step, but not the steps before it.
     *
     * @param step from 0 to {@link #STEPS_OF_END} - 1
     */
    void ended(Connection connection, int step, ReleaseReason reason, Totals totals);
}

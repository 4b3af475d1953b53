package dev.patchbay.api.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The servers of this process: what they are doing, and the operations that an operator may apply to them.
 *
 * <p>One service represents all servers, after the model of the runtime services of the OSGi Compendium. Snapshots are taken
 * while the servers work, without stopping them, so two numbers of one snapshot may be a moment apart. All methods may be
 * called from any thread. A method whose argument names a server or connection that does not exist throws {@link
 * NoSuchElementException}.
 */
@ProviderType
public interface ServerRuntime {

    /** {@return all servers, sorted by name} A server whose configuration was removed is included until it has stopped. */
    List<ServerSnapshot> servers();

    /**
     * {@return one server; empty if there is no server of that name}
     *
     * @param name the name of a server, as in {@link ServerSnapshot#name()}
     */
    Optional<ServerSnapshot> server(String name);

    /**
     * {@return the live connections of a server, the oldest first}
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     */
    List<ConnectionSnapshot> connections(String server);

    /**
     * Closes a connection with {@link dev.patchbay.api.ReleaseReason#OPERATOR_CLOSED}. No more input is presented, the running
     * call is interrupted if it may block, and what has been written by then is sent. If within {@code drain.timeout} the call
     * has not returned, or the client has not read everything, the connection ends nevertheless; bytes that were not sent are
     * counted as {@code unsent} in the last event of the connection. This method returns at once.
     *
     * @param server     the name of a server, as in {@link ServerSnapshot#name()}
     * @param connection the number of the connection, as in {@link ConnectionSnapshot#id()}
     */
    void closeConnection(String server, long connection);

    /**
     * Drains a server and stops it, within {@code drain.timeout}. Its configuration stays. The server starts again when {@link
     * #start} is called, when its configuration changes, or when its bundle restarts. A start that waits for a drain in progress
     * is cancelled.
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     * @return a stage that completes when the server has stopped, or at once if it had stopped before; each drain of the same
     *     stop gets the same result
     */
    CompletionStage<DrainResult> drain(String server);

    /**
     * Drains a server like {@link #drain(String)}, but within the given time instead of {@code drain.timeout}. Zero ends all
     * connections at once. A drain in progress is shortened to that time, never extended.
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     * @param atMost how long connections may take to finish; zero or more
     * @return a stage like that of {@link #drain(String)}
     * @throws IllegalArgumentException if the time is negative
     */
    CompletionStage<DrainResult> drain(String server, Duration atMost);

    /**
     * Drains all servers at the same time: all are told to stop before any is waited for.
     *
     * @return a stage that completes when all have stopped, with the results by server name
     */
    CompletionStage<Map<String, DrainResult>> drainAll();

    /**
     * Starts a server that was drained or has failed, with the newest valid configuration. A server that is running is left as
     * it is. A server that is draining is started when it has stopped.
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     * @return a stage that completes when clients can connect, or exceptionally if the server cannot be started, with a message
     *     for the operator
     */
    CompletionStage<Void> start(String server);

    /**
     * Checks that the servers are alive, for a watchdog that restarts the process when they are not.
     *
     * @return a stage that completes when each event loop of each running server has taken a turn after this call: at once if
     *     there is no loop, and never if a loop hangs. It completes exceptionally, with a message that names the server, if a
     *     server has lost its listening socket for good
     */
    CompletionStage<Void> pulse();

    /**
     * Puts a handler in charge regardless of its ranking, for as long as it is registered and matches {@code handler.target}.
     *
     * @param server  the name of a server, as in {@link ServerSnapshot#name()}
     * @param handler the number of its service, as in {@link HandlerSnapshot#id()}
     */
    void chooseHandler(String server, long handler);

    /**
     * Returns to the choice by ranking and age.
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     */
    void chooseHandlerByRanking(String server);

    /** {@return the keys that the configuration of a server may have, in the order in which people read them} */
    List<ConfigurationKey> keys();

    /**
     * Returns what would be wrong with a configuration, without applying it. What only a start can find out, such as a path that is
     * in use, is not looked at.
     *
     * @param server        the name of a server, as in {@link ServerSnapshot#name()}; the one that the configuration is for
     * @param configuration all keys and values, as they would be written in a file
     * @return the faults, one sentence each, as {@link ServerSnapshot#faults} would have them; empty if there are none
     */
    default List<String> check(String server, Map<String, String> configuration) {
        throw new UnsupportedOperationException("this runtime checks no configurations");
    }

    /**
     * Waits for the next configuration that a server is given, wherever it comes from.
     *
     * @param server the name of a server, as in {@link ServerSnapshot#name()}
     * @return a stage that completes when the configuration is in force or was rejected; never if there is no other one
     */
    default CompletionStage<ConfigurationResult> nextConfiguration(String server) {
        throw new UnsupportedOperationException("this runtime has no configurations");
    }
}

package dev.patchbay.api.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The servers of this process: what they are doing, and what an operator may do to them.
 *
 * <p>One service for all servers, after the model of the runtime services of the OSGi Compendium. Snapshots are taken
 * while the servers work, without stopping them, so two numbers of one snapshot may be a moment apart. All methods may be
 * called from any thread. Where a server or connection is named that does not exist, they throw {@link
 * NoSuchElementException}.
 */
@ProviderType
public interface ServerRuntime {

    /** Returns all servers, by name: also one whose configuration was removed, until it has stopped. */
    List<ServerSnapshot> servers();

    /** Returns one server. */
    Optional<ServerSnapshot> server(String name);

    /** Returns the live connections of a server, the oldest first. */
    List<ConnectionSnapshot> connections(String server);

    /**
     * Closes a connection with {@link dev.patchbay.api.ReleaseReason#OPERATOR_CLOSED}: no input is presented any more, the
     * call that is running is interrupted if it may block, and what was written by then is sent. If the call has not returned,
     * or the client has not read all, within {@code drain.timeout}, the connection ends nevertheless; what was not sent is
     * counted as {@code unsent} in the connection's last event. Returns at once.
     */
    void closeConnection(String server, long connection);

    /**
     * Drains a server and stops it, within {@code drain.timeout}; its configuration stays. It starts again when it is told to
     * ({@link #start}), when its configuration changes, or when its bundle restarts. A start that waits for a drain in
     * progress is called off.
     *
     * @return completes when the server has stopped, also if it had already; the same result for each drain of one stop
     */
    CompletionStage<DrainResult> drain(String server);

    /**
     * Drains a server as {@link #drain(String)} does, within the time given in place of {@code drain.timeout}; zero ends all
     * connections at once. A drain in progress is shortened by it, and never lengthened.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    CompletionStage<DrainResult> drain(String server, Duration atMost);

    /**
     * Drains all servers together: each is told to stop before any is waited for.
     *
     * @return completes when all have stopped, with how it went, by name
     */
    CompletionStage<Map<String, DrainResult>> drainAll();

    /**
     * Starts a server that was drained, or has failed, with the newest valid configuration. One that runs is left as it is;
     * one that drains is started when it has stopped.
     *
     * @return completes when clients can connect; exceptionally, with a sentence for the operator, if it cannot be started
     */
    CompletionStage<Void> start(String server);

    /**
     * Feels the pulse of the servers.
     *
     * @return completes when each event loop of each running server has taken a turn after this call: at once if there is
     *     none, and never if one of them hangs; exceptionally, with a sentence that names the server, if one has lost its
     *     listening socket for good, so that a watchdog restarts the process
     */
    CompletionStage<Void> pulse();

    /**
     * Puts a handler in charge, whatever its ranking, for as long as it is there and matches {@code handler.target}.
     *
     * @param handler the number of its service, as in {@link HandlerSnapshot#id()}
     */
    void chooseHandler(String server, long handler);

    /** Goes back to the choice by ranking and age. */
    void chooseHandlerByRanking(String server);
}

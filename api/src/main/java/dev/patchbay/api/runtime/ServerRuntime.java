package dev.patchbay.api.runtime;

import java.util.List;
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

    /** Returns all servers, by name. */
    List<ServerSnapshot> servers();

    /** Returns one server. */
    Optional<ServerSnapshot> server(String name);

    /** Returns the live connections of a server, the oldest first. */
    List<ConnectionSnapshot> connections(String server);

    /**
     * Ends a connection with {@link dev.patchbay.api.ReleaseReason#OPERATOR_CLOSED}, once the call that is running has
     * ended (it is interrupted) and what was written has been sent.
     */
    void closeConnection(String server, long connection);

    /**
     * Drains a server and stops it, as a stop would; its configuration stays. It starts again when its configuration
     * changes or its bundle restarts.
     *
     * @return completes when the server has stopped; also if it had already
     */
    CompletionStage<DrainResult> drain(String server);

    /**
     * Feels the pulse of the servers.
     *
     * @return completes when each event loop of each running server has taken a turn after this call: at once if there is
     *     none, and never if one of them hangs
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

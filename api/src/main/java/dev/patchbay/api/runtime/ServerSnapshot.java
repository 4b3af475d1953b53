package dev.patchbay.api.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server at one moment. Immutable.
 *
 * @param name          the name of the server
 * @param state         its state
 * @param since         the time at which it entered that state
 * @param address       the address at which it listens: an absolute path, or {@code @name}; empty as long as it is not known
 * @param poller        the poller that it uses: {@code epoll} or {@code portable}; empty before it has started
 * @param eventLoops    its event loops; empty before it has started
 * @param configuration the keys and values of the configuration in force
 * @param faults        the faults of the newest configuration, or why the server has failed; empty if there are none
 * @param handler       the name of the handler in charge; empty while there is none
 * @param handlers      all handlers that match, the one in charge first, and those that cannot be used
 * @param chosenByHand  whether an operator chose the handler
 * @param connections   the number of live connections
 * @param backlog       what waits in it
 * @param totals        counts since the server started
 */
public record ServerSnapshot(
        String name,
        ServerState state,
        Instant since,
        String address,
        String poller,
        List<LoopSnapshot> eventLoops,
        Map<String, String> configuration,
        List<String> faults,
        Optional<String> handler,
        List<HandlerSnapshot> handlers,
        boolean chosenByHand,
        int connections,
        ServerBacklog backlog,
        ServerTotals totals) {

    /** {@return whether the server is running without a handler, and therefore reads nothing} */
    public boolean holding() {
        return state == ServerState.RUNNING && handler.isEmpty();
    }
}

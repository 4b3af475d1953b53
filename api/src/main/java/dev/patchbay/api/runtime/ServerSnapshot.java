package dev.patchbay.api.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server at one moment.
 *
 * @param name          its name
 * @param state         where it is in its life
 * @param since         when it came to that state
 * @param address       where it listens: an absolute path, or {@code @name}; empty before it could be told
 * @param poller        how it waits and moves bytes: {@code epoll} or {@code portable}; empty before it started
 * @param eventLoops    its event loops; empty before it started
 * @param configuration the configuration that is in force, key by key
 * @param faults        what is wrong with the newest configuration, or why the server has failed; empty if all is well
 * @param handler       the name of the handler in charge; empty while there is none
 * @param handlers      all handlers that match, the chosen one first, and those that cannot serve anybody
 * @param chosenByHand  whether an operator chose the handler
 * @param connections   live connections
 * @param totals        what happened since the server started
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
        ServerTotals totals) {

    /** Returns whether the server runs without a handler and therefore reads nothing. */
    public boolean holding() {
        return state == ServerState.RUNNING && handler.isEmpty();
    }
}

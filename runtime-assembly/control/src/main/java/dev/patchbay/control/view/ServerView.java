package dev.patchbay.control.view;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A server. The components mean what those of {@link ServerSnapshot} do; {@code holding} is whether it runs without a
 * handler, and {@code handler} is null then.
 */
public record ServerView(
        String name,
        ServerState state,
        Instant since,
        String address,
        String poller,
        List<LoopView> loops,
        Map<String, String> configuration,
        List<String> faults,
        String handler,
        List<HandlerView> handlers,
        boolean chosenByHand,
        boolean holding,
        int connections,
        CallsView calls,
        long queuedBytes,
        int held,
        long eventLagMillis,
        TotalsView totals) {

    /** Returns the view of a snapshot. */
    public static ServerView of(ServerSnapshot server) {
        return new ServerView(
                server.name(),
                server.state(),
                server.since(),
                server.address(),
                server.poller(),
                server.eventLoops().stream().map(LoopView::of).toList(),
                server.configuration(),
                server.faults(),
                server.handler().orElse(null),
                HandlerView.of(server),
                server.chosenByHand(),
                server.holding(),
                server.connections(),
                CallsView.of(server.totals().calls()),
                server.backlog().queuedBytes(),
                server.backlog().held(),
                server.backlog().eventLag().toMillis(),
                TotalsView.of(server.totals()));
    }
}

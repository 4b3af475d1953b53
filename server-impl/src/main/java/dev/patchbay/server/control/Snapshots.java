package dev.patchbay.server.control;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.Server;
import dev.patchbay.server.swap.Candidates.Misfit;
import dev.patchbay.server.swap.HandlerEntry;
import dev.patchbay.server.swap.HandlerLease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates snapshots of servers. May be used by any thread. */
final class Snapshots {

    private Snapshots() {}

    static ServerSnapshot server(String name, Server server, List<String> faults, List<Misfit> misfits) {
        if (server == null) {
            ServerState state = faults.isEmpty() ? ServerState.CREATED : ServerState.FAILED;
            return new ServerSnapshot(
                    name,
                    state,
                    Instant.now(),
                    "",
                    "",
                    List.of(),
                    Map.of(),
                    faults,
                    Optional.empty(),
                    misfits.stream().map(Snapshots::misfit).toList(),
                    false,
                    0,
                    ServerBacklog.NONE,
                    ServerTotals.NONE);
        }
        ServerConfig config = server.config();
        HandlerLease lease = server.slot().current();
        return new ServerSnapshot(
                name,
                server.state(),
                server.since(),
                server.address(),
                server.pollerName(),
                server.loopSnapshots(),
                config == null ? Map.of() : config.toMap(),
                faults(server, faults),
                Optional.ofNullable(lease).map(serving -> serving.entry().name()),
                handlers(server, lease, misfits),
                server.slot().isPinned(),
                server.connectionCount(),
                server.backlog(),
                server.totals());
    }

    /** Returns the faults of the configuration; if it has none, the reason why the server has failed. */
    private static List<String> faults(Server server, List<String> configured) {
        Throwable failure = server.failure();
        if (!configured.isEmpty() || failure == null) {
            return configured;
        }
        return List.of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    private static List<HandlerSnapshot> handlers(Server server, HandlerLease serving, List<Misfit> misfits) {
        boolean pinned = server.slot().isPinned();
        List<HandlerSnapshot> handlers = new ArrayList<>();
        for (HandlerEntry entry : server.slot().entries()) {
            if (serving != null && serving.entry().id() == entry.id()) {
                String why = pinned ? "chosen by hand" : "highest ranking, then oldest";
                handlers.add(0, snapshot(entry, HandlerStanding.SERVING, why));
            } else {
                handlers.add(snapshot(entry, HandlerStanding.STANDING_BY, whyNot(entry, serving, pinned)));
            }
        }
        misfits.forEach(misfit -> handlers.add(misfit(misfit)));
        return handlers;
    }

    private static HandlerSnapshot misfit(Misfit misfit) {
        return new HandlerSnapshot(
                misfit.id(),
                misfit.name(),
                0,
                HandlerExecution.VIRTUAL,
                misfit.origin(),
                HandlerStanding.FAILED,
                misfit.why());
    }

    private static String whyNot(HandlerEntry entry, HandlerLease serving, boolean pinned) {
        if (serving == null) {
            return "about to serve";
        }
        HandlerEntry other = serving.entry();
        if (pinned) {
            return other + " was chosen by hand";
        }
        return entry.ranking() < other.ranking()
                ? "ranking " + entry.ranking() + " is below " + other.ranking() + " of " + other
                : other + " is older";
    }

    private static HandlerSnapshot snapshot(HandlerEntry entry, HandlerStanding standing, String why) {
        return new HandlerSnapshot(
                entry.id(), entry.name(), entry.ranking(), entry.execution(), entry.origin(), standing, why);
    }
}

package dev.patchbay.metrics.collect;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.CallStatistics;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What servers are and do. */
public final class ServerMetrics {

    private ServerMetrics() {}

    /** Adds the metrics of servers. */
    public static void collect(List<ServerSnapshot> servers, Families families) {
        Map<String, CallStatistics> calls = new LinkedHashMap<>();
        for (ServerSnapshot server : servers) {
            state(server, families);
            handlers(server, families);
            connections(server, families);
            traffic(server, families);
            CallStatistics times = server.totals().calls();
            if (!times.boundsMicros().isEmpty()) {
                calls.put(server.name(), times);
            }
        }
        if (!calls.isEmpty()) {
            families.callTimes(
                    "patchbay_server_handler_call_duration_seconds",
                    "The times that calls of handlers took; a sample of them, not all.",
                    calls);
        }
    }

    private static void state(ServerSnapshot server, Families families) {
        for (ServerState state : ServerState.values()) {
            families.gauge(
                    "patchbay_server_state",
                    "1 for the state that the server is in, 0 for the others.",
                    server.state() == state ? 1 : 0,
                    "server",
                    server.name(),
                    "state",
                    state.name());
        }
        families.gauge(
                "patchbay_server_configuration_faults",
                "The faults of the newest configuration, or of a server that has failed.",
                server.faults().size(),
                "server",
                server.name());
    }

    private static void handlers(ServerSnapshot server, Families families) {
        for (HandlerStanding standing : HandlerStanding.values()) {
            families.gauge(
                    "patchbay_server_handlers",
                    "The handlers that match, by their state.",
                    server.handlers().stream()
                            .filter(handler -> handler.standing() == standing)
                            .count(),
                    "server",
                    server.name(),
                    "state",
                    standing.name());
        }
        server.handler()
                .ifPresent(handler -> families.gauge(
                        "patchbay_server_handler_in_charge",
                        "1 for the handler that is in charge; absent while there is none.",
                        1,
                        "server",
                        server.name(),
                        "handler",
                        handler));
        ServerTotals totals = server.totals();
        families.counter(
                "patchbay_server_handler_swaps",
                "How often the handler changed.",
                totals.swaps(),
                "server",
                server.name());
        families.counter(
                "patchbay_server_holds",
                "How often the server began to hold connections, because it had no handler.",
                totals.holds(),
                "server",
                server.name());
        families.counter(
                "patchbay_server_handler_calls",
                "The calls of handlers that have begun; every callback and every task is one.",
                totals.calls().count(),
                "server",
                server.name());
    }

    private static void connections(ServerSnapshot server, Families families) {
        String name = server.name();
        families.gauge("patchbay_server_connections", "The live connections.", server.connections(), "server", name);
        families.gauge(
                "patchbay_server_connections_held",
                "The live connections that no handler is in charge of.",
                server.backlog().held(),
                "server",
                name);
        ServerTotals totals = server.totals();
        families.counter(
                "patchbay_server_connections_accepted",
                "The connections that were accepted and given to a handler or held for one.",
                totals.accepted(),
                "server",
                name);
        // Zeros, too: a rate is only seen from the second value on.
        for (RefusalReason reason : RefusalReason.values()) {
            families.counter(
                    "patchbay_server_connections_refused",
                    "The connections that were closed before a handler saw them, by reason.",
                    totals.refused().getOrDefault(reason, 0L),
                    "server",
                    name,
                    "reason",
                    reason.name());
        }
        Stream.of(ReleaseReason.values())
                .filter(ReleaseReason::endsConnection)
                .forEach(reason -> families.counter(
                        "patchbay_server_connections_closed",
                        "The connections that have ended, by reason.",
                        totals.closed().getOrDefault(reason, 0L),
                        "server",
                        name,
                        "reason",
                        reason.name()));
    }

    private static void traffic(ServerSnapshot server, Families families) {
        String name = server.name();
        families.counter(
                "patchbay_server_received_bytes",
                "The bytes read from clients.",
                server.totals().bytesIn(),
                "server",
                name);
        families.counter(
                "patchbay_server_sent_bytes",
                "The bytes sent to clients.",
                server.totals().bytesOut(),
                "server",
                name);
        families.gauge(
                "patchbay_server_queued_bytes",
                "The bytes that were written and are waiting to be sent.",
                server.backlog().queuedBytes(),
                "server",
                name);
        families.gauge(
                "patchbay_server_event_lag_seconds",
                "How far the delivery of events to the slowest listener is behind.",
                seconds(server.backlog().eventLag()),
                "server",
                name);
    }

    static double seconds(Duration time) {
        return time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}

package dev.patchbay.metrics.collect;

import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.util.List;

/** What the event loops of servers do. */
public final class LoopMetrics {

    private LoopMetrics() {}

    /** Adds the metrics of event loops. */
    public static void collect(List<ServerSnapshot> servers, Families families) {
        for (ServerSnapshot server : servers) {
            server.eventLoops().forEach(loop -> collect(server.name(), loop, families));
        }
    }

    private static void collect(String server, LoopSnapshot loop, Families families) {
        String[] labels = {"server", server, "loop", loop.name()};
        families.gauge(
                "patchbay_loop_connections",
                "The live connections that belong to the event loop.",
                loop.connections(),
                labels);
        families.gauge(
                "patchbay_loop_longest_call_seconds",
                "How long the call that occupies the event loop has been running; 0 if there is none.",
                ServerMetrics.seconds(loop.longestCall()),
                labels);
        families.counter(
                "patchbay_loop_rescues",
                "How often another thread took over the event loop because a handler blocked it.",
                loop.rescues(),
                labels);
        families.counter(
                "patchbay_loop_cpu_time_seconds",
                "The processor time of the threads that have carried the event loop.",
                ServerMetrics.seconds(loop.cpuTime()),
                labels);
    }
}

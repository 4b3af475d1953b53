package dev.patchbay.bench;

import dev.patchbay.bench.load.ErrorCounts;
import dev.patchbay.bench.load.Load;
import dev.patchbay.bench.load.Window;
import dev.patchbay.bench.result.Machine;
import dev.patchbay.bench.result.Result;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a plan. The thread that calls it watches the threads that make the load. */
public final class Bench {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Plan plan;
    private final Progress progress;
    private final Interruption interruption;
    private final ErrorCounts errors = new ErrorCounts();

    /** Creates a run. */
    public Bench(Plan plan, Progress progress, Interruption interruption) {
        this.plan = plan;
        this.progress = progress;
        this.interruption = interruption;
    }

    /**
     * Runs the plan to its end, or to the interruption, and returns what was measured until then.
     *
     * @throws IOException if a connection could not be opened at the start. Later failures are errors that are counted
     */
    public Result run() throws IOException, InterruptedException {
        Map<String, String> machine = Machine.describe();
        List<Load> loads = new ArrayList<>();
        try {
            for (int i = 0; i < plan.threads(); i++) {
                Load load = new Load("bench-" + i, share(i), errors, interruption::isSet);
                loads.add(load);
                load.start();
            }
            for (Load load : loads) {
                load.awaitOpen();
            }
            return measure(loads, machine);
        } finally {
            loads.forEach(Load::close);
        }
    }

    private Load.Share share(int thread) {
        int threads = plan.threads();
        int connections = plan.connections() / threads + (thread < plan.connections() % threads ? 1 : 0);
        return new Load.Share(
                plan.socket(),
                plan.exchange(),
                connections,
                plan.depth(),
                (double) plan.rate() / threads,
                (double) thread / threads,
                plan.reconnect());
    }

    private Result measure(List<Load> loads, Map<String, String> machine) throws IOException, InterruptedException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long start = System.nanoTime() + LEAD_NANOS;
        long recordFrom = start + plan.warmup().toNanos();
        Window window =
                new Window(start, recordFrom, recordFrom + plan.duration().toNanos());
        Figures figures = new Figures(window, errors);
        for (Load load : loads) {
            figures.add(load.begin(window));
        }
        watch(window, figures);
        long until = Math.min(System.nanoTime() - window.end(), 0) + window.end();
        for (Load load : loads) {
            load.awaitEnd();
        }
        return figures.result(plan, started, machine, interruption.isSet(), until);
    }

    private void watch(Window window, Figures figures) throws InterruptedException {
        progress.warmingUp();
        if (interruption.isSetBefore(window.recordFrom())) {
            return;
        }
        long from = window.recordFrom();
        while (from - window.end() < 0) {
            long to = Math.min(from + SECOND - window.end(), 0) + window.end();
            boolean ended = interruption.isSetBefore(to);
            long now = ended ? System.nanoTime() : to;
            progress.measured(figures.sample((now - from) / (double) SECOND));
            if (ended) {
                return;
            }
            from = to;
        }
    }
}

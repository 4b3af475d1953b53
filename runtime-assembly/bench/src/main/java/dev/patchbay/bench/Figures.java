package dev.patchbay.bench;

import dev.patchbay.bench.load.ErrorCounts;
import dev.patchbay.bench.load.Tally;
import dev.patchbay.bench.load.Window;
import dev.patchbay.bench.result.Latency;
import dev.patchbay.bench.result.Own;
import dev.patchbay.bench.result.Point;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import dev.patchbay.bench.result.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The figures of all threads together, second by second. */
final class Figures {

    private static final int STEPS_TO_HALF_DISTANCE = 5;
    private static final double MICRO = 1_000;

    private final Window window;
    private final ErrorCounts errors;
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Histogram total = Tally.newHistogram();
    private final Histogram second = Tally.newHistogram();
    private long completedBefore;
    private long errorsBefore;

    Figures(Window window, ErrorCounts errors) {
        this.window = window;
        this.errors = errors;
    }

    void add(Tally tally) {
        tallies.add(tally);
    }

    /** Takes what the threads have measured since the last call. */
    Sample sample(double seconds) {
        second.reset();
        long completed = 0;
        for (Tally tally : tallies) {
            tally.addLatenciesTo(second);
            completed += tally.completed();
        }
        total.add(second);
        Sample sample = new Sample(
                samples.size() + 1,
                seconds,
                completed - completedBefore,
                second.getValueAtPercentile(50) / MICRO,
                second.getValueAtPercentile(99) / MICRO,
                second.getMaxValue() / MICRO,
                errors.total() - errorsBefore);
        completedBefore = completed;
        errorsBefore = errors.total();
        samples.add(sample);
        return sample;
    }

    /** Returns everything, after the threads have ended. */
    Result result(Plan plan, Instant started, Map<String, String> machine, boolean interrupted, long until) {
        Histogram lags = Tally.newHistogram();
        long completed = 0;
        for (Tally tally : tallies) {
            tally.addLatenciesTo(total);
            lags.add(tally.lags());
            completed += tally.completed();
        }
        double seconds = Math.max(0, until - window.recordFrom()) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Result(
                started.toString(),
                settings(plan),
                machine,
                interrupted,
                seconds,
                completed,
                latency(),
                List.copyOf(samples),
                errors.byKind(),
                errors.firstWrongAnswer(),
                own(lags));
    }

    private static Settings settings(Plan plan) {
        return new Settings(
                plan.target(),
                plan.exchange().description(),
                plan.connections(),
                plan.depth(),
                plan.threads(),
                plan.rate(),
                plan.reconnect(),
                plan.warmup().toMillis(),
                plan.duration().toMillis());
    }

    private Latency latency() {
        List<Point> curve = new ArrayList<>();
        if (total.getTotalCount() > 0) {
            for (HistogramIterationValue value : total.percentiles(STEPS_TO_HALF_DISTANCE)) {
                curve.add(new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / MICRO));
            }
        }
        return new Latency(
                total.getTotalCount(),
                total.getMean() / MICRO,
                total.getValueAtPercentile(50) / MICRO,
                total.getValueAtPercentile(90) / MICRO,
                total.getValueAtPercentile(99) / MICRO,
                total.getValueAtPercentile(99.9) / MICRO,
                total.getMaxValue() / MICRO,
                List.copyOf(curve));
    }

    private Own own(Histogram lags) {
        double cpu = -1;
        double wait = -1;
        long late = 0;
        long retries = 0;
        for (Tally tally : tallies) {
            cpu = Math.max(cpu, tally.cpuShare());
            wait = Math.max(wait, tally.waitShare());
            late += tally.late();
            retries += tally.retries();
        }
        return new Own(
                tallies.size(),
                cpu,
                wait,
                lags.getValueAtPercentile(99) / MICRO,
                lags.getMaxValue() / MICRO,
                late,
                retries);
    }
}

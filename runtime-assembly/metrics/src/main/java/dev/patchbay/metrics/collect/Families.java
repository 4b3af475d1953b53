package dev.patchbay.metrics.collect;

import dev.patchbay.api.runtime.CallStatistics;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of one scrape, by name. Values with the same name and labels are added up, so that two sources of the same name
 * cannot make the text invalid. A metric without values is left out. Used by one thread.
 */
public final class Families {

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** What all values of a name have in common. */
    private abstract static class Family {
        final String name;
        final String help;
        final Unit unit;

        Family(String name, String help) {
            this.name = name;
            this.help = help;
            this.unit = unitOf(name);
        }

        abstract MetricSnapshot snapshot();

        final <B extends MetricSnapshot.Builder<B>> B describe(B builder) {
            return builder.name(name).help(help).unit(unit);
        }
    }

    /** Values that are numbers. */
    private static final class Numbers extends Family {
        private final boolean counter;
        private final Map<Labels, Double> values = new LinkedHashMap<>();

        Numbers(String name, String help, boolean counter) {
            super(name, help);
            this.counter = counter;
        }

        @Override
        MetricSnapshot snapshot() {
            if (counter) {
                CounterSnapshot.Builder builder = describe(CounterSnapshot.builder());
                values.forEach((labels, value) -> builder.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
                return builder.build();
            }
            GaugeSnapshot.Builder builder = describe(GaugeSnapshot.builder());
            values.forEach((labels, value) -> builder.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
            return builder.build();
        }
    }

    /** Any other kind, which is made as it is added. */
    private static final class Made extends Family {
        private final MetricSnapshot snapshot;

        Made(MetricSnapshot snapshot) {
            super(snapshot.getMetadata().getName(), "");
            this.snapshot = snapshot;
        }

        @Override
        MetricSnapshot snapshot() {
            return snapshot;
        }
    }

    /** Returns the unit that the name of a metric ends with; null if it has none. */
    private static Unit unitOf(String name) {
        if (name.endsWith("_seconds")) {
            return Unit.SECONDS;
        }
        if (name.endsWith("_bytes")) {
            return Unit.BYTES;
        }
        return name.endsWith("_ratio") ? Unit.RATIO : null;
    }

    /**
     * Adds a value of a counter.
     *
     * @param name   without {@code _total}
     * @param labels names and values by turns
     */
    void counter(String name, String help, double value, String... labels) {
        add(name, help, true, value, labels);
    }

    /** Adds a value of a gauge; {@code labels} are names and values by turns. */
    void gauge(String name, String help, double value, String... labels) {
        add(name, help, false, value, labels);
    }

    private void add(String name, String help, boolean counter, double value, String... labels) {
        Numbers numbers = (Numbers) families.computeIfAbsent(name, first -> new Numbers(first, help, counter));
        numbers.values.merge(Labels.of(labels), value, Double::sum);
    }

    /** Adds facts, as the labels of a metric whose value is 1. */
    void info(String name, String help, String... labels) {
        families.put(
                name,
                new Made(InfoSnapshot.builder()
                        .name(name)
                        .help(help)
                        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                                .labels(Labels.of(labels))
                                .build())
                        .build()));
    }

    /** Adds the times of calls, by server. */
    void callTimes(String name, String help, Map<String, CallStatistics> calls) {
        HistogramSnapshot.Builder builder =
                HistogramSnapshot.builder().name(name).help(help).unit(unitOf(name));
        calls.forEach((server, times) -> builder.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(Labels.of("server", server))
                .classicHistogramBuckets(buckets(times))
                .sum(Unit.nanosToSeconds(times.sampledTime().toNanos()))
                .build()));
        families.put(name, new Made(builder.build()));
    }

    private static ClassicHistogramBuckets buckets(CallStatistics times) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        double microsPerSecond = TimeUnit.SECONDS.toMicros(1);
        for (int i = 0; i < times.boundsMicros().size(); i++) {
            buckets.bucket(
                    times.boundsMicros().get(i) / microsPerSecond,
                    times.counts().get(i));
        }
        return buckets.bucket(
                        Double.POSITIVE_INFINITY,
                        times.counts().get(times.boundsMicros().size()))
                .build();
    }

    /** Adds counts and sums of times, by the value of one label. */
    void durations(String name, String help, String label, Map<String, Durations> durations) {
        SummarySnapshot.Builder builder =
                SummarySnapshot.builder().name(name).help(help).unit(unitOf(name));
        durations.forEach((value, sum) -> builder.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                .labels(Labels.of(label, value))
                .count(sum.count())
                .sum(sum.seconds())
                .build()));
        families.put(name, new Made(builder.build()));
    }

    /** How often something has lasted, and how long in all. */
    record Durations(long count, double seconds) {}

    /** Returns the metrics, sorted by name. */
    public MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        families.values().forEach(family -> all.add(family.snapshot()));
        return new MetricSnapshots(all);
    }
}

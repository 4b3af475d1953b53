package dev.patchbay.bench.report;

import dev.patchbay.bench.result.Notes;
import dev.patchbay.bench.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two results side by side. */
public final class Comparison {

    private Comparison() {}

    /**
     * One figure.
     *
     * @param name   its name
     * @param before its value in the first result
     * @param after  its value in the second
     * @param change what the second is of the first, such as {@code +12.5 %}; empty if it cannot be said
     */
    public record Row(String name, String before, String after, String change) {}

    /** Returns the figures of two results. */
    public static List<Row> of(Result before, Result after) {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "messages a second",
                String.valueOf(Math.round(before.rate())),
                String.valueOf(Math.round(after.rate())),
                before.rate(),
                after.rate()));
        rows.add(latency("p50", before.latency().p50(), after.latency().p50()));
        rows.add(latency("p90", before.latency().p90(), after.latency().p90()));
        rows.add(latency("p99", before.latency().p99(), after.latency().p99()));
        rows.add(latency("p99.9", before.latency().p999(), after.latency().p999()));
        rows.add(latency("max", before.latency().max(), after.latency().max()));
        rows.add(row("errors", String.valueOf(before.errorCount()), String.valueOf(after.errorCount()), 0, 0));
        return rows;
    }

    /** Returns sentences about what makes the results hard to compare; none if nothing does. */
    public static List<String> cautions(Result before, Result after) {
        List<String> cautions = new ArrayList<>();
        String first = before.settings().line();
        String second = after.settings().line();
        if (!first.equals(second)) {
            cautions.add("the runs are of different kinds: " + first + "; and " + second);
        }
        for (String property : List.of("processor", "cores", "memory", "system", "java")) {
            String one = before.machine().getOrDefault(property, "");
            String other = after.machine().getOrDefault(property, "");
            if (!one.equals(other)) {
                cautions.add("the machines differ in " + property + ": " + one + "; and " + other);
            }
        }
        if (before.interrupted() || after.interrupted()) {
            cautions.add("a run was interrupted");
        }
        return cautions;
    }

    private static Row latency(String name, double before, double after) {
        return row(name, Notes.micros(before), Notes.micros(after), before, after);
    }

    private static Row row(String name, String before, String after, double first, double second) {
        String change = first > 0 ? String.format(Locale.ROOT, "%+.1f %%", (second / first - 1) * 100) : "";
        return new Row(name, before, after, change);
    }
}

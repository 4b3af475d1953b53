package dev.patchbay.command.bench;

import dev.patchbay.bench.report.Comparison;
import dev.patchbay.bench.result.Latency;
import dev.patchbay.bench.result.Notes;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.text.Columns;
import dev.patchbay.command.text.Quantity;
import dev.patchbay.command.text.Table;
import java.util.Map;

/** Prints results for people. */
final class BenchPrinter {

    private final Output output;

    BenchPrinter(Output output) {
        this.output = output;
    }

    /** Prints one result. */
    void result(Result result) {
        output.paragraph(result.settings().target() + ": " + result.settings().line(), "");
        output.paragraph(
                Quantity.time(Math.round(result.seconds() * 1_000)) + " after a warm-up of "
                        + Quantity.time(result.settings().warmupMillis()) + ": "
                        + Quantity.count(result.messages(), "message") + ", " + Math.round(result.rate())
                        + " a second, " + errors(result.errorCount()),
                "");
        if (result.latency().count() > 0) {
            latency(result.latency());
        }
        if (!result.errors().isEmpty()) {
            errors(result.errors());
        }
        for (String note : Notes.of(result)) {
            output.line("");
            output.alarm("note: " + note, "");
        }
    }

    private void latency(Latency latency) {
        output.line("");
        Table table = new Table()
                .word("LATENCY")
                .number("P50")
                .number("P90")
                .number("P99")
                .number("P99.9")
                .number("MAX");
        table.row(
                "",
                Notes.micros(latency.p50()),
                Notes.micros(latency.p90()),
                Notes.micros(latency.p99()),
                Notes.micros(latency.p999()),
                Notes.micros(latency.max()));
        output.table(table, "");
    }

    private void errors(Map<String, Long> errors) {
        output.line("");
        Table kinds = new Table().number("ERRORS").text("KIND");
        for (Map.Entry<String, Long> kind : errors.entrySet()) {
            kinds.row(kind.getValue(), kind.getKey());
        }
        output.table(kinds, "");
    }

    private static String errors(long count) {
        return count == 0 ? "no errors" : Quantity.count(count, "error");
    }

    /** Prints two results side by side. */
    void comparison(Result before, Result after) {
        output.paragraph(
                "before: " + before.started() + ", " + before.settings().target() + ": "
                        + before.settings().line(),
                "");
        output.paragraph(
                "after:  " + after.started() + ", " + after.settings().target() + ": "
                        + after.settings().line(),
                "");
        output.line("");
        Table table =
                new Table().word("FIGURE").number("BEFORE").number("AFTER").number("CHANGE");
        for (Comparison.Row row : Comparison.of(before, after)) {
            table.row(row.name(), row.before(), row.after(), row.change());
        }
        output.table(table, "");
        for (String caution : Comparison.cautions(before, after)) {
            output.line("");
            output.alarm("note: " + caution, "");
        }
    }

    /** Returns a second in words. */
    static String sample(Sample sample) {
        return Math.round(sample.rate()) + " messages a second, p50 " + Notes.micros(sample.p50Micros()) + ", p99 "
                + Notes.micros(sample.p99Micros()) + ", max " + Notes.micros(sample.maxMicros()) + ", "
                + errors(sample.errors());
    }

    /** Returns a text that fits a line of the terminal. */
    static String cut(String text, int columns) {
        return Columns.cut(text, columns);
    }
}

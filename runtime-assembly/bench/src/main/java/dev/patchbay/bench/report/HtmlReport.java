package dev.patchbay.bench.report;

import dev.patchbay.bench.result.Latency;
import dev.patchbay.bench.result.Notes;
import dev.patchbay.bench.result.Own;
import dev.patchbay.bench.result.Result;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A page about one result, or about two side by side. */
public final class HtmlReport {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>patchbay bench</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #d4d9df; --a: #0969da; --b: #bc4c00; --bad: #cf222e; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #15181c; --faint: #3a4048; --a: #58a6ff; --b: #f0883e; --bad: #ff7b72; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px; margin: 2em auto; padding: 0 1em; }
            h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin-top: 2em; }
            table { border-collapse: collapse; } th, td { text-align: left; padding: .25em 1.2em .25em 0; border-bottom: 1px solid var(--faint); }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
            svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
            .frame { fill: none; stroke: var(--faint); } .grid { stroke: var(--faint); stroke-width: .7; }
            polyline { fill: none; stroke-width: 2; } .curve0 { stroke: var(--a); } .curve1 { stroke: var(--b); } .error { fill: var(--bad); }
            .first { color: var(--a); } .second { color: var(--b); } .note { color: var(--bad); }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private HtmlReport() {}

    /** Returns a page about one result. */
    public static String of(Result result) {
        HtmlReport report = new HtmlReport();
        report.line("h1", "patchbay bench: " + result.settings().target());
        report.run(result);
        report.plots(List.of(result));
        report.machine(result);
        return report.page + "</body>\n</html>\n";
    }

    /** Returns a page about two results. */
    public static String of(Result before, Result after) {
        HtmlReport report = new HtmlReport();
        report.line("h1", "patchbay bench: two runs");
        report.compared(before, after);
        report.plots(List.of(before, after));
        report.page.append("<h2 class=\"first\">Before</h2>\n");
        report.run(before);
        report.machine(before);
        report.page.append("<h2 class=\"second\">After</h2>\n");
        report.run(after);
        report.machine(after);
        return report.page + "</body>\n</html>\n";
    }

    private void line(String element, String text) {
        page.append('<').append(element).append('>').append(Html.escaped(text));
        page.append("</").append(element).append(">\n");
    }

    private void note(String text) {
        page.append("<p class=\"note\">").append(Html.escaped(text)).append("</p>\n");
    }

    private void compared(Result before, Result after) {
        page.append("<table><tr><th></th><th class=\"number first\">before</th>"
                + "<th class=\"number second\">after</th><th class=\"number\">change</th></tr>\n");
        for (Comparison.Row row : Comparison.of(before, after)) {
            row(row.name(), row.before(), row.after(), row.change());
        }
        page.append("</table>\n");
        Comparison.cautions(before, after).forEach(this::note);
    }

    private void row(String name, String... values) {
        page.append("<tr><td>").append(Html.escaped(name)).append("</td>");
        for (String value : values) {
            page.append("<td class=\"number\">").append(Html.escaped(value)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private void run(Result result) {
        line(
                "p",
                result.started() + ", " + result.settings().target() + ": "
                        + result.settings().line() + "; "
                        + String.format(Locale.ROOT, "%.1f s", result.seconds())
                        + (result.interrupted() ? ", interrupted" : ""));
        page.append("<table>\n");
        row("messages a second", String.valueOf(Math.round(result.rate())));
        row("messages", String.valueOf(result.messages()));
        Latency latency = result.latency();
        row("latency p50", Notes.micros(latency.p50()));
        row("p90", Notes.micros(latency.p90()));
        row("p99", Notes.micros(latency.p99()));
        row("p99.9", Notes.micros(latency.p999()));
        row("max", Notes.micros(latency.max()));
        row("errors", String.valueOf(result.errorCount()));
        for (Map.Entry<String, Long> error : result.errors().entrySet()) {
            row("error: " + error.getKey(), String.valueOf(error.getValue()));
        }
        page.append("</table>\n");
        Notes.of(result).forEach(this::note);
    }

    private void plots(List<Result> results) {
        line("h2", "Latency by percentile");
        page.append(LatencyPlot.of(results));
        line("h2", "Messages a second");
        page.append(ThroughputPlot.of(results));
    }

    private void machine(Result result) {
        line("h2", "Machine");
        page.append("<table>\n");
        for (Map.Entry<String, String> property : result.machine().entrySet()) {
            row(property.getKey(), property.getValue());
        }
        Own own = result.own();
        row("threads of bench", String.valueOf(own.threads()));
        if (own.cpuShare() >= 0) {
            row("busiest of them", Math.round(own.cpuShare() * 100) + " % of a core");
            row("longest wait for a core", Math.round(own.waitShare() * 100) + " % of the time");
        }
        if (result.settings().rate() > 0) {
            row("late by itself, p99", Notes.micros(own.lagP99Micros()));
        }
        page.append("</table>\n");
    }
}

package dev.patchbay.bench.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A result as JSON: maps, lists, strings, numbers and booleans. */
public final class ResultDocument {

    private static final String FORMAT = "patchbay-bench-1";
    private static final int DECIMALS = 3;

    private ResultDocument() {}

    /** Returns a result as a JSON object. */
    public static Map<String, Object> of(Result result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("started", result.started());
        document.put("settings", settings(result.settings()));
        document.put("machine", result.machine());
        document.put("interrupted", result.interrupted());
        document.put("seconds", number(result.seconds()));
        document.put("messages", result.messages());
        document.put("messagesPerSecond", number(result.rate()));
        document.put("latencyMicros", latency(result.latency()));
        document.put(
                "samples", result.samples().stream().map(ResultDocument::sample).collect(Collectors.toList()));
        document.put("errors", result.errors());
        document.put("firstWrongAnswer", result.firstWrong());
        document.put("bench", own(result.own()));
        document.put("notes", Notes.of(result));
        return document;
    }

    private static Map<String, Object> settings(Settings settings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", settings.target());
        document.put("exchange", settings.exchange());
        document.put("connections", settings.connections());
        document.put("depth", settings.depth());
        document.put("threads", settings.threads());
        document.put("rate", settings.rate());
        document.put("reconnect", settings.reconnect());
        document.put("warmupMillis", settings.warmupMillis());
        document.put("durationMillis", settings.durationMillis());
        return document;
    }

    private static Map<String, Object> latency(Latency latency) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("count", latency.count());
        document.put("mean", number(latency.mean()));
        document.put("p50", number(latency.p50()));
        document.put("p90", number(latency.p90()));
        document.put("p99", number(latency.p99()));
        document.put("p99.9", number(latency.p999()));
        document.put("max", number(latency.max()));
        List<Object> curve = new ArrayList<>();
        for (Point point : latency.curve()) {
            curve.add(List.of(BigDecimal.valueOf(point.percentile()), number(point.micros())));
        }
        document.put("curve", curve);
        return document;
    }

    private static Map<String, Object> sample(Sample sample) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("second", sample.second());
        document.put("length", number(sample.length()));
        document.put("messages", sample.messages());
        document.put("p50Micros", number(sample.p50Micros()));
        document.put("p99Micros", number(sample.p99Micros()));
        document.put("maxMicros", number(sample.maxMicros()));
        document.put("errors", sample.errors());
        return document;
    }

    private static Map<String, Object> own(Own own) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("threads", own.threads());
        document.put("cpuShare", number(own.cpuShare()));
        document.put("waitShare", number(own.waitShare()));
        document.put("lagP99Micros", number(own.lagP99Micros()));
        document.put("lagMaxMicros", number(own.lagMaxMicros()));
        document.put("lateMessages", own.lateMessages());
        document.put("backlogFull", own.backlogFull());
        return document;
    }

    private static BigDecimal number(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /**
     * Returns the result that a JSON value is.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong
     */
    public static Result read(Object json) {
        Members document = Members.of(json, "the document");
        if (!FORMAT.equals(document.optional("format"))) {
            throw new IllegalArgumentException(
                    "it is no result of 'patchbay bench --json': its member format is not " + FORMAT);
        }
        Map<String, String> machine = new LinkedHashMap<>();
        document.object("machine").all().forEach((name, value) -> machine.put(name.toString(), String.valueOf(value)));
        Map<String, Long> errors = new LinkedHashMap<>();
        Members counted = document.object("errors");
        counted.all().keySet().forEach(kind -> errors.put(kind.toString(), counted.number(kind.toString())));
        Object wrong = document.optional("firstWrongAnswer");
        return new Result(
                document.text("started"),
                settings(document.object("settings")),
                machine,
                document.truth("interrupted"),
                document.decimal("seconds"),
                document.number("messages"),
                latency(document.object("latencyMicros")),
                document.list("samples").stream()
                        .map(sample -> sample(Members.of(sample, "a sample")))
                        .collect(Collectors.toList()),
                errors,
                wrong == null ? null : wrong.toString(),
                own(document.object("bench")));
    }

    private static Settings settings(Members settings) {
        return new Settings(
                settings.text("target"),
                settings.text("exchange"),
                (int) settings.number("connections"),
                (int) settings.number("depth"),
                (int) settings.number("threads"),
                settings.number("rate"),
                settings.truth("reconnect"),
                settings.number("warmupMillis"),
                settings.number("durationMillis"));
    }

    private static Latency latency(Members latency) {
        List<Point> curve = new ArrayList<>();
        for (Object point : latency.list("curve")) {
            if (!(point instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof Number percentile)
                    || !(pair.get(1) instanceof Number micros)) {
                throw new IllegalArgumentException("a point of curve is not two numbers");
            }
            curve.add(new Point(percentile.doubleValue(), micros.doubleValue()));
        }
        return new Latency(
                latency.number("count"),
                latency.decimal("mean"),
                latency.decimal("p50"),
                latency.decimal("p90"),
                latency.decimal("p99"),
                latency.decimal("p99.9"),
                latency.decimal("max"),
                curve);
    }

    private static Sample sample(Members sample) {
        return new Sample(
                (int) sample.number("second"),
                sample.decimal("length"),
                sample.number("messages"),
                sample.decimal("p50Micros"),
                sample.decimal("p99Micros"),
                sample.decimal("maxMicros"),
                sample.number("errors"));
    }

    private static Own own(Members own) {
        return new Own(
                (int) own.number("threads"),
                own.decimal("cpuShare"),
                own.decimal("waitShare"),
                own.decimal("lagP99Micros"),
                own.decimal("lagMaxMicros"),
                own.number("lateMessages"),
                own.number("backlogFull"));
    }
}

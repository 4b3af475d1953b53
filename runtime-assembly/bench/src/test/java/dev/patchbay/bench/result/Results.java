package dev.patchbay.bench.result;

import java.util.List;
import java.util.Map;

/** Results for tests. */
public final class Results {

    private Results() {}

    /** Returns a result of a target with a median latency. */
    public static Result of(String target, double p50) {
        return of(target, p50, 0, new Own(1, 0.3, 0.01, 0, 0, 0, 0), Map.of());
    }

    /** Returns a result. */
    public static Result of(String target, double p50, long rate, Own own, Map<String, Long> errors) {
        return new Result(
                "2026-01-02T03:04:05Z",
                new Settings(target, "echo of 64 bytes", 50, 1, 1, rate, false, 2_000, 3_000),
                Map.of("cores", "2"),
                false,
                3,
                3_000,
                new Latency(
                        3_000,
                        p50,
                        p50,
                        2 * p50,
                        3 * p50,
                        4 * p50,
                        5 * p50,
                        List.of(
                                new Point(0, p50 / 2),
                                new Point(50, p50),
                                new Point(99, 3 * p50),
                                new Point(100, 5 * p50))),
                List.of(
                        new Sample(1, 1, 1_100, p50, p50, p50, 0),
                        new Sample(2, 1, 900, p50, p50, p50, errors.size()),
                        new Sample(3, 1, 1_000, p50, p50, p50, 0)),
                errors,
                null,
                own);
    }
}

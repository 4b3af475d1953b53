package dev.patchbay.bench.result;

import java.util.List;
import java.util.Map;

/**
 * What a run has measured.
 *
 * @param started     when it began, in ISO 8601
 * @param settings    what was asked
 * @param machine     the machine, by property
 * @param interrupted whether it was ended early
 * @param seconds     how long was measured
 * @param messages    the messages that were answered in that time
 * @param latency     the latencies of all messages that began in that time
 * @param samples     each second
 * @param errors      the errors, warm-up included, by kind
 * @param firstWrong  what was wrong with the first wrong answer; null if there was none
 * @param own         what the load generator itself did
 */
public record Result(
        String started,
        Settings settings,
        Map<String, String> machine,
        boolean interrupted,
        double seconds,
        long messages,
        Latency latency,
        List<Sample> samples,
        Map<String, Long> errors,
        String firstWrong,
        Own own) {

    /** Returns the messages a second. */
    public double rate() {
        return seconds > 0 ? messages / seconds : 0;
    }

    /** Returns the number of all errors. */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}

package dev.patchbay.bench.result;

/**
 * A second of a run.
 *
 * @param second    its number, from 1
 * @param length    its length in seconds; the last one may be shorter
 * @param messages  the messages that were answered in it
 * @param p50Micros their median latency
 * @param p99Micros the latency that 99 % of them had at most
 * @param maxMicros the longest one
 * @param errors    errors in it
 */
public record Sample(
        int second, double length, long messages, double p50Micros, double p99Micros, double maxMicros, long errors) {

    /** Returns the messages a second. */
    public double rate() {
        return length > 0 ? messages / length : 0;
    }
}

package dev.patchbay.bench.result;

import java.util.List;

/**
 * Latencies in microseconds.
 *
 * @param count how many were recorded
 * @param mean  their mean
 * @param p50   the median
 * @param p90   what 90 % had at most
 * @param p99   what 99 % had at most
 * @param p999  what 99.9 % had at most
 * @param max   the longest one
 * @param curve points from the shortest one to the longest, for a drawing
 */
public record Latency(
        long count, double mean, double p50, double p90, double p99, double p999, double max, List<Point> curve) {}

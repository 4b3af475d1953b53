package dev.patchbay.bench.result;

/**
 * A point of the curve of latency.
 *
 * @param percentile the percentage of messages
 * @param micros     the latency that they had at most
 */
public record Point(double percentile, double micros) {}

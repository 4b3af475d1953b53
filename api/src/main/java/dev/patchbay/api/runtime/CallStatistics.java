package dev.patchbay.api.runtime;

import java.time.Duration;
import java.util.List;

/**
 * How often the handlers of a server were called since it started, and how long the calls took. Every callback and every task
 * is a call. All are counted; the first ones, then at least one each second and one in 256, are timed. Immutable.
 *
 * <p>Nothing is reset, so what happened in a period is the difference between two of these.
 *
 * @param count        the calls that have begun
 * @param sampled      the calls that were timed, and have returned
 * @param sampledTime  the sum of the times of those
 * @param boundsMicros the upper bounds of the times in the histogram, in microseconds: 1, 2, 4 and so on. They never change
 * @param counts       how many of the timed calls took at most as long as the bound at the same position, and longer than the
 *                     bound before it; one more than there are bounds, the last for all longer calls
 */
public record CallStatistics(
        long count, long sampled, Duration sampledTime, List<Long> boundsMicros, List<Long> counts) {

    /** No calls, and no histogram: those of a server that has not started. */
    public static final CallStatistics NONE = new CallStatistics(0, 0, Duration.ZERO, List.of(), List.of());

    /** Copies the lists. */
    public CallStatistics {
        boundsMicros = List.copyOf(boundsMicros);
        counts = List.copyOf(counts);
    }
}

package dev.patchbay.control.view;

import dev.patchbay.api.runtime.CallStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The calls of a server's handlers since it started. The components mean what those of {@link CallStatistics} do; {@code
 * sumMicros} is the sum of the times of the sampled calls.
 */
public record CallsView(long count, long sampled, long sumMicros, List<Long> boundsMicros, List<Long> counts) {

    static CallsView of(CallStatistics calls) {
        return new CallsView(
                calls.count(),
                calls.sampled(),
                TimeUnit.NANOSECONDS.toMicros(calls.sampledTime().toNanos()),
                calls.boundsMicros(),
                calls.counts());
    }
}

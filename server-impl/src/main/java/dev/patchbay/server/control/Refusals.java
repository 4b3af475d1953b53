package dev.patchbay.server.control;

import dev.patchbay.api.RefusalReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps refused connections from flooding the log: of each reason one is told at once, and then, for as long as there are
 * more, how many, every ten seconds. Used by one thread at a time.
 */
final class Refusals {

    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<RefusalReason, Count> counts = new EnumMap<>(RefusalReason.class);

    private static final class Count {
        long toldAt;
        long untold;
    }

    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts a refusal; returns how many there were since the last one that was told, or 0 to tell nothing now. */
    long count(RefusalReason reason) {
        long now = nanoTime.getAsLong();
        Count count = counts.get(reason);
        if (count == null) {
            count = new Count();
            counts.put(reason, count);
        } else if (now - count.toldAt < SILENCE_NANOS) {
            count.untold++;
            return 0;
        }
        long told = count.untold + 1;
        count.untold = 0;
        count.toldAt = now;
        return told;
    }

    /** Returns what has not been told, by reason, and forgets it. */
    Map<RefusalReason, Long> untold() {
        Map<RefusalReason, Long> untold = new EnumMap<>(RefusalReason.class);
        counts.forEach((reason, count) -> {
            if (count.untold > 0) {
                untold.put(reason, count.untold);
            }
        });
        counts.clear();
        return untold;
    }
}

package dev.patchbay.server.control;

import dev.patchbay.api.RefusalReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps refused connections from flooding the log. For each reason, the first refusal is logged at once; while refusals go on,
 * their number is logged every ten seconds. Used by one thread at a time.
 */
final class Refusals {

    private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<RefusalReason, Count> counts = new EnumMap<>(RefusalReason.class);

    private static final class Count {
        long loggedAt;
        long unlogged;
    }

    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts a refusal. Returns how many there were since the last one that was logged, or 0 if nothing is to be logged now. */
    long count(RefusalReason reason) {
        long now = nanoTime.getAsLong();
        Count count = counts.get(reason);
        if (count == null) {
            count = new Count();
            counts.put(reason, count);
        } else if (now - count.loggedAt < SILENCE_NANOS) {
            count.unlogged++;
            return 0;
        }
        long logged = count.unlogged + 1;
        count.unlogged = 0;
        count.loggedAt = now;
        return logged;
    }

    /** Returns the numbers of refusals that were not logged, by reason, and forgets them. */
    Map<RefusalReason, Long> unlogged() {
        Map<RefusalReason, Long> unlogged = new EnumMap<>(RefusalReason.class);
        counts.forEach((reason, count) -> {
            if (count.unlogged > 0) {
                unlogged.put(reason, count.unlogged);
            }
        });
        counts.clear();
        return unlogged;
    }
}

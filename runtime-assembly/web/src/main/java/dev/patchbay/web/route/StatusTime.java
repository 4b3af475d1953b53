package dev.patchbay.web.route;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a stream sends the next status: two seconds after the last one, or one second after it if something has changed. */
final class StatusTime {

    private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CHANGED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private long last;
    private long next;

    /**
     * Creates a time at which the first status is due.
     *
     * @param clock the time in nanoseconds
     */
    StatusTime(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
        this.next = last;
    }

    /** Returns whether the next status is due; if so, the time for the one after it begins. */
    boolean isDue() {
        long now = clock.getAsLong();
        if (now - next < 0) {
            return false;
        }
        last = now;
        next = now + USUAL_NANOS;
        return true;
    }

    /** Something has changed that a status shows. */
    void changed() {
        next = last + CHANGED_NANOS;
    }
}

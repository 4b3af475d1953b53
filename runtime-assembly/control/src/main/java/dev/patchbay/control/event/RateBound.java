package dev.patchbay.control.event;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bound on the events that clients cause, those of connections: so many of them in a second, and no more until the next
 * second begins. All other events pass, because they are rare. Used with the lock of the subscription.
 */
final class RateBound {

    /** How many events of connections a subscriber gets in a second. */
    static final int PER_SECOND = 200;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Set<EventType> BOUNDED =
            EnumSet.of(EventType.CONNECTION_OPENED, EventType.CONNECTION_CLOSED, EventType.CONNECTION_REFUSED);

    private final LongSupplier nanoTime;

    /** When the running second began. */
    private long began;

    /** How many events have passed in it. */
    private int passed;

    /**
     * Creates a bound that nothing has used up.
     *
     * @param nanoTime the clock
     */
    RateBound(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** Returns whether the bound is for events of this type. */
    static boolean isFor(EventType type) {
        return BOUNDED.contains(type);
    }

    /** Returns whether one more event may pass now, and counts it if so. */
    boolean admits() {
        begin();
        if (passed == PER_SECOND) {
            return false;
        }
        passed++;
        return true;
    }

    /** Begins the next second if the running one is over. */
    void begin() {
        long now = nanoTime.getAsLong();
        if (now - began >= SECOND_NANOS) {
            began = now;
            passed = 0;
        }
    }

    /** Returns how long the running second lasts; 0 if it is over. */
    long nanosLeft() {
        return Math.max(0, SECOND_NANOS - (nanoTime.getAsLong() - began));
    }
}

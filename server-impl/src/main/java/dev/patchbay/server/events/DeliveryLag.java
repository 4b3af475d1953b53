package dev.patchbay.server.events;

import java.util.function.LongSupplier;

/**
 * Measures how far the delivery of events to one listener is behind, without a note of the time for each event: one event at a
 * time is marked, and while it is under way its age counts; so does, until it is known better, the time that the one before it
 * took.
 *
 * <p>{@link #adding} and {@link #added} are called under the lock of the queue, {@link #delivered} by the thread that delivers, and
 * {@link #nanos} by any thread. None of them needs memory.
 */
final class DeliveryLag {

    /** No event is marked. */
    private static final long NONE = Long.MAX_VALUE;

    private final LongSupplier clock;

    /** The number of events added. Written under the lock of the queue. */
    private volatile long added;

    /** The number of events delivered. Written by the thread that delivers. */
    private volatile long delivered;

    /** The number of the marked event. Set under the lock of the queue, and cleared by the thread that delivers. */
    private volatile long marked = NONE;

    /** When the marked event was added. Written before {@link #marked}. */
    private volatile long markedAt;

    /** A lag that was known when the marked event was added. Written before {@link #marked}. */
    private volatile long known;

    /** How long the last marked event took. Written by the thread that delivers. */
    private volatile long last;

    DeliveryLag(LongSupplier clock) {
        this.clock = clock;
    }

    /** Records that an event is about to be added, if there is room for it. */
    void adding() {
        if (marked == NONE) {
            known = isIdle() ? 0 : last;
            markedAt = clock.getAsLong();
            marked = added + 1;
        }
    }

    /** Records that the event was added. */
    void added() {
        added++;
    }

    /** Records that the next event was delivered. */
    void delivered() {
        long number = delivered + 1;
        if (number >= marked) {
            last = clock.getAsLong() - markedAt;
            marked = NONE;
        }
        delivered = number;
    }

    /** Returns the lag in nanoseconds; zero if every event was delivered. */
    long nanos() {
        if (isIdle()) {
            return 0;
        }
        return Math.max(0, marked == NONE ? last : Math.max(known, clock.getAsLong() - markedAt));
    }

    private boolean isIdle() {
        return delivered >= added;
    }
}

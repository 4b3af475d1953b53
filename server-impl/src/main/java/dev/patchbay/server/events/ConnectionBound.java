package dev.patchbay.server.events;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many connections a listener hears of in a second, and how many it has not heard of. All methods may be called from any
 * thread. They take no lock and no memory, because the loops call them for each connection; so a few more may pass when several
 * loops begin a second at once.
 */
final class ConnectionBound {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier clock;

    /** When the running second began. */
    private final AtomicLong began;

    /** How many events have passed in it. */
    private final AtomicInteger passed = new AtomicInteger();

    private final AtomicLong missed = new AtomicLong();

    /**
     * Creates a bound that nothing has used up.
     *
     * @param clock the time in nanoseconds
     */
    ConnectionBound(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.began = new AtomicLong(clock.getAsLong());
    }

    /** Returns whether one more event may pass now, and counts it if so. */
    boolean admits() {
        long now = clock.getAsLong();
        long then = began.get();
        if (now - then >= SECOND_NANOS && began.compareAndSet(then, now)) {
            passed.set(0);
        }
        return passed.get() < perSecond && passed.incrementAndGet() <= perSecond;
    }

    /** Counts an event that may not pass; returns whether it is the first since they were taken. */
    boolean miss() {
        return missed.getAndIncrement() == 0;
    }

    /** Returns how long it is until the listener is to be told, at the end of the running second; never if it missed nothing. */
    long nanosUntilTold() {
        return missed.get() == 0 ? Long.MAX_VALUE : Math.max(0, SECOND_NANOS - (clock.getAsLong() - began.get()));
    }

    /** Returns how many events were missed, and forgets them. */
    long take() {
        return missed.get() == 0 ? 0 : missed.getAndSet(0);
    }
}

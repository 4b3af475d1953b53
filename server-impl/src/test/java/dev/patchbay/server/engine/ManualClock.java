package dev.patchbay.server.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A clock that stands still until the test sets it. Its time is negative at first, as that of the system may be. */
final class ManualClock implements LongSupplier {

    private volatile long nanos = -TimeUnit.SECONDS.toNanos(1);

    @Override
    public long getAsLong() {
        return nanos;
    }

    /** Goes on to a time, which must not be before the present one. */
    void set(long later) {
        if (later < nanos) {
            throw new IllegalArgumentException("the clock cannot go back from " + nanos + " to " + later);
        }
        nanos = later;
    }
}

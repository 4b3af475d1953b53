package dev.patchbay.test.engine;

import java.util.function.LongSupplier;

/** A clock that stands still until the test sets it. */
final class VirtualClock implements LongSupplier {

    private volatile long nanos;

    @Override
    public long getAsLong() {
        return nanos;
    }

    /** Goes on to a time, which is not before the present one. */
    void set(long later) {
        nanos = Math.max(nanos, later);
    }
}

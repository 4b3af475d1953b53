package dev.patchbay.protocols;

import dev.patchbay.api.Handler;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Leaves a server some time between two swaps, so that there is traffic to be swapped. */
public final class Paced {

    private static final long BETWEEN_SWAPS_NANOS = 1_000_000;

    private Paced() {}

    /** Returns handlers for {@link Swapping}, each of which is made a millisecond late. */
    public static Supplier<Handler> handlers(Supplier<Handler> handlers) {
        return () -> {
            LockSupport.parkNanos(BETWEEN_SWAPS_NANOS);
            return handlers.get();
        };
    }
}

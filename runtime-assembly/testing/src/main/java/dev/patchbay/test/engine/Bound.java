package dev.patchbay.test.engine;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How long a test waits for a thread of the engine, in real time, before it fails. */
final class Bound {

    private static final long SECONDS = 20;
    private static final int FRAMES = 12;

    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

    /** Fails when the time is over; the message has the stack of the thread, which may be null. */
    void require(Thread thread) {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError("a call of the handler keeps its thread for more than " + SECONDS
                    + " seconds: on an event loop it must not wait, and elsewhere not compute without end"
                    + stack(thread));
        }
    }

    private static String stack(Thread thread) {
        return thread == null
                ? ""
                : Arrays.stream(thread.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reports the errors that a shortage causes: it limits their rate, and keeps one for which there is no memory. All
 * methods may be called from any thread. Two threads that report at the same time may both be reported, or one of two
 * postponed reports may be lost; neither does harm.
 */
final class ErrorReports {

    /** The time between two reports of a shortage. */
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String server;
    private final EngineResources resources;
    private final EventHub events;

    /** The latest report for which there was no memory; null if there is none. Written by any thread. */
    private volatile Supplier<String> postponed;

    /** The cause that belongs to the postponed report. Written before it. */
    private volatile Throwable postponedCause;

    /** The time of the last report of a shortage, if there was one. Written by any thread. */
    private volatile long reportedAt;

    /** Whether a shortage was ever reported. Written by any thread, never reset. */
    private volatile boolean hasReported;

    ErrorReports(String server, EngineResources resources, EventHub events) {
        this.server = server;
        this.resources = resources;
        this.events = events;
    }

    /** Reports a shortage, unless one was reported within the last minute. Never throws. */
    void reportShortage(String what, Throwable cause) {
        long now = resources.nanoTime();
        if (!hasReported || now - reportedAt >= INTERVAL_NANOS) {
            reportedAt = now;
            hasReported = true;
            events.error(server, what, cause);
        }
    }

    /** Keeps a report for {@link #reportPostponed}. Only the latest is kept; the others count as missed events. */
    void postpone(Supplier<String> what, Throwable cause) {
        if (postponed != null) {
            events.missed();
        }
        postponedCause = cause;
        postponed = what;
    }

    /** Makes the report that was postponed, if there is one. Called once a second by the housekeeper. */
    void reportPostponed() {
        Supplier<String> what = postponed;
        if (what != null) {
            events.error(server, what.get(), postponedCause);
            postponed = null;
        }
    }
}

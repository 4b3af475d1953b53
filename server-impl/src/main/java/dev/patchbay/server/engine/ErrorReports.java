package dev.patchbay.server.engine;

import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reports blocked loops, and the errors that a shortage causes: it limits their rate, and keeps one for which there is no memory. All
 * methods may be called from any thread. One of two reports that are postponed at the same time may be lost; that does
 * no harm.
 */
final class ErrorReports {

    /** The time between two reports of a kind of shortage. */
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The kinds with a limit of their own; the others share the last. Made in advance, while there is memory. */
    private final Kind[] kinds = new Kind[8];

    private final String server;
    private final EngineResources resources;
    private final EventHub events;

    /** The latest report for which there was no memory; null if there is none. Written by any thread. */
    private volatile Supplier<String> postponed;

    /** The cause that belongs to the postponed report. Written before it. */
    private volatile Throwable postponedCause;

    /** Reports of one kind. Guarded by the kinds. */
    private static final class Kind {
        String what;
        long reportedAt;
        long unreported;
    }

    ErrorReports(String server, EngineResources resources, EventHub events) {
        this.server = server;
        this.resources = resources;
        this.events = events;
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = new Kind();
        }
    }

    /**
     * Reports that a call has blocked a loop, which another thread carries now.
     *
     * @param stack where the call is, so that the report shows what blocks and not who has noticed
     */
    void loopWasBlocked(Connection connection, StackTraceElement[] stack) {
        String handler = connection.driver().handlerName();
        IllegalStateException blocks = new IllegalStateException("a handler of kind EVENT_LOOP blocks");
        blocks.setStackTrace(stack);
        events.error(
                server,
                "handler " + handler + " has blocked an event loop for a second or more, in a call for connection "
                        + connection.id()
                        + "; another thread now runs the loop. A handler that blocks must be registered"
                        + " with handler.execution = VIRTUAL",
                blocks);
    }

    /**
     * Reports a shortage, unless one of its kind was reported within the last minute. A later report says how many were
     * left out. Never throws.
     */
    void reportShortage(String what, Throwable cause) {
        long leftOut;
        synchronized (kinds) {
            long now = resources.nanoTime();
            Kind kind = kind(what, now);
            if (kind.what != null && now - kind.reportedAt < INTERVAL_NANOS) {
                kind.unreported++;
                return;
            }
            leftOut = kind.unreported;
            kind.what = what;
            kind.reportedAt = now;
            kind.unreported = 0;
        }
        events.error(server, withNumber(what, leftOut), cause);
    }

    private static String withNumber(String what, long leftOut) {
        if (leftOut == 0) {
            return what;
        }
        try {
            return what + " (" + leftOut + " more since the last report)";
        } catch (OutOfMemoryError noMemoryForTheNumber) {
            return what;
        }
    }

    /** Returns the limit for a report: its own, one that is free or was not needed for a minute, or the last. */
    private Kind kind(String what, long now) {
        Kind free = null;
        for (Kind kind : kinds) {
            if (what.equals(kind.what)) {
                return kind;
            }
            boolean isFree = kind.what == null || kind.unreported == 0 && now - kind.reportedAt >= INTERVAL_NANOS;
            if (free == null && isFree) {
                free = kind;
            }
        }
        return free != null ? free : kinds[kinds.length - 1];
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

package dev.patchbay.server.engine;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.swap.HandlerLease;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Enforces {@code swap.timeout} for a retired lease until the lease is vacated.
 *
 * <p>A connection whose call, or whose pending answer, has outlasted the timeout is ended, and its call is interrupted.
 * A connection that has not moved for another reason, for example because such a call blocked its event loop, gets the
 * same time again: it may be moving by now. The lease is abandoned when all remaining connections were ended and their
 * calls still do not return, or when no connection has moved for several checks.
 *
 * <p>The thread that changes the handler creates and begins it. After that the timer or the housekeeper makes the
 * checks, one at a time.
 */
final class SwapEnforcer {

    /** The shortest time between two checks: even with a timeout of 0, an interrupted call has a moment to return. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The number of checks without progress after which a lease may be abandoned. */
    private static final int MOST_CHECKS = 3;

    /** The time without progress after which a lease may be abandoned: as long as two rescues of a loop may take. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Server server;
    private final HandlerLease from;
    private final HandlerLease to;
    private final long began;

    /** The next check; null if the lease was vacated from the start. */
    private final Deadline nextCheck;

    /** What the previous check has found. Written by the thread that begins, then by the thread that makes a check. */
    private volatile Findings previous;

    /**
     * Creates an enforcer that is not begun. It reports the swap when the lease is vacated.
     *
     * @param to the lease in force after the swap; null if there is none
     */
    SwapEnforcer(Server server, HandlerLease from, HandlerLease to) {
        this.server = server;
        this.from = from;
        this.to = to;
        this.began = server.resources().nanoTime();
        this.nextCheck = from.vacated().isDone()
                ? null
                : new Deadline(server, "the check of a swap has failed; it is repeated", this::force);
        from.vacated().thenRun(this::vacated);
    }

    /** Notes what holds the lease now, and checks again after {@code swap.timeout}. */
    void begin() {
        if (!from.vacated().isDone()) {
            // If there is no memory for the findings, the next check compares with none, and ends no connection.
            previous = new Findings(Map.of(), from.inCare(), began, 0);
            checkLater();
            previous = findings(null);
        }
    }

    private void checkLater() {
        nextCheck.set(Math.max(SHORTEST_NANOS, server.config().swapTimeout().toNanos()));
    }

    private void vacated() {
        if (nextCheck != null) {
            nextCheck.end();
        }
        if (from.entry().execution() == HandlerExecution.EVENT_LOOP) {
            server.renewThreads();
        }
        if (to != null) {
            Duration took = Duration.ofNanos(server.resources().nanoTime() - began);
            server.events()
                    .handlerSwapped(
                            server.name(), from.entry().name(), to.entry().name(), from.moved(), took);
            server.events().handlerChanged(from.entry().label(), to.entry().label(), from.moved(), took, false);
        }
    }

    /**
     * The result of a check.
     *
     * @param kept        the connections that a call or a pending answer keeps with the handler, each with that call or
     * answer
     * @param inCare      the number of connections that the handler still has
     * @param movedNanos  the time of the check at which that number had last changed
     * @param checksSince the number of checks since then
     */
    private record Findings(Map<Connection, Object> kept, int inCare, long movedNanos, int checksSince) {

        /** Returns whether no connection has moved for so long that none will. */
        boolean isStalled(long nowNanos) {
            return checksSince >= MOST_CHECKS && nowNanos - movedNanos >= STALLED_NANOS;
        }
    }

    private Findings findings(Findings earlier) {
        Map<Connection, Object> kept = new HashMap<>();
        for (Connection connection : server.connections()) {
            if (connection.driver().lease() == from) {
                Object blocker = connection.releaseBlocker();
                if (blocker != null) {
                    kept.put(connection, blocker);
                }
            }
        }
        int inCare = from.inCare();
        boolean moved = earlier == null || earlier.inCare != inCare;
        return new Findings(
                kept,
                inCare,
                moved ? server.resources().nanoTime() : earlier.movedNanos,
                moved ? 0 : earlier.checksSince + 1);
    }

    private void force() {
        if (from.vacated().isDone()) {
            return;
        }
        Findings earlier = previous;
        Findings now = findings(earlier);
        int stuck = 0;
        for (Map.Entry<Connection, Object> kept : now.kept.entrySet()) {
            if (kept.getValue().equals(earlier.kept.get(kept.getKey()))) {
                if (kept.getKey().endRequested() != null) {
                    stuck++;
                }
                kept.getKey().endByForce(ReleaseReason.SWAP_TIMEOUT);
            }
        }
        if (stuck > 0 && stuck >= from.inCare()
                || now.isStalled(server.resources().nanoTime())) {
            giveUp(now);
        } else {
            previous = now;
            checkLater();
        }
    }

    private void giveUp(Findings last) {
        StackTraceElement[] stack = last.kept.keySet().stream()
                .map(Connection::callStack)
                .filter(frames -> frames.length > 0)
                .findFirst()
                .orElse(new StackTraceElement[0]);
        server.events()
                .error(
                        server.name(),
                        "handler " + from.entry() + " does not return from " + from.inCare()
                                + " connection(s) although the calls were interrupted; it is replaced all the same",
                        new CallNeverReturns(stack));
        from.abandon();
    }
}

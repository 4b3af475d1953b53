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
 * Looks after a retired lease until it is vacated. A connection whose call, or whose pending answer, has outlasted {@code
 * swap.timeout} is ended and its call interrupted. Whatever has not moved for another reason, say because its event loop was
 * blocked by such a call, gets as much time again: it may be in the middle of its move by now. When nobody is left but those
 * that were ended and still do not return, or nothing at all has moved for long enough, the lease is given up.
 */
final class SwapEnforcer {

    /** A timeout of 0 still gives a call that was interrupted a moment to return. */
    private static final long MINIMUM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** After so many looks and so long without any progress a swap is over: as long as two rescues of a loop may take. */
    private static final int MOST_LOOKS = 3;

    private static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Server server;
    private final HandlerLease from;
    private final HandlerLease to;
    private final long began;

    /** Null if there is nothing to look after. */
    private final Deadline alarm;

    /** What was seen at the last look. Written before the alarm is set, for the one who rings it. */
    private volatile Look before;

    /** Begins to look after the lease; {@code to} is the lease in force instead, null for none. */
    SwapEnforcer(Server server, HandlerLease from, HandlerLease to) {
        this.server = server;
        this.from = from;
        this.to = to;
        this.began = server.resources().nanoTime();
        this.alarm = from.vacated().isDone()
                ? null
                : new Deadline(server, "a look at a swap has failed; there will be another", this::force);
        from.vacated().thenRun(this::vacated);
    }

    /** Sees what keeps the lease now, and looks again after {@code swap.timeout}. */
    void begin() {
        if (!from.vacated().isDone()) {
            before = new Look(Map.of(), from.inCare(), began, 0);
            lookAgain();
            before = look(null);
        }
    }

    private void lookAgain() {
        alarm.set(Math.max(MINIMUM_NANOS, server.config().swapTimeout().toNanos()));
    }

    private void vacated() {
        if (alarm != null) {
            alarm.clear();
            alarm.end();
        }
        if (from.entry().execution() == HandlerExecution.EVENT_LOOP) {
            server.renewThreads();
        }
        if (to != null) {
            Duration took = Duration.ofNanos(server.resources().nanoTime() - began);
            server.events()
                    .handlerSwapped(
                            server.name(), from.entry().name(), to.entry().name(), from.moved(), took);
        }
    }

    /**
     * What a look has found.
     *
     * @param kept          the connections that something keeps with the handler, and what
     * @param inCare        how many connections are left
     * @param movedNanos    when a connection was last seen to have moved
     * @param looksSince    how many looks there were since then
     */
    private record Look(Map<Connection, Object> kept, int inCare, long movedNanos, int looksSince) {

        /** Returns whether nothing has moved in spite of everything that could have helped. */
        boolean isHopeless(long nowNanos) {
            return looksSince >= MOST_LOOKS && nowNanos - movedNanos >= HOPE_NANOS;
        }
    }

    private Look look(Look earlier) {
        Map<Connection, Object> kept = new HashMap<>();
        for (Connection connection : server.connections()) {
            if (connection.driver().lease() == from) {
                Object keeper = connection.keeper();
                if (keeper != null) {
                    kept.put(connection, keeper);
                }
            }
        }
        int inCare = from.inCare();
        boolean moved = earlier == null || earlier.inCare != inCare;
        return new Look(
                kept,
                inCare,
                moved ? server.resources().nanoTime() : earlier.movedNanos,
                moved ? 0 : earlier.looksSince + 1);
    }

    private void force() {
        if (from.vacated().isDone()) {
            return;
        }
        Look earlier = before;
        Look now = look(earlier);
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
                || now.isHopeless(server.resources().nanoTime())) {
            giveUp();
        } else {
            before = now;
            lookAgain();
        }
    }

    private void giveUp() {
        server.events()
                .error(
                        server.name(),
                        "handler " + from.entry() + " does not return from " + from.inCare()
                                + " connection(s), not even when interrupted; it is replaced all the same",
                        new IllegalStateException("a call never returns"));
        from.abandon();
    }
}

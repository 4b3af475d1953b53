package dev.patchbay.server.engine;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.swap.HandlerLease;
import dev.patchbay.server.swap.HandlerSlot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a change of the handler means for a server's connections: tells each of them to look, ends those whose call does not
 * return within {@code swap.timeout}, and those that have been held for {@code hold.timeout}.
 */
final class Changeover implements HandlerSlot.Listener {

    /** A timeout of 0 still gives a call that was interrupted a moment to return. */
    private static final long MINIMUM_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** After so many looks and so long without any progress a swap is over: as long as two rescues of a loop may take. */
    private static final int MOST_LOOKS = 3;

    private static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Server server;

    /** When the present hold began; null while there is a handler. Guarded by this. */
    private Long heldSince;

    /** The next look at the held connections. Guarded by this. */
    private ScheduledFuture<?> holdCheck;

    Changeover(Server server) {
        this.server = server;
    }

    @Override
    public void changed(HandlerLease from, HandlerLease to) {
        long began = server.host().nanoTime();
        if (from != null) {
            server.statistics().swapped();
        }
        server.connections().forEach(connection -> connection.signal(Connection.NUDGE));
        if (from != null) {
            enforce(from, look(from, null));
            from.vacated().thenRun(() -> {
                if (from.entry().execution() == HandlerExecution.EVENT_LOOP) {
                    server.renewThreads();
                }
                if (to != null) {
                    Duration took = Duration.ofNanos(server.host().nanoTime() - began);
                    server.events()
                            .handlerSwapped(
                                    server.name(),
                                    from.entry().name(),
                                    to.entry().name(),
                                    from.moved(),
                                    took);
                }
            });
        }
        if (server.slot().current() == null) {
            beginHold();
        } else {
            endHold();
        }
    }

    /** The server begins or ends without a handler. */
    synchronized void beginHold() {
        if (heldSince == null && server.slot().current() == null && server.isAccepting()) {
            heldSince = server.host().nanoTime();
            server.events().holdingStarted(server.name(), server.connections().size());
            checkHoldIn(server.config().holdTimeout().toNanos());
        }
    }

    private synchronized void endHold() {
        HandlerLease current = server.slot().current();
        if (heldSince != null && current != null) {
            Duration held = Duration.ofNanos(server.host().nanoTime() - heldSince);
            heldSince = null;
            stopChecking();
            server.events().holdingEnded(server.name(), current.entry().name(), held);
        }
    }

    /** The configuration has changed: a hold in progress may be over earlier, or later. */
    synchronized void reconfigured() {
        if (heldSince != null) {
            stopChecking();
            checkHoldIn(0);
        }
    }

    /** The server stops: nothing is held any more. */
    synchronized void stop() {
        heldSince = null;
        stopChecking();
    }

    private void stopChecking() {
        if (holdCheck != null) {
            holdCheck.cancel(false);
            holdCheck = null;
        }
    }

    private void checkHoldIn(long nanos) {
        holdCheck = server.host().timer().schedule(this::checkHold, nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void checkHold() {
        if (heldSince == null) {
            return;
        }
        long timeout = server.config().holdTimeout().toNanos();
        long now = server.host().nanoTime();
        long next = timeout;
        for (Connection connection : server.connections()) {
            long left = timeout - (now - Math.max(heldSince, connection.acceptedNanos()));
            if (left <= 0) {
                connection.end(ReleaseReason.NO_HANDLER);
            } else {
                next = Math.min(next, left);
            }
        }
        checkHoldIn(Math.max(next, 1_000_000));
    }

    /**
     * Looks after a retired lease until it is vacated. A connection whose call, or whose pending answer, has outlasted {@code
     * swap.timeout} is ended and its call interrupted. Whatever has not moved for another reason, say because its event loop
     * was blocked by such a call, gets as much time again: it may be in the middle of its move by now. When nobody is left but
     * those that were ended and still do not return, or nothing at all has moved for long enough, the lease is given up.
     *
     * @param before what was seen at the last look
     */
    private void enforce(HandlerLease from, Look before) {
        if (from.vacated().isDone()) {
            return;
        }
        long timeout = Math.max(MINIMUM_NANOS, server.config().swapTimeout().toNanos());
        ScheduledFuture<?> look =
                server.host().timer().schedule(() -> force(from, before), timeout, TimeUnit.NANOSECONDS);
        from.vacated().thenRun(() -> look.cancel(false));
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

    private Look look(HandlerLease from, Look before) {
        Map<Connection, Object> kept = new HashMap<>();
        for (Connection connection : server.connections()) {
            if (connection.service().lease() == from) {
                Object keeper = connection.keeper();
                if (keeper != null) {
                    kept.put(connection, keeper);
                }
            }
        }
        int inCare = from.inCare();
        boolean moved = before == null || before.inCare != inCare;
        return new Look(
                kept, inCare, moved ? server.host().nanoTime() : before.movedNanos, moved ? 0 : before.looksSince + 1);
    }

    private void force(HandlerLease from, Look before) {
        try {
            Look now = look(from, before);
            int stuck = 0;
            for (Map.Entry<Connection, Object> kept : now.kept.entrySet()) {
                if (kept.getValue().equals(before.kept.get(kept.getKey()))) {
                    if (kept.getKey().endRequested() != null) {
                        stuck++;
                    }
                    kept.getKey().endByForce(ReleaseReason.SWAP_TIMEOUT);
                }
            }
            if (stuck > 0 && stuck >= from.inCare()
                    || now.isHopeless(server.host().nanoTime())) {
                giveUp(from);
            } else {
                enforce(from, now);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            server.complain("a look at a swap has failed; there will be another", e);
            enforce(from, before);
        }
    }

    private void giveUp(HandlerLease from) {
        server.events()
                .error(
                        server.name(),
                        "handler " + from.entry() + " does not return from " + from.inCare()
                                + " connection(s), not even when interrupted; it is replaced all the same",
                        new IllegalStateException("a call never returns"));
        from.abandon();
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.swap.HandlerLease;
import dev.patchbay.server.swap.HandlerSlot;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a change of the handler means for a server's connections: tells each of them to look, has a retired handler looked
 * after ({@link SwapEnforcer}), and ends those that have been held for {@code hold.timeout}.
 */
final class HandlerChanges implements HandlerSlot.Listener {

    /** What a hold waits for at least, between two looks. */
    private static final long MINIMUM_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Server server;

    /** When the present hold began; null while there is a handler. Guarded by this. */
    private Long heldSince;

    /** The next look at the held connections; null before the start and after the end. Guarded by this. */
    private Deadline holdCheck;

    /** Makes good what could not be done for want of memory; null before the start and after the end. Guarded by this. */
    private Deadline settling;

    HandlerChanges(Server server) {
        this.server = server;
    }

    /** The server starts. If this fails, the caller calls {@link #stop}. */
    synchronized void start() {
        holdCheck =
                new Deadline(server, "a look at held connections has failed; there will be another", this::checkHold);
        settling = new Deadline(
                server, "a change of the handler has not reached everybody; it is tried again", this::settle);
    }

    @Override
    public void changed(HandlerLease from, HandlerLease to) {
        try {
            if (from != null) {
                server.statistics().swapped();
            }
            carryOut(from, to);
        } catch (Error noMemory) {
            if (!settleLater()) {
                throw noMemory;
            }
            server.complain("a change of the handler has not reached everybody; it is tried again", noMemory);
        }
    }

    private void carryOut(HandlerLease from, HandlerLease to) {
        SwapEnforcer swap = from == null ? null : new SwapEnforcer(server, from, to);
        server.connections().forEach(connection -> connection.signal(Connection.NUDGE));
        if (swap != null) {
            swap.begin();
        }
        if (server.slot().current() == null) {
            beginHold();
        } else {
            endHold();
        }
    }

    private synchronized boolean settleLater() {
        if (settling != null) {
            settling.setForWatch();
        }
        return settling != null;
    }

    /** Looks at everything anew. A lease that is looked after already is vacated no sooner by that. */
    private void settle() {
        Set<HandlerLease> retired = new HashSet<>();
        for (Connection connection : server.connections()) {
            HandlerLease lease = connection.driver().lease();
            if (lease != null && lease.isRetired()) {
                retired.add(lease);
            }
        }
        carryOut(null, null);
        for (HandlerLease lease : retired) {
            new SwapEnforcer(server, lease, server.slot().current()).begin();
        }
    }

    /** The server begins or ends without a handler. */
    synchronized void beginHold() {
        if (heldSince == null && server.slot().current() == null && server.isAccepting()) {
            heldSince = server.resources().nanoTime();
            checkHoldIn(server.config().holdTimeout().toNanos());
            server.events().holdingStarted(server.name(), server.connections().size());
        }
    }

    private synchronized void endHold() {
        HandlerLease current = server.slot().current();
        if (heldSince != null && current != null) {
            Duration held = Duration.ofNanos(server.resources().nanoTime() - heldSince);
            heldSince = null;
            if (holdCheck != null) {
                holdCheck.clear();
            }
            server.events().holdingEnded(server.name(), current.entry().name(), held);
        }
    }

    /** The configuration has changed: a hold in progress may be over earlier, or later. */
    synchronized void reconfigured() {
        if (heldSince != null) {
            checkHoldIn(0);
        }
    }

    /** The server stops: nothing is held any more. */
    synchronized void stop() {
        heldSince = null;
        holdCheck = over(holdCheck);
        settling = over(settling);
    }

    private static Deadline over(Deadline alarm) {
        if (alarm != null) {
            alarm.clear();
            alarm.end();
        }
        return null;
    }

    private void checkHoldIn(long nanos) {
        if (holdCheck != null) {
            holdCheck.set(nanos);
        }
    }

    private synchronized void checkHold() {
        if (heldSince == null) {
            return;
        }
        long timeout = server.config().holdTimeout().toNanos();
        long now = server.resources().nanoTime();
        long next = timeout;
        for (Connection connection : server.connections()) {
            long left = timeout - (now - Math.max(heldSince, connection.acceptedNanos()));
            if (left <= 0) {
                connection.end(ReleaseReason.NO_HANDLER);
            } else {
                next = Math.min(next, left);
            }
        }
        checkHoldIn(Math.max(next, MINIMUM_NANOS));
    }
}

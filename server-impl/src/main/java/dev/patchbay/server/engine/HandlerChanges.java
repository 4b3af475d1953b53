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
 * Carries out a change of the handler for the connections of a server. It signals every connection, lets a
 * {@link SwapEnforcer} enforce {@code swap.timeout} for the handler that was replaced, and ends connections that have
 * been held for {@code hold.timeout}.
 *
 * <p>The handler slot calls {@link #changed} without its lock; all other methods may be called from any thread. If
 * memory runs out during a change, the housekeeper repeats what may be missing.
 */
final class HandlerChanges implements HandlerSlot.Listener {

    /** The shortest time between two checks of the held connections. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Server server;

    /** The time at which the present hold began; null while there is none. Guarded by this. */
    private Long heldSince;

    /** The lease that was retired when the present hold began; null if there was none. Guarded by this. */
    private HandlerLease heldFrom;

    /** The next check of the held connections; null before the start and after the end. Guarded by this. */
    private Deadline holdCheck;

    /** Repeats a change that ran out of memory; null before the start and after the end. Guarded by this. */
    private Deadline repetition;

    HandlerChanges(Server server) {
        this.server = server;
    }

    /** Creates the deadlines. If this fails, the caller calls {@link #stop}. */
    synchronized void start() {
        holdCheck = new Deadline(server, "the check of held connections has failed; it is repeated", this::checkHold);
        repetition = new Deadline(
                server, "a change of the handler has not reached all connections; it is repeated", this::repeat);
    }

    @Override
    public void changed(HandlerLease from, HandlerLease to) {
        try {
            if (from != null) {
                server.statistics().swapped();
            }
            carryOut(from, to);
        } catch (Error noMemory) {
            if (!repeatLater()) {
                throw noMemory;
            }
            server.reportShortage("a change of the handler has not reached all connections; it is repeated", noMemory);
        }
    }

    private void carryOut(HandlerLease from, HandlerLease to) {
        SwapEnforcer swap = from == null ? null : new SwapEnforcer(server, from, to);
        server.connections().forEach(connection -> connection.signal(Connection.NUDGE));
        if (swap != null) {
            swap.begin();
        }
        if (server.slot().current() == null) {
            beginHold(from);
        } else {
            endHold();
        }
    }

    /** Lets the housekeeper repeat the change; returns false if the server does not run. Needs no memory. */
    private synchronized boolean repeatLater() {
        if (repetition != null) {
            repetition.setForHousekeeper();
        }
        return repetition != null;
    }

    /**
     * Signals all connections again, and enforces the timeout for every retired lease that still has any. A lease that
     * has an enforcer already is not vacated any sooner by a second one.
     */
    private void repeat() {
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

    /** Begins a hold if the server accepts connections and has no handler. */
    void beginHold() {
        beginHold(null);
    }

    private synchronized void beginHold(HandlerLease from) {
        if (heldSince == null && server.slot().current() == null && server.isAccepting()) {
            heldSince = server.resources().nanoTime();
            heldFrom = from;
            server.statistics().holdBegan();
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
            String before = heldFrom == null ? null : heldFrom.entry().label();
            heldFrom = null;
            server.events()
                    .handlerChanged(
                            before,
                            current.entry().label(),
                            server.connections().size(),
                            held,
                            true);
        }
    }

    /** Checks a hold in progress after a change of {@code hold.timeout}. */
    synchronized void reconfigured() {
        if (heldSince != null) {
            checkHoldIn(0);
        }
    }

    /** Ends a hold in progress without a report, because the server stops. */
    synchronized void stop() {
        heldSince = null;
        heldFrom = null;
        holdCheck = ended(holdCheck);
        repetition = ended(repetition);
    }

    private static Deadline ended(Deadline deadline) {
        if (deadline != null) {
            deadline.end();
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
        checkHoldIn(Math.max(next, SHORTEST_NANOS));
    }
}

package dev.patchbay.server.swap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One handler's time in charge of a server, and the count of the connections that are in its care.
 *
 * <p>The state is one number: the count, and a bit for "retired". A connection enters before it calls {@code opened} and
 * leaves after {@code released} has returned; a retired lease lets nobody in. When it is retired and the count is 0 the
 * lease is vacated, for ever: no call into the handler is running, and none will come by way of this lease.
 */
public final class HandlerLease {

    private static final int RETIRED = 1 << 31;

    private final HandlerEntry entry;
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger moved = new AtomicInteger();
    private final CompletableFuture<Void> vacated = new CompletableFuture<>();
    private volatile boolean abandoned;

    HandlerLease(HandlerEntry entry) {
        this.entry = entry;
    }

    /** Returns the handler. */
    public HandlerEntry entry() {
        return entry;
    }

    /** A connection wants to be in the handler's care; returns false if it has to look for another lease. */
    public boolean enter() {
        int now;
        do {
            now = state.get();
            if ((now & RETIRED) != 0) {
                return false;
            }
        } while (!state.compareAndSet(now, now + 1));
        return true;
    }

    /** The connection was released; {@code handedOver} if it lives on. Calls once for each successful {@link #enter}. */
    public void leave(boolean handedOver) {
        if (handedOver) {
            moved.incrementAndGet();
        }
        if (state.decrementAndGet() == RETIRED) {
            vacated.complete(null);
        }
    }

    /** Lets nobody in from now on. */
    void retire() {
        int before = state.getAndUpdate(now -> now | RETIRED);
        if (before == 0) {
            vacated.complete(null);
        }
    }

    /**
     * Gives up on connections whose calls never return: whoever waits for the lease to be vacated goes on. Should such a call
     * return after all, the handler must not be called again, not even to be released.
     */
    public void abandon() {
        abandoned = true;
        vacated.complete(null);
    }

    /** Tells whether the handler may not be called any more. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Tells whether the handler is no longer the chosen one. */
    public boolean isRetired() {
        return state.get() < 0;
    }

    /** Returns how many connections were handed over to another handler, or to be held. */
    public int moved() {
        return moved.get();
    }

    /** Returns how many connections are in the handler's care. */
    public int inCare() {
        return state.get() & ~RETIRED;
    }

    /** Completes when the lease is retired and everybody has left. */
    public CompletableFuture<Void> vacated() {
        return vacated;
    }
}

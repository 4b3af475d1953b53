package dev.patchbay.server.swap;

import dev.patchbay.api.runtime.SwapResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The period in which one handler is in charge of a server, with the number of connections that the handler serves.
 *
 * <p>The state is a single number: the count, and a bit that says that the lease is retired. A connection enters the lease before
 * it calls {@code opened}, and leaves it after {@code released} has returned. No connection can enter a retired lease. Once it is
 * retired and the count is 0, the lease is vacated and stays so: no call into the handler is running, and none will be made
 * through this lease. All methods may be called from any thread; none waits.
 */
public final class HandlerLease {

    private static final int RETIRED = 1 << 31;

    private final HandlerEntry entry;
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final CompletableFuture<Void> vacated = new CompletableFuture<>();
    private final CompletableFuture<SwapResult> inCharge;
    private volatile boolean abandoned;

    /**
     * Creates a lease that is in force.
     *
     * @param inCharge completes when every connection has left the leases before
     */
    HandlerLease(HandlerEntry entry, CompletableFuture<SwapResult> inCharge) {
        this.entry = entry;
        this.inCharge = inCharge;
    }

    /** Returns the handler. */
    public HandlerEntry entry() {
        return entry;
    }

    /** Enters a connection. Returns false if the lease is retired; the connection then has to look for the current lease again. */
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

    /**
     * Removes a connection whose handler was released. To be called once for each successful {@link #enter}.
     *
     * @param handedOver whether the connection lives on
     */
    public void leave(boolean handedOver) {
        if (handedOver) {
            moved.incrementAndGet();
        } else if (isRetired()) {
            closed.incrementAndGet();
        }
        if (state.decrementAndGet() == RETIRED) {
            vacated.complete(null);
        }
    }

    /** Retires the lease: no connection can enter it from now on. */
    void retire() {
        int before = state.getAndUpdate(now -> now | RETIRED);
        if (before == 0) {
            vacated.complete(null);
        }
    }

    /**
     * Gives up on connections whose calls never return, and completes {@link #vacated()} without them. If such a call returns
     * after all, the handler must not be called again, not even to be released.
     */
    public void abandon() {
        abandoned = true;
        vacated.complete(null);
    }

    /** Returns whether the lease was abandoned, so that the handler must not be called any more. */
    public boolean isAbandoned() {
        return abandoned;
    }

    /** Returns whether the lease is retired, so that its handler is no longer the one in charge. */
    public boolean isRetired() {
        return state.get() < 0;
    }

    /** Returns how many connections were handed over to another handler or are held for one. */
    public int moved() {
        return moved.get();
    }

    /** Returns how many connections have ended after the lease was retired, instead of being handed over. */
    int closed() {
        return closed.get();
    }

    /** Returns how many connections the handler serves under this lease. */
    public int inCare() {
        return state.get() & ~RETIRED;
    }

    /** Returns a future that completes when the lease is retired and every connection has left it, or when it is abandoned. */
    public CompletableFuture<Void> vacated() {
        return vacated;
    }

    /**
     * Returns a future that completes when every connection has left the leases that were in force before this one. What depends
     * on it must not call foreign code.
     */
    CompletableFuture<SwapResult> inCharge() {
        return inCharge;
    }
}

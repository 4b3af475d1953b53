package dev.patchbay.server.swap;

import dev.patchbay.api.runtime.SwapResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Knows the handlers of a server, chooses the one that serves, and makes the change from one to the next.
 *
 * <p>All methods may be called from any thread. The lock guards the set of handlers and the order of changes. No method waits or
 * calls the listener while it holds the lock. {@link #current} is read without it.
 */
public final class HandlerSlot {

    /** Receives the changes of the slot. It is called outside the lock, on the thread that made the change. */
    public interface Listener {

        /**
         * The handler in charge has changed, and each connection has to look at {@link HandlerSlot#current} again.
         *
         * @param from the lease that was retired; null if there was none
         * @param to   the lease in force; null if there is no handler
         */
        void changed(HandlerLease from, HandlerLease to);
    }

    private final Listener listener;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();

    /** All handlers that match, the best first. Guarded by the lock. */
    private final TreeSet<HandlerEntry> entries = new TreeSet<>();

    /** Retired leases that may not be vacated yet. Guarded by the lock. */
    private final Set<HandlerLease> leaving = new HashSet<>();

    /** The service that an operator chose. Guarded by the lock. */
    private OptionalLong chosen = OptionalLong.empty();

    /** Written under the lock. */
    private volatile HandlerLease current;

    /** Creates an empty slot. */
    public HandlerSlot(Listener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Returns the lease in force; null if there is no handler. */
    public HandlerLease current() {
        return current;
    }

    /**
     * Adds a handler, changes the properties of one, or puts a handler in the place of another one with the same number.
     *
     * @return a future that completes when every connection has left the handlers that are not in charge any more. What depends
     *     on it must not call foreign code
     */
    public CompletableFuture<SwapResult> put(HandlerEntry entry) {
        Change change = null;
        CompletableFuture<SwapResult> left;
        synchronized (lock) {
            if (!entries.contains(entry) || entries.stream().noneMatch(entry::equals)) {
                entries.removeIf(other -> other.id() == entry.id());
                entries.add(entry);
                change = choose();
            }
            left = change == null ? allLeft(leaving) : current.inCharge();
        }
        tell(change);
        return left;
    }

    /** Replaces all handlers in one step, so that no handler serves that is in neither set. */
    public void replace(Collection<HandlerEntry> others) {
        Change change;
        synchronized (lock) {
            entries.clear();
            entries.addAll(others);
            change = choose();
        }
        tell(change);
    }

    /**
     * Removes a handler.
     *
     * @return a future that completes when no call into the handler is running and none will be made
     */
    public CompletableFuture<Void> remove(long id) {
        return withdraw(id).thenAccept(left -> {});
    }

    /** Removes a handler like {@link #remove}. What depends on the future must not call foreign code. */
    CompletableFuture<SwapResult> withdraw(long id) {
        Change change;
        CompletableFuture<SwapResult> left;
        synchronized (lock) {
            entries.removeIf(entry -> entry.id() == id);
            change = choose();
            left = allLeft(
                    leaving.stream().filter(lease -> lease.entry().id() == id).toList());
        }
        tell(change);
        return left;
    }

    /**
     * Puts a handler in charge regardless of its ranking, for as long as it is registered.
     *
     * @param service the number of its service; empty returns to the choice by ranking
     */
    public void pin(OptionalLong service) {
        Change change;
        synchronized (lock) {
            chosen = service;
            change = choose();
        }
        tell(change);
    }

    /** Returns all handlers that match, the best first. A choice by hand does not change this order. */
    public List<HandlerEntry> entries() {
        synchronized (lock) {
            return new ArrayList<>(entries);
        }
    }

    /** Returns whether an operator's choice is in force. */
    public boolean isPinned() {
        synchronized (lock) {
            return chosen.isPresent() && find(chosen.getAsLong()) != null;
        }
    }

    /** Puts the best handler in charge; returns null if it is in charge already. Called with the lock held. */
    private Change choose() {
        HandlerEntry best = chosen.isPresent() ? find(chosen.getAsLong()) : null;
        if (best == null) {
            best = entries.isEmpty() ? null : entries.first();
        }
        HandlerLease old = current;
        boolean same = best == null || old == null ? best == null && old == null : best.servesLike(old.entry());
        if (same) {
            return null;
        }
        // Whatever needs memory comes first, so that without it nothing has changed.
        List<HandlerLease> before = new ArrayList<>(leaving);
        if (old != null) {
            before.add(old);
        }
        HandlerLease next = best == null ? null : new HandlerLease(best, allLeft(before));
        Change change = new Change(old, next);
        leaving.addAll(before);
        current = next;
        return change;
    }

    /** Returns a future that completes when every connection has left the leases, and counts those that leave from now on. */
    private CompletableFuture<SwapResult> allLeft(Collection<HandlerLease> leases) {
        HandlerLease[] left = leases.toArray(HandlerLease[]::new);
        long began = nanoTime.getAsLong();
        int movedBefore = sum(left, HandlerLease::moved);
        int closedBefore = sum(left, HandlerLease::closed);
        return CompletableFuture.allOf(
                        Stream.of(left).map(HandlerLease::vacated).toArray(CompletableFuture[]::new))
                .thenApply(done -> new SwapResult(
                        sum(left, HandlerLease::moved) - movedBefore,
                        sum(left, HandlerLease::closed) - closedBefore,
                        sum(left, HandlerLease::inCare),
                        Duration.ofNanos(nanoTime.getAsLong() - began)));
    }

    private static int sum(HandlerLease[] leases, ToIntFunction<HandlerLease> count) {
        return Stream.of(leases).mapToInt(count).sum();
    }

    private void forget(HandlerLease vacated) {
        synchronized (lock) {
            leaving.remove(vacated);
        }
    }

    private HandlerEntry find(long id) {
        return entries.stream().filter(entry -> entry.id() == id).findFirst().orElse(null);
    }

    private void tell(Change change) {
        if (change != null) {
            if (change.from != null) {
                change.from.vacated().thenRun(() -> forget(change.from));
                change.from.retire();
            }
            listener.changed(change.from, change.to);
        }
    }

    private record Change(HandlerLease from, HandlerLease to) {}
}

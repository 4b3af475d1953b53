package dev.patchbay.server.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

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
    public HandlerSlot(Listener listener) {
        this.listener = listener;
    }

    /** Returns the lease in force; null if there is no handler. */
    public HandlerLease current() {
        return current;
    }

    /** Adds a handler, or changes the properties of one. */
    public void put(HandlerEntry entry) {
        Change change;
        synchronized (lock) {
            if (entries.contains(entry) && entries.stream().anyMatch(entry::equals)) {
                return;
            }
            entries.removeIf(other -> other.id() == entry.id());
            entries.add(entry);
            change = choose();
        }
        tell(change);
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
        Change change;
        CompletableFuture<?>[] vacated;
        synchronized (lock) {
            entries.removeIf(entry -> entry.id() == id);
            change = choose();
            vacated = leaving.stream()
                    .filter(lease -> lease.entry().id() == id)
                    .map(HandlerLease::vacated)
                    .toArray(CompletableFuture[]::new);
        }
        tell(change);
        return CompletableFuture.allOf(vacated);
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
        current = best == null ? null : new HandlerLease(best);
        if (old != null) {
            leaving.add(old);
        }
        return new Change(old, current);
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

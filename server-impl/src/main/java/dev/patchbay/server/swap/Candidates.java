package dev.patchbay.server.swap;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.runtime.SwapResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * All registered handlers, and the filter that selects those that a server may choose. Keeps the {@link HandlerSlot} of the
 * running server up to date with both. All methods may be called from any thread; none waits while it holds the lock.
 */
public final class Candidates {

    private static final SwapResult NOTHING = new SwapResult(0, 0, 0, Duration.ZERO);

    /** Guarded by this. */
    private final Map<Long, Candidate> candidates = new LinkedHashMap<>();

    /** Guarded by this. */
    private Predicate<Map<String, ?>> filter = properties -> false;

    /** The slot of the running server; null before the first start. Guarded by this. */
    private HandlerSlot slot;

    /** Guarded by this. */
    private final Map<Long, Misfit> misfits = new LinkedHashMap<>();

    /**
     * A handler that cannot be put in charge.
     *
     * @param id     the number of its service
     * @param name   its name
     * @param origin the bundle or module that it comes from
     * @param why    the reason why it cannot be put in charge
     */
    public record Misfit(long id, String name, String origin, String why) {}

    /** A handler as it was registered, with the future of {@link #inCharge}. */
    private record Candidate(
            long id,
            Handler handler,
            Map<String, ?> properties,
            String origin,
            CompletableFuture<SwapResult> inCharge) {}

    /** Puts the matching handlers into the slot of a server that is about to start, and keeps that slot up to date from now on. */
    public synchronized void serve(HandlerSlot fresh, Predicate<Map<String, ?>> matching) {
        slot = fresh;
        filter = matching;
        offerAll();
    }

    /** Changes the filter, and updates the slot. */
    public synchronized void filter(Predicate<Map<String, ?>> matching) {
        filter = matching;
        offerAll();
    }

    private void offerAll() {
        if (slot != null) {
            slot.replace(candidates.values().stream()
                    .filter(this::matches)
                    .map(Candidates::entry)
                    .toList());
            tellWhoIsInCharge();
        }
    }

    /** Passes the result of the newest swap on to the handler that it has put in charge. Called with the lock held. */
    private void tellWhoIsInCharge() {
        HandlerLease lease = slot == null ? null : slot.current();
        Candidate chosen = lease == null ? null : candidates.get(lease.entry().id());
        if (chosen != null && !chosen.inCharge.isDone()) {
            lease.inCharge().thenAccept(chosen.inCharge::complete);
        }
    }

    /**
     * Adds a handler, changes the properties of one, or puts a handler in the place of another one with the same number.
     *
     * @return a future that completes when every connection has left the handlers that are not in charge any more. What depends
     *     on it must not call foreign code
     * @throws IllegalArgumentException if the properties are not valid; the handler then becomes a misfit and cannot be chosen
     */
    public CompletableFuture<SwapResult> put(long id, Handler handler, Map<String, ?> properties, String origin) {
        Candidate candidate = new Candidate(id, handler, Map.copyOf(properties), origin, new CompletableFuture<>());
        try {
            entry(candidate);
        } catch (IllegalArgumentException e) {
            synchronized (this) {
                remove(id);
                misfits.put(id, new Misfit(id, name(candidate), origin, e.getMessage()));
            }
            throw e;
        }
        synchronized (this) {
            misfits.remove(id);
            gone(candidates.put(id, candidate), "was replaced");
            CompletableFuture<SwapResult> left = offer(candidate);
            tellWhoIsInCharge();
            return left;
        }
    }

    /**
     * Removes a handler.
     *
     * @return a future that completes when no call into the handler is running and none will be made
     */
    public synchronized CompletableFuture<Void> remove(long id) {
        gone(candidates.remove(id), "was removed");
        misfits.remove(id);
        CompletableFuture<Void> left = slot == null ? CompletableFuture.completedFuture(null) : slot.remove(id);
        tellWhoIsInCharge();
        return left;
    }

    /** Fails what waits for a handler that is no longer there. */
    private static void gone(Candidate candidate, String how) {
        if (candidate != null) {
            candidate.inCharge.completeExceptionally(
                    new IllegalStateException("handler " + name(candidate) + " " + how + " before it was in charge"));
        }
    }

    /** Returns the number of the handler that is in charge of the server that runs, or ran last; empty if there is none. */
    public synchronized OptionalLong current() {
        HandlerLease lease = slot == null ? null : slot.current();
        return lease == null
                ? OptionalLong.empty()
                : OptionalLong.of(lease.entry().id());
    }

    /**
     * Returns a future that completes when a handler was chosen and every connection has left the handlers before. It fails if
     * the handler is removed or replaced first, or does not exist. What depends on it must not call foreign code.
     */
    public synchronized CompletableFuture<SwapResult> inCharge(long id) {
        Candidate candidate = candidates.get(id);
        return candidate != null
                ? candidate.inCharge
                : CompletableFuture.failedFuture(new IllegalStateException("handler " + id + " was removed"));
    }

    /** Returns the handlers that cannot be put in charge, including those that the filter does not select. */
    public synchronized List<Misfit> misfits() {
        return List.copyOf(misfits.values());
    }

    private boolean matches(Candidate candidate) {
        return filter.test(candidate.properties);
    }

    private CompletableFuture<SwapResult> offer(Candidate candidate) {
        if (slot == null) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        return matches(candidate) ? slot.put(entry(candidate)) : slot.withdraw(candidate.id);
    }

    private static HandlerEntry entry(Candidate candidate) {
        Object ranking = candidate.properties.get("service.ranking");
        return new HandlerEntry(
                candidate.id,
                name(candidate),
                ranking instanceof Integer number ? number : 0,
                execution(candidate.properties.get(HandlerProperties.EXECUTION)),
                candidate.origin,
                candidate.handler);
    }

    private static String name(Candidate candidate) {
        Object name = candidate.properties.get(HandlerProperties.NAME);
        return name == null ? candidate.handler.getClass().getName() : name.toString();
    }

    private static HandlerExecution execution(Object value) {
        if (value == null) {
            return HandlerExecution.VIRTUAL;
        }
        for (HandlerExecution execution : HandlerExecution.values()) {
            if (execution.name().equals(value.toString())) {
                return execution;
            }
        }
        throw new IllegalArgumentException(HandlerProperties.EXECUTION + " = " + value + " is not one of "
                + Arrays.toString(HandlerExecution.values()));
    }
}

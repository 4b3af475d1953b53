package dev.patchbay.server.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.runtime.SwapResult;
import dev.patchbay.server.control.ManagedServer;
import dev.patchbay.server.engine.loop.EngineResources;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The places of the handlers of an embedded server. Each has a number, as a service has in OSGi, which it keeps when its handler is
 * replaced. All methods may be called from any thread. The lock orders the changes; nothing is waited for under it, and no foreign
 * code is called.
 */
final class HandlerPlaces {

    /** The origin of handlers that do not come from plugins. */
    static final String PROGRAM = "this program";

    private static final String LEFT = "every call of the handlers before had returned";

    private final ManagedServer server;
    private final EngineResources host;

    /** Throws an {@link IllegalStateException} if the server was closed. */
    private final Runnable requireOpen;

    /** Guarded by this. */
    private final Map<Long, Place> places = new HashMap<>();

    /** What is not complete yet, each with what it waits for. Used without the lock, under locks of the engine. */
    private final Map<CompletableFuture<?>, String> waiting = new ConcurrentHashMap<>();

    /** The number of the newest place. Guarded by this. */
    private long newest;

    /** Whether the threads of the server are about to end, so that nothing waits any longer. */
    private volatile boolean closed;

    HandlerPlaces(ManagedServer server, EngineResources host, Runnable requireOpen) {
        this.server = server;
        this.host = host;
        this.requireOpen = requireOpen;
    }

    /** Adds a handler in a new place. */
    synchronized HandlerRegistration add(Handler handler, HandlerOptions options, String origin) {
        Place place = newPlace(origin);
        place.put(handler, options);
        return place;
    }

    /** Puts a handler into the place of the one in charge, or into a new place if there is none. */
    synchronized CompletionStage<SwapResult> replaceCurrent(Handler handler, HandlerOptions options) {
        OptionalLong current = server.handlers().current();
        Place place = current.isPresent() ? places.get(current.getAsLong()) : null;
        if (place == null) {
            return stage(newPlace(PROGRAM).put(handler, options), LEFT);
        }
        if (!place.origin.equals(PROGRAM)) {
            throw new IllegalStateException("the handler in charge of server " + server.name()
                    + " comes from the plugin " + place.origin
                    + "; replace that file, or add a handler with a higher ranking");
        }
        return place.replace(handler, options);
    }

    private Place newPlace(String origin) {
        newest++;
        return new Place(newest, origin);
    }

    /** Fails what is not complete. To be called before the threads of the host end. */
    void close() {
        closed = true;
        waiting.keySet().forEach(this::failIfWaiting);
    }

    private void failIfWaiting(CompletableFuture<?> stage) {
        String what = waiting.remove(stage);
        if (what != null) {
            host.runForeign(() -> stage.completeExceptionally(
                    new IllegalStateException("server " + server.name() + " was closed before " + what)));
        }
    }

    /** Returns a stage that foreign code may depend on, which is not true of the engine's future. */
    private CompletionStage<SwapResult> stage(CompletableFuture<SwapResult> inside, String what) {
        return inside.isDone()
                ? inside.minimalCompletionStage()
                : untilClosed(inside, what, host::runForeign).minimalCompletionStage();
    }

    /** Returns a future that completes like the engine's, by means of the executor, or fails if the server is closed first. */
    private <T> CompletableFuture<T> untilClosed(CompletableFuture<T> inside, String what, Executor executor) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        waiting.put(stage, what);
        inside.whenComplete((value, failure) -> {
            if (waiting.remove(stage) != null) {
                executor.execute(() -> complete(stage, value, failure));
            }
        });
        if (closed) {
            failIfWaiting(stage);
        }
        return stage;
    }

    private static <T> void complete(CompletableFuture<T> stage, T value, Throwable failure) {
        if (failure == null) {
            stage.complete(value);
        } else {
            stage.completeExceptionally(failure);
        }
    }

    /** The place of one handler. */
    private final class Place implements HandlerRegistration {

        private final long id;
        private final String origin;

        /** The options of the place. Guarded by the places. */
        private HandlerOptions options = new HandlerOptions();

        Place(long id, String origin) {
            this.id = id;
            this.origin = origin;
        }

        /** Puts a handler into this place. Called under the lock. */
        private CompletableFuture<SwapResult> put(Handler handler, HandlerOptions wanted) {
            HandlerOptions all = wanted.orElse(options);
            CompletableFuture<SwapResult> left = server.handlers()
                    .put(id, Objects.requireNonNull(handler, "handler"), all.properties(handler), origin);
            options = all;
            places.put(id, this);
            return left;
        }

        @Override
        public CompletionStage<SwapResult> replace(Handler handler, HandlerOptions wanted) {
            requireOpen.run();
            synchronized (HandlerPlaces.this) {
                if (places.get(id) != this) {
                    throw new IllegalStateException(
                            "the handler was removed from server " + server.name() + "; add the new one instead");
                }
                return stage(put(handler, wanted), LEFT);
            }
        }

        @Override
        public CompletionStage<SwapResult> inCharge() {
            return stage(server.handlers().inCharge(id), "the handler was in charge");
        }

        @Override
        public void close() {
            CompletableFuture<Void> left;
            synchronized (HandlerPlaces.this) {
                places.remove(id);
                left = server.handlers().remove(id);
            }
            if (!server.isCallingOnThisThread()) {
                untilClosed(left, "every call of the handler had returned", Runnable::run)
                        .exceptionally(closedFirst -> null)
                        .join();
            }
        }
    }
}

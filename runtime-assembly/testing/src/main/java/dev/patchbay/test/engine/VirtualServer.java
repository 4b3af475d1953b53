package dev.patchbay.test.engine;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.SocketlessServer;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The engine, with one event loop, in virtual time. What a method causes is done when it returns, unless a call of the handler
 * waits for something. Used by one thread, that of the test.
 */
public final class VirtualServer implements AutoCloseable {

    private static final String NAME = "test";

    /** After so many rounds in which the clock stood still, something runs in circles. */
    private static final int MOST_ROUNDS = 100_000;

    private final VirtualClock clock = new VirtualClock();
    private final VirtualTimer timer = new VirtualTimer(clock);
    private final TurnExecutor blocking = new TurnExecutor();
    private final VirtualPoller poller = new VirtualPoller(clock);
    private final Housekeeper housekeeper = new Housekeeper(null);
    private final EngineResources resources =
            new EngineResources(blocking, timer, clock, new ChunkPool(), choice -> poller, housekeeper);
    private final SocketlessServer server = new SocketlessServer(NAME, resources, new EventHub(NAME));
    private long handlers;

    /**
     * Starts a server.
     *
     * @throws IllegalArgumentException if the configuration is not valid
     */
    public VirtualServer(Map<String, Object> keys) {
        timer.scheduleWithFixedDelay(housekeeper::checkAll, 0, 1, TimeUnit.SECONDS);
        try {
            server.server().start(config(keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle();
    }

    private static ServerConfig config(Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(keys);
        all.put("socket.path", "@" + NAME);
        all.put("engine", "portable");
        all.put("loops", "1");
        try {
            return ConfigReader.read(all, filter -> properties -> true);
        } catch (InvalidConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Applies another configuration while clients stay connected. */
    public void configure(Map<String, Object> keys) {
        try {
            server.server().reconfigure(config(keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle();
    }

    /** Puts a handler in charge. Completes when the one before has given up every connection. */
    public CompletableFuture<?> handler(String name, HandlerExecution execution, Handler handler) {
        long former = handlers++;
        HandlerEntry entry = new HandlerEntry(handlers, name, (int) handlers, execution, "test", handler);
        CompletableFuture<?> swapped = server.server().slot().put(entry);
        settle();
        return former == 0 ? swapped : CompletableFuture.allOf(swapped, remove(former));
    }

    /** Takes the handler in charge away, so that connections are held. Completes when it has given up each of them. */
    public CompletableFuture<?> removeHandler() {
        return remove(handlers);
    }

    private CompletableFuture<?> remove(long id) {
        CompletableFuture<Void> removed = server.server().slot().remove(id);
        settle();
        return removed;
    }

    /** A client connects. */
    public VirtualClient connect(PeerCredentials peer) {
        try {
            Connection connection = server.connect(peer);
            settle();
            return new VirtualClient(this, connection, poller.socket(connection));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect: " + e.getMessage(), e);
        }
    }

    /** Returns a group of the server. */
    public ConnectionGroup group(String name) {
        return server.server().groups().group(name);
    }

    /** Returns whether calls of the handler wait for something. */
    public boolean isBusy() {
        return blocking.isBusy();
    }

    void report(Pollable target, int readiness) {
        poller.report(target, readiness);
        settle();
    }

    /** Lets everything be done that can be done now. */
    public void settle() {
        int rounds = 0;
        do {
            if (rounds++ == MOST_ROUNDS) {
                throw new AssertionError(
                        "the server never comes to rest: a call causes itself again and again, without delay");
            }
            poller.awaitRest();
            blocking.awaitRest();
        } while (timer.runNext() || blocking.runNext() || blocking.hasWaiting() || poller.isAwake());
    }

    /** Time passes, and each thing is done when its time comes. */
    public void pass(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        settle();
        for (long next = next(); next <= end; next = next()) {
            clock.set(next);
            poller.timePassed();
            settle();
        }
        clock.set(end);
        poller.timePassed();
        settle();
    }

    private long next() {
        return Math.min(timer.next(), poller.wakesAt());
    }

    /** Begins to drain. Completes when the server has stopped. */
    public CompletableFuture<DrainResult> stop() {
        return settled(server.server().stop());
    }

    /** Stops the server within the given time. */
    public CompletableFuture<DrainResult> stop(Duration atMost) {
        return settled(server.server().stop(atMost));
    }

    private <T> CompletableFuture<T> settled(CompletableFuture<T> future) {
        settle();
        return future;
    }

    /** Ends all connections, the loop, and the threads. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
            poller.wakeup();
            settle();
        } finally {
            resources.close();
        }
    }
}

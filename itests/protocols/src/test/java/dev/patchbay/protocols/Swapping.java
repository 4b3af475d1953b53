package dev.patchbay.protocols;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.ServerTotals;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Swaps a server's handler for a new one, called on the event loop or on virtual threads at random, until it is closed. */
public final class Swapping implements AutoCloseable {

    /** The time without traffic after which the next swap comes all the same. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Server server;
    private final Supplier<Handler> handlers;
    private final Random random;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger swaps = new AtomicInteger();
    private final Thread thread;

    /**
     * Begins to swap.
     *
     * @param handlers makes a new handler for each swap
     * @param seed     decides how each is called
     */
    public Swapping(Server server, Supplier<Handler> handlers, long seed) {
        this.server = server;
        this.handlers = handlers;
        this.random = new Random(seed);
        this.thread = new Thread(this::swap, "swapping");
        thread.start();
    }

    /** Returns how many swaps are over so far. */
    public int swaps() {
        return swaps.get();
    }

    /** Begins each swap when every connection has left the handler before, and clients had time to go on. */
    private void swap() {
        while (!ended.get()) {
            HandlerExecution execution = random.nextBoolean() ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL;
            server.replace(handlers.get(), new HandlerOptions().execution(execution))
                    .toCompletableFuture()
                    .join();
            swaps.incrementAndGet();
            awaitTraffic();
        }
    }

    /**
     * Waits until bytes have moved, or a moment has passed without any. A connection that changes between the event loop and virtual
     * threads could otherwise be swapped again and again before it is served.
     */
    private void awaitTraffic() {
        long before = bytes();
        long deadline = System.nanoTime() + QUIET_NANOS;
        do {
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (!ended.get() && bytes() == before && System.nanoTime() < deadline);
    }

    private long bytes() {
        ServerTotals totals = server.snapshot().totals();
        return totals.bytesIn() + totals.bytesOut();
    }

    /** Ends the swapping; the last handler stays in charge. */
    @Override
    public void close() {
        ended.set(true);
        try {
            thread.join();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}

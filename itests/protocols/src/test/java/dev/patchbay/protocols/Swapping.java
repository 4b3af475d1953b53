package dev.patchbay.protocols;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Swaps a server's handler for a new one, called on the event loop or on virtual threads at random, until it is closed. */
public final class Swapping implements AutoCloseable {

    /** Between two swaps, so that the swaps leave the processors to the clients. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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

    /** Begins each swap a moment after every connection has left the handler before. */
    private void swap() {
        while (!ended.get()) {
            HandlerExecution execution = random.nextBoolean() ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL;
            server.replace(handlers.get(), new HandlerOptions().execution(execution))
                    .toCompletableFuture()
                    .join();
            swaps.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
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

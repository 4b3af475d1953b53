package dev.patchbay.protocols;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.embed.Server;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Swaps a server's handler for a new one, called on the event loop or on virtual threads at random, until it is closed. */
public final class Swapping implements AutoCloseable {

    private final Server server;
    private final Supplier<Handler> handlers;
    private final Random random;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger swaps = new AtomicInteger();
    private final Thread thread;
    private volatile Server.Registration current;

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
        this.current = add();
        this.thread = new Thread(this::swap, "swapping");
        thread.start();
    }

    /** Returns how many swaps there were so far. */
    public int swaps() {
        return swaps.get();
    }

    private void swap() {
        while (!ended.get()) {
            Server.Registration old = current;
            current = add();
            old.close();
            swaps.incrementAndGet();
        }
    }

    /** The newest has the highest ranking, so it takes charge as soon as it is added. */
    private Server.Registration add() {
        HandlerExecution execution = random.nextBoolean() ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL;
        return server.add(
                handlers.get(),
                Map.of(HandlerProperties.EXECUTION, execution.name(), "service.ranking", swaps.get() + 1));
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

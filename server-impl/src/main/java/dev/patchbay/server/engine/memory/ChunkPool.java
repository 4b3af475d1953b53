package dev.patchbay.server.engine.memory;

import dev.patchbay.server.poll.Chunk;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/** Memory for what has to wait: unconsumed input and unsent output. Sizes are powers of two. For all threads. */
public final class ChunkPool {

    private static final int SMALLEST = 8;
    private static final int LARGEST_KEPT = 20;

    /** How much free memory is kept for each size. */
    private static final int KEPT_BYTES = 4 << 20;

    /** How often memory is asked for while some is given back; each time the virtual machine waits for half a second. */
    private static final int MOST_ATTEMPTS = 4;

    private final IntFunction<Chunk> allocator;
    private final Shelf[] shelves = new Shelf[LARGEST_KEPT + 1];

    /** Held by the thread that asks the virtual machine for memory. */
    private final ReentrantLock asking = new ReentrantLock();

    /** How often there was none. Written by the thread that asks. */
    private volatile int refusals;

    /** For what size there was none at last. Guarded by {@link #asking}. */
    private int refusedOrder;

    public ChunkPool() {
        this(Chunk::new, KEPT_BYTES);
    }

    /** Makes a pool that has its memory from an allocator, and keeps so much of each size. */
    public ChunkPool(IntFunction<Chunk> allocator, int keptBytes) {
        this.allocator = allocator;
        for (int i = SMALLEST; i <= LARGEST_KEPT; i++) {
            shelves[i] = new Shelf(Math.min(1024, keptBytes >> i));
        }
    }

    /** Returns a chunk of at least {@code size} bytes. */
    public Chunk take(int size) {
        int order = order(size);
        Chunk chunk = order > LARGEST_KEPT ? null : shelves[order].take();
        return chunk != null ? chunk : allocate(order);
    }

    /**
     * What is free in other sizes must not keep anybody waiting: if memory has run out, all of it is let go, and it is asked
     * for again. One thread asks at a time: the virtual machine collects garbage before it refuses, and threads that ask
     * together take from each other what one of them has set free. A refusal also answers those who have waited for it.
     */
    private Chunk allocate(int order) {
        int refusalsBefore = refusals;
        asking.lock();
        try {
            Chunk free = order > LARGEST_KEPT ? null : shelves[order].take();
            if (free != null) {
                return free;
            }
            if (refusals != refusalsBefore && order >= refusedOrder) {
                throw new OutOfMemoryError("no memory for " + (1 << order) + " bytes, nor was there a moment ago");
            }
            return ask(order);
        } finally {
            asking.unlock();
        }
    }

    private Chunk ask(int order) {
        for (int attempt = 1; ; attempt++) {
            try {
                return allocator.apply(1 << order);
            } catch (OutOfMemoryError noMemory) {
                if (!letGo() || attempt == MOST_ATTEMPTS) {
                    refusedOrder = order;
                    refusals++;
                    throw noMemory;
                }
            }
        }
    }

    private boolean letGo() {
        boolean any = false;
        for (int i = SMALLEST; i <= LARGEST_KEPT; i++) {
            while (shelves[i].take() != null) {
                any = true;
            }
        }
        return any;
    }

    /** Gives a chunk back; nobody may use it any more. */
    public void give(Chunk chunk) {
        int order = order(chunk.capacity());
        if (order <= LARGEST_KEPT) {
            shelves[order].give(chunk);
        }
    }

    private static int order(int size) {
        return Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    }

    /** The free chunks of one size. */
    private static final class Shelf {
        private final ConcurrentLinkedQueue<Chunk> free = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private final int most;

        Shelf(int most) {
            this.most = most;
        }

        Chunk take() {
            Chunk chunk = free.poll();
            if (chunk != null) {
                count.decrementAndGet();
            }
            return chunk;
        }

        void give(Chunk chunk) {
            boolean kept = false;
            try {
                kept = count.incrementAndGet() <= most && free.add(chunk);
            } catch (OutOfMemoryError noRoomOnTheShelf) {
                kept = false;
            } finally {
                if (!kept) {
                    count.decrementAndGet();
                }
            }
        }
    }
}

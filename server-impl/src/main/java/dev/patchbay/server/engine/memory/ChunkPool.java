package dev.patchbay.server.engine.memory;

import dev.patchbay.server.poll.Chunk;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * Lends memory for unconsumed input and unsent output. The sizes are powers of two. All methods may be called from any
 * thread.
 *
 * <p>When the virtual machine has no memory left, the free chunks of all sizes are released, and the request is
 * repeated. If it still fails, {@link #take} throws an {@link OutOfMemoryError}, and the pool remains usable.
 */
public final class ChunkPool {

    /** The binary logarithm of the smallest size. */
    private static final int SMALLEST = 8;

    /** The binary logarithm of the largest size whose free chunks are kept. */
    private static final int LARGEST_KEPT = 20;

    /** The number of bytes that are kept free for each size. */
    private static final int KEPT_BYTES = 4 << 20;

    /** The most attempts to allocate one chunk. The virtual machine waits for half a second in each of them. */
    private static final int MOST_ATTEMPTS = 4;

    private final IntFunction<Chunk> allocator;
    private final FreeList[] freeLists = new FreeList[LARGEST_KEPT + 1];

    /** Held by the thread that allocates memory from the virtual machine. */
    private final ReentrantLock allocating = new ReentrantLock();

    /** The number of allocations that have failed. Guarded by {@link #allocating} for writing; read by any thread. */
    private volatile int failures;

    /** The binary logarithm of the size for which an allocation last failed. Guarded by {@link #allocating}. */
    private int failedOrder;

    /** Creates a pool of direct memory that keeps four megabytes of each size. */
    public ChunkPool() {
        this(Chunk::new, KEPT_BYTES);
    }

    /**
     * Creates a pool with the given allocator.
     *
     * @param allocator returns a chunk of the given number of bytes, or throws an {@link OutOfMemoryError}
     * @param keptBytes how many bytes are kept free for each size, in at most 1024 chunks
     */
    public ChunkPool(IntFunction<Chunk> allocator, int keptBytes) {
        this.allocator = allocator;
        for (int i = SMALLEST; i <= LARGEST_KEPT; i++) {
            freeLists[i] = new FreeList(Math.min(1024, keptBytes >> i));
        }
    }

    /**
     * Returns a chunk of at least {@code size} bytes. The caller gives it back with {@link #give}.
     *
     * @throws OutOfMemoryError if there is no memory for it
     */
    public Chunk take(int size) {
        int order = order(size);
        Chunk chunk = order > LARGEST_KEPT ? null : freeLists[order].take();
        return chunk != null ? chunk : allocate(order);
    }

    /**
     * Allocates a chunk. One thread allocates at a time, because the virtual machine collects garbage before an
     * allocation fails, and threads that allocate at the same time would take the memory that one of them has released.
     * A failure also counts for the threads that have waited for the lock meanwhile, if they want as much or more.
     */
    private Chunk allocate(int order) {
        int failuresBefore = failures;
        allocating.lock();
        try {
            Chunk free = order > LARGEST_KEPT ? null : freeLists[order].take();
            if (free != null) {
                return free;
            }
            if (failures != failuresBefore && order >= failedOrder) {
                throw new OutOfMemoryError("no memory for a buffer of " + (1 << order)
                        + " bytes: another thread has just failed to allocate as much");
            }
            return allocateOrRelease(order);
        } finally {
            allocating.unlock();
        }
    }

    private Chunk allocateOrRelease(int order) {
        for (int attempt = 1; ; attempt++) {
            try {
                return allocator.apply(1 << order);
            } catch (OutOfMemoryError noMemory) {
                if (!releaseFreeChunks() || attempt == MOST_ATTEMPTS) {
                    failedOrder = order;
                    failures++;
                    throw noMemory;
                }
            }
        }
    }

    /** Releases the free chunks of all sizes, and returns whether there were any. */
    private boolean releaseFreeChunks() {
        boolean any = false;
        for (int i = SMALLEST; i <= LARGEST_KEPT; i++) {
            while (freeLists[i].take() != null) {
                any = true;
            }
        }
        return any;
    }

    /**
     * Takes a chunk back, which must not be used after that. Never throws: without memory to keep it, the chunk is
     * dropped.
     */
    public void give(Chunk chunk) {
        int order = order(chunk.capacity());
        if (order <= LARGEST_KEPT) {
            freeLists[order].give(chunk);
        }
    }

    /** Returns the binary logarithm of the size of a chunk with room for this many bytes. */
    private static int order(int size) {
        return Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    }

    /** The free chunks of one size. */
    private static final class FreeList {
        private final ConcurrentLinkedQueue<Chunk> free = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private final int most;

        FreeList(int most) {
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
            } catch (OutOfMemoryError noMemory) {
                kept = false;
            } finally {
                if (!kept) {
                    count.decrementAndGet();
                }
            }
        }
    }
}

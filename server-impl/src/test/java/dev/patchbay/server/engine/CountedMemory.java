package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The memory of one host, which can run out: in the end each piece has to be back, once. What a host gives back is used for
 * the next: to make new memory each time would take most of the time.
 */
final class CountedMemory implements IntFunction<Chunk> {

    private static final int KEPT_BYTES = 1 << 24;

    /** By size. */
    private static final Map<Integer, Queue<Chunk>> SPARE = new ConcurrentHashMap<>();

    private static final VarHandle IDLE = Rig.field(EngineResources.class, "idle", ConcurrentLinkedQueue.class);

    /** Says that there is nothing free, and lets nothing go. */
    private static final class Empty extends RuntimeException {
        private static final long serialVersionUID = 1;

        Empty() {
            super(null, null, false, false);
        }
    }

    private final ChunkPool pool = new ChunkPool(this, KEPT_BYTES);
    private final Queue<Chunk> all = new ConcurrentLinkedQueue<>();
    private final Set<Chunk> back = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int first;
    private volatile int end;
    private boolean collecting;
    private String fault;

    ChunkPool pool() {
        return pool;
    }

    /** Lets there be no memory for so many requests, from the one with this number on; they are counted from 1. */
    void failFrom(int number, int count) {
        first = number;
        end = number + count;
    }

    /** Lets there be memory from now on. */
    void suffice() {
        end = 0;
    }

    /** Returns how often memory was asked for. */
    int asked() {
        return asked.get();
    }

    @Override
    public Chunk apply(int size) {
        if (collecting) {
            throw new Empty();
        }
        int number = asked.incrementAndGet();
        if (number >= first && number < end) {
            // Else the pool would let it go, and it would not be seen any more.
            collect();
            throw new OutOfMemoryError("on purpose, at request " + number);
        }
        Chunk spare = spare(size).poll();
        Chunk chunk = spare == null ? new Chunk(size) : spare;
        all.add(chunk);
        return chunk;
    }

    private static Queue<Chunk> spare(int size) {
        return SPARE.computeIfAbsent(size, any -> new ConcurrentLinkedQueue<>());
    }

    /** Takes what is free out of the pool. */
    private void collect() {
        collecting = true;
        for (int size = 1 << 8; size <= 1 << 20; size <<= 1) {
            try {
                for (; ; ) {
                    if (!back.add(pool.take(size))) {
                        fault = "a piece of memory was given back twice";
                    }
                }
            } catch (Empty noMoreOfThisSize) {
                continue;
            }
        }
        collecting = false;
    }

    /** Returns what is wrong with the memory, or null; to be asked once, when the host of it is used no more. */
    String verdict(EngineResources resources) {
        Queue<?> idle = (Queue<?>) IDLE.get(resources);
        idle.forEach(worker -> ((Worker) worker).dismiss(pool));
        collect();
        int lost = all.size() - back.size();
        if (fault == null && lost != 0) {
            fault = lost + " of " + all.size() + " pieces of memory were lost";
        }
        if (fault == null) {
            back.forEach(chunk -> spare(chunk.capacity()).add(chunk));
        }
        return fault;
    }
}

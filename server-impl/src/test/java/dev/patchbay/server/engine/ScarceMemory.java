package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Memory for a host that runs out when the test says so. Nothing is kept for later, so that each need is seen. */
final class ScarceMemory implements IntFunction<Chunk> {

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Function<String, Error> error = OutOfMemoryError::new;
    private volatile int first;
    private volatile int end;

    /** Lets there be no memory for so many requests, from the one with this number on; they are counted from 1. */
    void failFrom(int number, int count) {
        first = number;
        end = number + count;
    }

    /** Lets requests fail with another error. */
    void error(Function<String, Error> other) {
        error = other;
    }

    /** Lets the next requests fail. */
    void failNext(int count) {
        failFrom(asked.get() + 1, count);
    }

    /** Lets there be memory from now on. */
    void suffice() {
        first = 0;
        end = 0;
    }

    int asked() {
        return asked.get();
    }

    int refused() {
        return refused.get();
    }

    /** Makes a host that has its memory from here. */
    EngineResources resources() {
        return new EngineResources(new ChunkPool(this, 0));
    }

    @Override
    public Chunk apply(int size) {
        int number = asked.incrementAndGet();
        if (number >= first && number < end) {
            refused.incrementAndGet();
            throw error.apply("on purpose, at request " + number);
        }
        return new Chunk(size);
    }
}

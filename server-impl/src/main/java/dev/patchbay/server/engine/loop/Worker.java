package dev.patchbay.server.engine.loop;

import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a thread needs to run a strand: memory to read into, memory to collect output in, and the gate for calls into
 * handlers. Owned by one thread at a time. The carrier of a loop keeps its worker; other threads borrow one from the
 * {@link EngineResources} for each run of a strand.
 */
public final class Worker {

    /** The size of each of the two buffers of a carrier. */
    public static final int LOOP_BYTES = 64 * 1024;

    private static final int BORROWED_BYTES = 16 * 1024;

    /** The loop that the thread carries; null for a thread that may block. */
    public final EventLoop loop;

    /** A number that few workers share, to spread what many of them write. */
    final int number = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

    /** The memory that input is read into. Owned by the thread. */
    public final Chunk in;

    public final CallGate gate = new CallGate();

    /**
     * Collects the output of calls. Owned by the thread; replaced when the old one has to be left to the thread that
     * sends.
     */
    public CallBuffer out;

    /** Whether the running call is timed. Owned by the thread. */
    public boolean timesCall;

    /**
     * Whether the thread does not carry the loop, because another thread has taken over or was not needed. The thread
     * then finishes the strand that it runs, and ends.
     */
    public volatile boolean lost;

    /** The thread that owns the worker at present; null if there is none. Written by that thread. */
    public volatile Thread thread;

    /** Creates a worker for a carrier of the loop or, if the loop is null, one to be borrowed. */
    Worker(EventLoop loop, ChunkPool chunks) {
        int size = loop == null ? BORROWED_BYTES : LOOP_BYTES;
        this.loop = loop;
        this.in = chunks.take(size);
        try {
            this.out = new CallBuffer(chunks.take(size));
        } catch (Throwable noMemoryForBoth) {
            chunks.give(in);
            throw noMemoryForBoth;
        }
    }

    /** Gives the memory back. The worker must not be used after that. */
    public void dismiss(ChunkPool chunks) {
        chunks.give(in);
        chunks.give(out.chunk);
    }

    /** Returns whether the thread may wait: it never carried an event loop, or no longer does. */
    public boolean mayBlock() {
        return loop == null || lost;
    }

    /**
     * Hands the loop to another thread, so that the running call may wait. If no thread can be had, nothing changes and
     * {@link #mayBlock} still returns false. Called by the worker's own thread, within a call for the given connection.
     */
    public void giveLoopAway(Object caller) {
        if (loop.rescueFrom(caller)) {
            lost = true;
        }
    }
}

package dev.patchbay.server.engine.loop;

import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;

/**
 * What a thread needs to give a connection its turn: memory to read into and to gather output in, and the gate for calls.
 * Used by one thread at a time. A loop's carrier keeps its own; other threads borrow one from the {@link EngineResources} for a turn.
 */
public final class Worker {

    public static final int LOOP_BYTES = 64 * 1024;
    static final int BORROWED_BYTES = 16 * 1024;

    /** The loop that the thread carries, or null. */
    public final EventLoop loop;

    public final Chunk in;
    public final CallGate gate = new CallGate();

    /** Where calls gather their output; another one if it had to be left to somebody else. */
    public CallBuffer out;

    /** Whether the loop was taken from the thread; then it only finishes the turn that it has. */
    public volatile boolean lost;

    /** The thread that has it at present; null if none has. */
    public volatile Thread thread;

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

    /** Gives the memory back; nobody may use the worker any more. */
    public void dismiss(ChunkPool chunks) {
        chunks.give(in);
        chunks.give(out.chunk);
    }

    /** Returns whether the thread may wait: it does not carry an event loop, or not any more. */
    public boolean mayBlock() {
        return loop == null || lost;
    }

    /** Lets another thread carry the loop, so that the call that runs may wait; does nothing if there is none to be had. */
    public void giveLoopAway(Object caller) {
        if (loop.rescueFrom(caller)) {
            lost = true;
        }
    }
}

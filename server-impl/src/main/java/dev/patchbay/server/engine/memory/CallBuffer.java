package dev.patchbay.server.engine.memory;

import dev.patchbay.server.poll.Chunk;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Memory that a call appends its output to. One thread, the one that calls the handler, appends and publishes how far it has
 * come; whoever sends for the connection takes bytes from the other end. Appending costs no atomic
 * operation, and yet another thread can send what the call has written so far.
 */
public final class CallBuffer {

    private static final VarHandle WRITTEN;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(CallBuffer.class, "written", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public final Chunk chunk;

    /**
     * Whose output it holds; null between calls. Set by the call before it appends, cleared by it while it sends for that
     * connection. Others compare it with their own connection only, while they send for that.
     */
    public Object owner;

    /** Up to where its bytes were taken. Belongs to whoever sends for the {@link #owner}. */
    public long taken;

    /**
     * How many bytes were ever appended, by all calls that have used the buffer: so what was noted of an earlier call never
     * means a later one. Written by the call.
     */
    private long written;

    /** How many had been when this call began; its bytes begin at the beginning of the memory. Belongs to the call. */
    private long before;

    /** The memory as the call sees it: who sends uses the chunk's own views at the same time. */
    private final ByteBuffer bytes;

    public CallBuffer(Chunk chunk) {
        this.chunk = chunk;
        this.bytes = chunk.newBytes();
    }

    /** A call begins to write. For the calling thread. */
    public void begin(Object output) {
        if (written != before) {
            // Left by a call whose connection has failed in the middle of its end: never another client's.
            reset();
        }
        owner = output;
    }

    /** Appends as much of the data as fits. For the calling thread. */
    public void append(ByteBuffer data) {
        int length = (int) (written - before);
        int count = Math.min(data.remaining(), bytes.capacity() - length);
        bytes.put(length, data, data.position(), count);
        data.position(data.position() + count);
        WRITTEN.setRelease(this, written + count);
    }

    /** Returns how many bytes were ever appended, for any thread; those up to there can be read. */
    public long written() {
        return (long) WRITTEN.getAcquire(this);
    }

    /** Returns where in the memory a byte of the present call is. For whoever sends for the owner. */
    public int offset(long number) {
        return (int) (number - before);
    }

    /** All was taken: the buffer is ready for another call. For the calling thread, while it sends for the owner. */
    public void reset() {
        taken = written;
        before = written;
        owner = null;
    }
}

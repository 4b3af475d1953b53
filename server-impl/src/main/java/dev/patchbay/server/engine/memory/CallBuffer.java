package dev.patchbay.server.engine.memory;

import dev.patchbay.server.poll.Chunk;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Collects the output of a call. The thread that calls the handler appends bytes and publishes how many it has
 * appended. The thread that sends for the connection takes bytes from the other end. Appending costs no atomic
 * read-modify-write operation, and another thread can send what the running call has written so far.
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
     * The connection whose output the buffer holds; null between calls. Set by the calling thread before it appends,
     * and cleared by that thread while it sends for the connection. Other threads only compare it with the connection
     * that they send for.
     */
    public Object owner;

    /** The number of the first byte that was not taken. Owned by the thread that sends for the {@link #owner}. */
    public long taken;

    /**
     * The number of bytes that all calls together have appended. It never falls, so a number noted during an earlier
     * call never denotes a byte of a later one. Written by the calling thread; read by others through
     * {@link #written()}.
     */
    private long written;

    /**
     * The number of bytes that had been appended before this call. The first byte of the call is at offset 0. Owned by
     * the calling thread.
     */
    private long before;

    /**
     * The calling thread's own view of the chunk: the thread that sends uses the views in the chunk at the same time.
     */
    private final ByteBuffer bytes;

    public CallBuffer(Chunk chunk) {
        this.chunk = chunk;
        this.bytes = chunk.newBytes();
    }

    /** Prepares the buffer for the output of a call. Called by the calling thread, before the first {@link #append}. */
    public void begin(Object output) {
        if (written != before) {
            // The bytes of an earlier call are still here, because its connection failed while it ended. They must not
            // reach another client.
            reset();
        }
        owner = output;
    }

    /** Returns how many bytes can be appended for the given owner. Called by the calling thread. */
    public int room(Object output) {
        return owner == output ? bytes.capacity() - (int) (written - before) : bytes.capacity();
    }

    /** Appends data for which there is room, and moves its position to its limit. Called by the calling thread. */
    public void append(ByteBuffer data) {
        int length = (int) (written - before);
        int count = data.remaining();
        bytes.put(length, data, data.position(), count);
        data.position(data.limit());
        WRITTEN.setRelease(this, written + count);
    }

    /** Returns the number of bytes ever appended. The caller can read all of them. Called by any thread. */
    public long written() {
        return (long) WRITTEN.getAcquire(this);
    }

    /** Returns the offset in the chunk of a byte of the present call. Called by the thread that sends for the owner. */
    public int offset(long number) {
        return (int) (number - before);
    }

    /**
     * Empties the buffer, so that it is ready for another call. Called by the calling thread, while it sends for the
     * owner and when all bytes have been taken.
     */
    public void reset() {
        taken = written;
        before = written;
        owner = null;
    }
}

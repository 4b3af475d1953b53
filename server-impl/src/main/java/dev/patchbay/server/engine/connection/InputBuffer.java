package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of one connection that have arrived and that no handler has consumed. Owned by the strand.
 *
 * <p>Bytes are read into the worker's memory, so an idle connection has no buffer. What a call leaves over moves to a chunk of
 * the connection's own, and later reads append to it.
 */
final class InputBuffer {

    /** A read into less room than this is not worth the system call. */
    private static final int LEAST_ROOM = 4096;

    private static final int FIRST_CHUNK = 1024;

    private final ChunkPool pool;

    /** The memory of the bytes from {@link #head} to {@link #tail}; null if there are none. */
    private Chunk chunk;

    private int head;
    private int tail;

    /** Whether the memory is the worker's, so that the bytes have to move before the strand is given up. */
    private boolean borrowed;

    /** The view of the loop's memory that the handler in charge gets, or null. */
    private ByteBuffer view;

    /** The memory that {@link #view} shows. */
    private Chunk viewed;

    /** Whether a read may find bytes. */
    private boolean readable;

    /** Whether the client has sent its last byte, though it may not have been read. */
    private boolean endIsNear;

    /** The bytes read since the connection began. Other threads may see an older value. */
    private long total;

    InputBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** Returns how many bytes wait. Other threads may see an older value. */
    int available() {
        return tail - head;
    }

    /** Returns how many bytes were read since the connection began. */
    long total() {
        return total;
    }

    /**
     * Reads once, but no more than makes {@code most} bytes wait.
     *
     * @return the number of bytes, 0 if nothing has arrived, -1 at the end of input
     */
    int read(Port port, Worker worker, int most) throws IOException {
        if (chunk == null) {
            chunk = worker.in;
            borrowed = true;
        } else {
            makeRoom(most);
        }
        int length = Math.min(chunk.capacity() - tail, most - available());
        int count = 0;
        try {
            count = port.read(chunk, tail, length);
            readable = count == length || count > 0 && (endIsNear || port.readsShort());
        } finally {
            if (count > 0) {
                tail += count;
                total += count;
            } else if (borrowed) {
                clear();
            }
        }
        return count;
    }

    /** Returns whether there may be more to read: no read has been short since the socket was reported readable. */
    boolean isReadable() {
        return readable;
    }

    /** Records that the client has sent its last byte. A short read is then not the last one: the end of input follows. */
    void endIsNear() {
        endIsNear = true;
    }

    /** Records that the socket has something to read. */
    void becameReadable() {
        readable = true;
    }

    /**
     * Returns the bytes for a handler to consume. The buffer serves this connection and this handler only, and is reset each
     * time, so whatever the handler does to it, now or later, affects no other. On an event loop, where most input is consumed
     * at once, the buffer is created once and reused.
     */
    ByteBuffer view(Worker worker) {
        ByteBuffer bytes;
        if (!borrowed || worker.mayBlock()) {
            bytes = chunk.newView();
        } else {
            if (viewed != chunk) {
                view = chunk.newView();
                viewed = chunk;
            }
            bytes = view;
        }
        return bytes.clear().order(ByteOrder.BIG_ENDIAN).limit(tail).position(head);
    }

    /** Prepares for another handler, which gets a view of its own. */
    void startAnew() {
        view = null;
        viewed = null;
    }

    /** Drops the bytes before {@code position}, and moves the rest to where it outlives the worker's use of its memory. */
    void consumed(int position) {
        head = position;
        if (head == tail) {
            clear();
        } else if (borrowed) {
            moveTo(pool.take(Math.max(FIRST_CHUNK, 2 * available())));
        }
    }

    /** Drops everything. */
    void clear() {
        if (chunk != null && !borrowed) {
            pool.give(chunk);
        }
        chunk = null;
        borrowed = false;
        head = 0;
        tail = 0;
    }

    private void makeRoom(int most) {
        int room = chunk.capacity() - tail;
        int wanted = Math.min(LEAST_ROOM, most - available());
        if (room >= wanted) {
            return;
        }
        if (chunk.capacity() - available() >= Math.max(wanted, chunk.capacity() / 2)) {
            int length = available();
            chunk.copy(head, length, chunk);
            head = 0;
            tail = length;
        } else {
            moveTo(pool.take(Math.max(2 * chunk.capacity(), available() + wanted)));
        }
    }

    private void moveTo(Chunk larger) {
        int length = available();
        chunk.copy(head, length, larger);
        if (!borrowed) {
            pool.give(chunk);
        }
        chunk = larger;
        borrowed = false;
        head = 0;
        tail = length;
    }
}

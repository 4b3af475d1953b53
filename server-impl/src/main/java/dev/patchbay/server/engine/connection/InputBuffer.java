package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of one connection that have arrived and that no handler has consumed. Owned by the connection's turn.
 *
 * <p>Bytes are read into the worker's memory, which costs an idle connection nothing, and what is left over after the call
 * moves to a chunk of the connection's own, which later reads append to.
 */
final class InputBuffer {

    /** Less room than this is not worth a read. */
    private static final int LEAST_ROOM = 4096;

    private static final int FIRST_CHUNK = 1024;

    private final ChunkPool pool;

    /** Where the bytes are, from {@link #head} to {@link #tail}; null if there are none. */
    private Chunk chunk;

    private int head;
    private int tail;

    /** Whether the memory is the worker's, so that the bytes have to move before the turn ends. */
    private boolean borrowed;

    /** What the handler in charge is given of the loop's memory, and of which. */
    private ByteBuffer view;

    private Chunk viewed;

    private boolean readable;
    private boolean endIsNear;
    private long total;

    InputBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** Returns how many bytes wait. */
    int available() {
        return tail - head;
    }

    /** Returns how many bytes were read since the connection began. */
    long total() {
        return total;
    }

    /**
     * Reads once, at most so much that {@code most} bytes wait.
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

    /** Tells whether there may be more to read: no read has come up short since the socket was said to be readable. */
    boolean isReadable() {
        return readable;
    }

    /** The client has sent its last byte: a read that comes up short is not the last one, the end of input follows. */
    void endIsNear() {
        endIsNear = true;
    }

    /** The socket has something to read. */
    void becameReadable() {
        readable = true;
    }

    /**
     * Returns the bytes, for a handler to consume. What it does to the buffer, now or later, is seen by nobody else: it is used
     * for this connection and this handler only, and is as new each time. On an event loop, where most input is consumed at
     * once, it is made once.
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

    /** Another handler takes charge: it gets a view of its own. */
    void startAnew() {
        view = null;
        viewed = null;
    }

    /** Forgets the bytes before {@code position}, and keeps the rest beyond the turn. */
    void consumed(int position) {
        head = position;
        if (head == tail) {
            clear();
        } else if (borrowed) {
            moveTo(pool.take(Math.max(FIRST_CHUNK, 2 * available())));
        }
    }

    /** Forgets everything. */
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

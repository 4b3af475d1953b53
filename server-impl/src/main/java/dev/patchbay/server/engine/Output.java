package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The bytes of one connection that were written and wait to be sent. Owned by the connection's turn, except for the count
 * {@link #queued}, which everybody may read and writers on other threads add to.
 */
final class Output {

    private static final int LARGEST_CHUNK = 64 * 1024;

    private static final VarHandle QUEUED;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(Output.class, "queued", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChunkPool pool;

    /** Bytes in segments, also in those that other threads have handed in and the turn has not taken yet. */
    private volatile long queued;

    private Segment first;
    private Segment last;
    private boolean writable = true;
    private volatile boolean broken;
    private long total;
    private long dropped;

    /** Bytes in a chunk, and perhaps descriptors that go with the first of them. */
    static final class Segment {
        final Chunk chunk;
        int head;
        int tail;
        FileDescriptor[] descriptors;
        Segment next;

        Segment(Chunk chunk) {
            this.chunk = chunk;
        }
    }

    Output(ChunkPool pool) {
        this.pool = pool;
    }

    /** Returns how many bytes wait to be sent. */
    long queued() {
        return queued;
    }

    /** Returns how many bytes were sent since the connection began. */
    long total() {
        return total;
    }

    /** Returns how many bytes were written, but dropped because nobody can receive them. */
    long dropped() {
        return dropped;
    }

    /** Tells whether everything was sent. */
    boolean isEmpty() {
        return first == null;
    }

    /** Tells whether the client can receive nothing more; all that is written is dropped. */
    boolean isBroken() {
        return broken;
    }

    /** The socket has room again. */
    void becameWritable() {
        writable = true;
    }

    /** Drops what waits and whatever comes. */
    void breakOff() {
        broken = true;
        while (first != null) {
            dropped += first.tail - first.head;
            removeFirst();
        }
    }

    /** Counts bytes that were written in vain. */
    void countDropped(int bytes) {
        dropped += bytes;
    }

    /** Gathers bytes in the worker's memory, and sends them when that is full. The caller sends the rest. */
    void gather(Port port, Worker worker, ByteBuffer data) {
        while (data.hasRemaining()) {
            worker.gathered += worker.out.fill(worker.gathered, data);
            if (data.hasRemaining()) {
                send(port, worker);
            }
        }
    }

    /** Sends what was gathered; what there is no room for is queued. */
    void send(Port port, Worker worker) {
        int length = worker.gathered;
        worker.gathered = 0;
        int sent = 0;
        if (first == null && writable && !broken) {
            try {
                sent = port.write(worker.out, 0, length);
                total += sent;
                writable = sent == length;
            } catch (IOException e) {
                breakOff();
            }
        }
        if (broken) {
            dropped += length;
        } else if (sent < length) {
            enqueue(worker.out.view(sent, length - sent));
        }
    }

    /** Queues a copy of the data in the turn. */
    private void enqueue(ByteBuffer data) {
        QUEUED.getAndAdd(this, (long) data.remaining());
        while (data.hasRemaining()) {
            if (last == null || last.tail == last.chunk.capacity()) {
                append(new Segment(pool.take(Math.min(LARGEST_CHUNK, data.remaining()))));
            }
            last.tail += last.chunk.fill(last.tail, data);
        }
    }

    /**
     * Copies data into segments of their own; counts them as queued. For any thread.
     *
     * @return the last segment, which links to the one before it, and so on
     */
    Segment copy(ByteBuffer data, FileDescriptor[] descriptors) {
        QUEUED.getAndAdd(this, (long) data.remaining());
        Segment top = null;
        while (data.hasRemaining()) {
            Segment segment = new Segment(pool.take(Math.min(LARGEST_CHUNK, data.remaining())));
            segment.tail = segment.chunk.fill(0, data);
            if (top == null) {
                segment.descriptors = descriptors;
            }
            segment.next = top;
            top = segment;
        }
        return top;
    }

    /** Puts segments into the queue that came from {@link #copy}, in reverse order. */
    void take(Segment top) {
        Segment inOrder = null;
        while (top != null) {
            Segment next = top.next;
            top.next = inOrder;
            inOrder = top;
            top = next;
        }
        while (inOrder != null) {
            Segment next = inOrder.next;
            joinOrAppend(inOrder);
            inOrder = next;
        }
        if (broken) {
            breakOff();
        }
    }

    /** Drops segments that came from {@link #copy}. */
    void discard(Segment top) {
        for (Segment segment = top; segment != null; segment = segment.next) {
            QUEUED.getAndAdd(this, (long) (segment.head - segment.tail));
            pool.give(segment.chunk);
        }
    }

    /** Sends as much of the queue as there is room for. */
    void flush(Port port) {
        while (first != null && writable && !broken) {
            int length = first.tail - first.head;
            try {
                int sent = first.descriptors == null
                        ? port.write(first.chunk, first.head, length)
                        : port.write(first.chunk, first.head, length, first.descriptors);
                if (sent > 0) {
                    first.descriptors = null;
                }
                first.head += sent;
                total += sent;
                QUEUED.getAndAdd(this, (long) -sent);
                writable = sent == length;
            } catch (IOException e) {
                breakOff();
                return;
            }
            if (writable) {
                removeFirst();
            }
        }
    }

    /** Many small writes must not keep a chunk each, which would cost a multiple of what is counted as queued. */
    private void joinOrAppend(Segment segment) {
        int length = segment.tail - segment.head;
        if (last == null || segment.descriptors != null || last.chunk.capacity() - last.tail < length) {
            append(segment);
        } else {
            last.tail += last.chunk.fill(last.tail, segment.chunk.view(segment.head, length));
            pool.give(segment.chunk);
        }
    }

    private void append(Segment segment) {
        segment.next = null;
        if (last == null) {
            first = segment;
        } else {
            last.next = segment;
        }
        last = segment;
    }

    private void removeFirst() {
        QUEUED.getAndAdd(this, (long) (first.head - first.tail));
        pool.give(first.chunk);
        first = first.next;
        if (first == null) {
            last = null;
        }
    }
}

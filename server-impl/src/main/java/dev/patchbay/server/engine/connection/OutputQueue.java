package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.DescriptorCopies;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.IOException;

/** The bytes of one connection that wait for room in its socket. Owned by the sender. */
final class OutputQueue {

    /**
     * Bytes in a chunk, and the descriptors that travel with the first of them. Owned by the thread that fills it, then by the
     * {@link HandedInStack}, then by the sender.
     */
    static final class Segment {

        /** The bytes from {@link #head} to {@link #tail}; null for a mark, which has none. */
        final Chunk chunk;

        int head;
        int tail;

        /** Copies of the descriptors, or null. */
        FileDescriptor[] descriptors;

        /** The segment that was pushed before, while on the stack; the next one to send, while in the queue. */
        Segment next;

        /** The author of the {@link HandedInStack} while this segment is the newest on it. */
        Object author;

        /** The buffer of the call that ran at the push and whose bytes come first; null if the call had written nothing. */
        CallBuffer before;

        /** How far the call had written {@link #before} at the push. */
        long beforeLength;

        /** Whether the segment, which has no bytes, stands for the end of all output. */
        boolean endsOutput;

        /** What the sender does when everything before the segment, which has no bytes, was sent; null for nothing. */
        Runnable whenSent;

        Segment(Chunk chunk) {
            this.chunk = chunk;
        }

        /** Creates a segment for the end of all output. */
        static Segment endOfOutput(HandlerContext author) {
            Segment end = new Segment(null);
            end.endsOutput = true;
            end.author = author;
            return end;
        }

        /** Creates a segment for an action of the sender, when everything before it was sent. */
        static Segment afterSent(HandlerContext author, Runnable action) {
            Segment sent = new Segment(null);
            sent.whenSent = action;
            sent.author = author;
            return sent;
        }

        /** Has the segment follow what the running call has written so far; {@code call} is its buffer, or null. */
        void follow(CallBuffer call) {
            if (call != null) {
                before = call;
                beforeLength = call.written();
            }
        }

        /** Returns whether the segment only says what comes before it, and is not queued. */
        boolean isMark() {
            return chunk == null && !endsOutput && whenSent == null;
        }

        /** Returns whether the call has left its buffer to the sender, so that the buffer belongs to this segment. */
        boolean endsCall() {
            return isMark() && before != null;
        }
    }

    private final ChunkPool pool;

    /** The segment to send next, or null. Owned by the sender. */
    private Segment first;

    /** The segment to append to, or null. Owned by the sender. */
    private Segment last;

    OutputQueue(ChunkPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Returns the first segment, or null. */
    Segment first() {
        return first;
    }

    /** Appends a copy of bytes: all of them, or none if there is no memory. */
    void add(Chunk from, int offset, int length) {
        int room = last == null || last.chunk == null ? 0 : Math.min(length, last.chunk.capacity() - last.tail);
        Segment more = room == length ? null : new Segment(pool.take(length - room));
        if (room > 0) {
            last.tail += last.chunk.fill(last.tail, from.view(offset, room));
        }
        if (more != null) {
            more.tail = more.chunk.fill(0, from.view(offset + room, length - room));
            append(more);
        }
    }

    /**
     * Appends a segment, and takes ownership of it. Small segments share a chunk: a chunk for each would use a multiple of the
     * memory that is counted as queued.
     */
    void add(Segment segment) {
        int length = segment.tail - segment.head;
        if (last == null
                || last.chunk == null
                || segment.chunk == null
                || segment.descriptors != null
                || last.chunk.capacity() - last.tail < length) {
            append(segment);
        } else {
            last.tail += last.chunk.fill(last.tail, segment.chunk.view(segment.head, length));
            pool.give(segment.chunk);
        }
    }

    /**
     * Writes as much of the first segment as the socket has room for, and removes the segment if that was all of it.
     *
     * @return how many bytes of the segment are left
     */
    int sendFirst(Port port) throws IOException {
        Segment segment = first;
        if (segment.endsOutput) {
            port.endOutput();
            removeFirst();
            return 0;
        }
        if (segment.whenSent != null) {
            removeFirst();
            segment.whenSent.run();
            return 0;
        }
        int length = segment.tail - segment.head;
        int sent = segment.descriptors == null
                ? port.write(segment.chunk, segment.head, length)
                : port.write(segment.chunk, segment.head, length, segment.descriptors);
        if (sent > 0 && segment.descriptors != null) {
            DescriptorCopies.close(segment.descriptors);
            segment.descriptors = null;
        }
        segment.head += sent;
        if (sent == length) {
            removeFirst();
        }
        return length - sent;
    }

    /** Drops everything, and returns how many bytes were dropped. */
    long clear() {
        long dropped = 0;
        while (first != null) {
            dropped += first.tail - first.head;
            removeFirst();
        }
        return dropped;
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
        Segment segment = first;
        first = segment.next;
        if (first == null) {
            last = null;
        }
        discard(segment, pool);
    }

    /** Gives back what a segment holds. */
    static void discard(Segment segment, ChunkPool pool) {
        if (segment.descriptors != null) {
            DescriptorCopies.close(segment.descriptors);
        }
        if (segment.chunk != null) {
            pool.give(segment.chunk);
        } else if (segment.endsCall()) {
            pool.give(segment.before.chunk);
        }
    }
}

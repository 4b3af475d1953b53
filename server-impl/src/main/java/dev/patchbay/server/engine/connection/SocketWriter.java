package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Moves output to the socket in the order in which it was written, queues what the socket has no room for, and counts both.
 *
 * <p>Owned by the sender: the thread that holds {@link Outbound}'s SENDING bit. Methods for any thread say so.
 */
final class SocketWriter {

    private static final VarHandle QUEUED;
    private static final VarHandle TOTAL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            QUEUED = lookup.findVarHandle(SocketWriter.class, "queued", long.class);
            TOTAL = lookup.findVarHandle(SocketWriter.class, "total", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final ChunkPool pool;
    private final OutputQueue queue;

    /** Set once, before the strand starts. */
    private Port port;

    /** The bytes in segments, both handed in and queued. Written by any thread, atomically. */
    private volatile long queued;

    /** Whether {@code write.high} bytes were queued, and have not fallen to {@code write.low} since. Written by any thread. */
    private volatile boolean full;

    /** Why nothing can be sent any more, or null. Owned by the sender; read by any thread. */
    private volatile ReleaseReason broken;

    /** Segments that were taken off the stack but not queued yet, the oldest first. Owned by the sender. */
    private Segment incoming;

    /** Whether the socket may have room. Owned by the sender. */
    private boolean room = true;

    /** Whether the end of output was queued or sent, so that later bytes are dropped. Owned by the sender. */
    private boolean ended;

    /** The bytes sent since the connection began. Owned by the sender; other threads may see an older value. */
    private long total;

    /** The bytes that were dropped instead of sent. Owned by the sender. */
    private long dropped;

    /** The part of {@link #total} that was reported. Owned by the sender. */
    private long reported;

    SocketWriter(Connection connection, ChunkPool pool) {
        this.connection = connection;
        this.pool = pool;
        this.queue = new OutputQueue(pool);
    }

    void attach(Port opened) {
        port = opened;
    }

    // ---- for any thread

    /** Returns how many bytes are queued, without those in the buffer of the running call. */
    long queued() {
        return queued;
    }

    /** Returns how many bytes were sent since the connection began. */
    long total() {
        return (long) TOTAL.getOpaque(this);
    }

    /** Returns why the client can receive nothing more, or null if it can. */
    ReleaseReason broken() {
        return broken;
    }

    /** Returns whether an interrupt of a thread that writes closes the socket. */
    boolean mayBeInterrupted() {
        return port.mayBeInterrupted();
    }

    /** Counts bytes that are handed in; a negative number takes them back. */
    void addQueued(long bytes) {
        QUEUED.getAndAdd(this, bytes);
    }

    /** Records that {@code write.high} bytes are queued, if so. */
    void noteFull() {
        if (!full && queued >= connection.config().writeHigh()) {
            full = true;
        }
    }

    // ---- for the sender: input of the writer

    /** Records that the socket has room again. */
    void roomAgain() {
        room = true;
    }

    /** Takes what was handed in, and what the running call has written by now; {@code running} is its buffer, or null. */
    void takeHandedIn(HandedInStack handedIn, Outbound owner, CallBuffer running) {
        // Read first: bytes that the call writes later may have to follow a segment that is handed in later.
        long written = running == null ? 0 : running.written();
        takeHandedIn(handedIn, owner);
        if (running != null && running.owner == owner) {
            takeFromCall(running, written);
        }
    }

    /** Takes what was handed in, in order. Bytes that the running call had written before a segment go out before it. */
    private void takeHandedIn(HandedInStack handedIn, Outbound owner) {
        Segment newest = handedIn.take();
        while (newest != null) {
            Segment older = newest.next;
            newest.next = incoming;
            incoming = newest;
            newest = older;
        }
        while (incoming != null) {
            Segment segment = incoming;
            if (segment.before != null && segment.before.owner == owner) {
                takeFromCall(segment.before, segment.beforeLength);
            }
            incoming = segment.next;
            if (segment.isMark()) {
                OutputQueue.discard(segment, pool);
            } else if (broken == null && (!ended || segment.whenSent != null)) {
                segment.before = null;
                ended |= segment.endsOutput;
                queue.add(segment);
            } else {
                drop(segment, segment.tail - segment.head);
            }
        }
    }

    /** Sends the bytes of a call up to a length, or queues them. */
    void takeFromCall(CallBuffer buffer, long upTo) {
        int length = (int) (Math.min(upTo, buffer.written()) - buffer.taken);
        if (length <= 0) {
            return;
        }
        int from = buffer.offset(buffer.taken);
        buffer.taken += length;
        int sent = 0;
        if (broken == null && !ended && queue.isEmpty() && room) {
            try {
                sent = port.write(buffer.chunk, from, length);
                room = sent == length;
                count(sent);
            } catch (IOException e) {
                breakOff(e);
            }
        }
        int left = length - sent;
        if (broken != null || ended) {
            dropped += left;
        } else if (left > 0) {
            enqueue(buffer, from + sent, left);
        }
    }

    private void enqueue(CallBuffer buffer, int from, int length) {
        boolean added = false;
        try {
            queue.add(buffer.chunk, from, length);
            added = true;
        } finally {
            dropped += added ? 0 : length;
        }
        QUEUED.getAndAdd(this, (long) length);
        noteFull();
    }

    /** Sends what is queued until the socket has no more room. */
    void sendQueue() {
        // Above the high mark an attempt is worth a system call: a loop that a call occupies does not hear that a
        // client has
        // gone.
        if (!room && queued >= connection.config().writeHigh()) {
            room = true;
        }
        while (room && broken == null && !queue.isEmpty()) {
            Segment first = queue.first();
            int before = first.tail - first.head;
            try {
                int left = queue.sendFirst(port);
                room = left == 0;
                count(before - left);
                QUEUED.getAndAdd(this, (long) left - before);
            } catch (IOException e) {
                breakOff(e);
            }
        }
    }

    private void count(int sent) {
        TOTAL.setOpaque(this, total + sent);
    }

    // ---- for the sender: the end of sending

    private void breakOff(IOException cause) {
        breakOff(Port.isClientGone(cause) ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.CONNECTION_LOST);
    }

    /** Stops sending for good: drops what is queued, and everything that comes later. The first reason stays. */
    void breakOff(ReleaseReason why) {
        if (broken == null) {
            broken = why;
        }
        long cleared = queue.clear();
        dropped += cleared;
        QUEUED.getAndAdd(this, -cleared);
    }

    /** Ends the connection because the host failed to send, for want of memory for example: the output now has a gap. */
    void fail(Throwable cause) {
        connection.end(ReleaseReason.HOST_FAILED);
        breakOff(ReleaseReason.HOST_FAILED);
        dropIncoming();
        connection.reportHostFailure(cause);
    }

    /**
     * Drops everything that was not sent.
     *
     * @param handedIn the newest segment that was handed in, or null
     * @return how many bytes were dropped since the connection began
     */
    long dropAll(Segment handedIn) {
        dropIncoming();
        dropList(handedIn);
        breakOff(ReleaseReason.HOST_FAILED);
        return dropped;
    }

    private void dropIncoming() {
        dropList(incoming);
        incoming = null;
    }

    private void dropList(Segment list) {
        Segment segment = list;
        while (segment != null) {
            Segment next = segment.next;
            drop(segment, segment.tail - segment.head);
            segment = next;
        }
    }

    private void drop(Segment segment, int length) {
        dropped += segment.endsCall() ? segment.beforeLength - segment.before.taken : length;
        QUEUED.getAndAdd(this, (long) -length);
        OutputQueue.discard(segment, pool);
    }

    // ---- for the sender: results

    /** Returns whether nothing waits for room in the socket. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns whether the queue is no more than {@code write.low} long. */
    boolean isLow() {
        return queued <= connection.config().writeLow();
    }

    /** Returns whether the queue was full and has not become low since. */
    boolean isFull() {
        return full;
    }

    /** Records that a queue that was full has become low, and checks at once that it has not become full again. */
    void noLongerFull() {
        full = false;
        noteFull();
    }

    /** Reports the bytes sent since the last report; {@code worker} is the strand's if the strand has sent them, else null. */
    void report(Worker worker) {
        long sent = total - reported;
        if (sent > 0) {
            reported = total;
            try {
                connection.sent(sent, worker);
            } catch (Error notReported) {
                // A listener to each write misses this one. The next ones are sent and reported all the same.
                return;
            }
        }
    }
}

package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.loop.CallGate;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The way of the bytes to the client. Sending does not need the connection's turn: it has an ownership of its own, a bit in
 * {@link #state}. Whoever has written something tries to take the bit; whoever has it sends until nobody has set {@code
 * AGAIN} meanwhile. Nobody waits for the bit, so a thread that is stopped in the middle delays no other thread but itself.
 *
 * <pre>
 *   at rest, or BLOCKED --kick--&gt; SENDING --nothing new--&gt; at rest, or BLOCKED (the socket is full)
 *                                  |  ^ AGAIN: look once more
 *                                  +--+
 *                                  +--- SHUT: closes the socket and keeps the bit, so that nobody sends any more
 * </pre>
 *
 * <p>Bytes come in two ways. The call that runs appends to its worker's {@link CallBuffer}, at no cost; any other thread
 * pushes segments onto the stack {@link #handedIn}. A segment notes how much the call had written before it was pushed, and
 * the sender takes that part of the call's buffer first: so the bytes go out in the order in which they were written.
 *
 * <p>The stack also knows its author, the {@link HandlerContext} that may push. It changes in one atomic step when the handler is
 * released, so that nothing of a released handler gets in among the bytes of its successor.
 */
public final class Outbound {

    private static final int SENDING = 1;
    private static final int AGAIN = 2;

    /** The socket has room again. */
    public static final int ROOM = 4;

    /** The client has closed its socket. */
    public static final int GONE = 8;

    private static final int SHUT = 16;
    private static final int BLOCKED = 32;

    /** After so many rounds the work moves to a thread of the host's, so that a writer does not send for others for long. */
    private static final int MOST_ROUNDS = 64;

    private static final Object NOBODY = new Object();

    private static final VarHandle STATE;
    private static final VarHandle HANDED_IN;
    private static final VarHandle QUEUED;
    private static final VarHandle TOTAL;
    private static final VarHandle IN_CALL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Outbound.class, "state", int.class);
            HANDED_IN = lookup.findVarHandle(Outbound.class, "handedIn", Object.class);
            QUEUED = lookup.findVarHandle(Outbound.class, "queued", long.class);
            TOTAL = lookup.findVarHandle(Outbound.class, "total", long.class);
            IN_CALL = lookup.findVarHandle(Outbound.class, "inCall", CallBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final ChunkPool pool;
    private Port port;

    private volatile int state;

    /** The newest segment that was pushed, or, if there is none, who may push. */
    private volatile Object handedIn = NOBODY;

    /**
     * The buffer of the call that runs, if it has written something. Written by the turn, in release mode: a thread that must
     * send after the call knows of what the call has written, and so sees this as well.
     */
    private volatile CallBuffer inCall;

    /** Bytes in segments, pushed and queued. */
    private volatile long queued;

    /** Whether {@code write.high} bytes were queued, and have not fallen to {@code write.low} since. */
    private volatile boolean full;

    /** Whether descriptors were ever handed in. */
    private volatile boolean sendsDescriptors;

    /** Why nothing can be sent any more; null while something can. */
    private volatile ReleaseReason broken;

    // ---- owned by whoever sends

    private final OutputQueue queue;

    /** What was taken off the stack and not queued yet, the oldest first. */
    private Segment incoming;

    private boolean room = true;
    private long total;
    private long dropped;

    /** How many of the sent bytes were told. */
    private long told;

    Outbound(Connection connection, ChunkPool pool) {
        this.connection = connection;
        this.pool = pool;
        this.queue = new OutputQueue(pool);
    }

    void attach(Port opened) {
        port = opened;
    }

    // ---- facts, for any thread

    public long queued() {
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

    /** Returns whether all that was written has been sent, the call's own bytes aside. */
    public boolean isIdle() {
        return state == 0 && !(handedIn instanceof Segment);
    }

    /** Returns whether news of room in the socket mean anything to the sender. */
    boolean awaitsRoom() {
        return state != 0;
    }

    /** Returns whether bytes are left that the socket has no room for, or somebody is sending. */
    public boolean isBlocked() {
        return (state & BLOCKED) != 0;
    }

    /** Returns whether an interrupt would close the socket if it hit a thread that sends. */
    boolean mayBeInterrupted() {
        return sendsDescriptors || port.mayBeInterrupted();
    }

    // ---- for the turn

    /** Decides who may push: the charge whose time begins, or null for nobody. */
    public void author(HandlerContext context) {
        Object next = context == null ? NOBODY : context;
        Object top;
        Object fresh;
        do {
            top = handedIn;
            fresh = next;
            if (top instanceof Segment newest) {
                Segment mark = new Segment(null);
                mark.author = next;
                mark.next = newest;
                fresh = mark;
            }
        } while (!HANDED_IN.compareAndSet(this, top, fresh));
    }

    /** Appends what the call that runs writes. */
    public void write(Worker worker, ByteBuffer data) {
        for (; ; ) {
            CallBuffer buffer = worker.out;
            if (buffer.owner != this) {
                buffer.begin(this);
                IN_CALL.setRelease(this, buffer);
            }
            buffer.append(data);
            if (!data.hasRemaining()) {
                return;
            }
            flush(worker);
        }
    }

    private void inCallEnded() {
        IN_CALL.setRelease(this, (CallBuffer) null);
    }

    /** Sends what the call that runs, or has just ended, has written. */
    public void flush(Worker worker) {
        CallBuffer buffer = worker.out;
        if (buffer.owner != this) {
            return;
        }
        if (acquire()) {
            sendCall(worker, buffer);
        } else {
            leave(worker, buffer);
        }
    }

    private void sendCall(Worker worker, CallBuffer buffer) {
        boolean wasBlocked = !queue.isEmpty();
        try {
            takeHandedIn();
            take(buffer, buffer.written());
            sendQueue();
        } catch (Throwable t) {
            fail(t);
        } finally {
            inCallEnded();
            buffer.reset();
        }
        tell(worker);
        if (release()) {
            sent(wasBlocked, true);
        } else {
            send(true);
        }
    }

    /** Somebody else sends at this moment: leaves the buffer to them, and goes on with another one. */
    private void leave(Worker worker, CallBuffer buffer) {
        Segment mark;
        CallBuffer fresh;
        try {
            mark = new Segment(null);
            fresh = new CallBuffer(pool.take(buffer.chunk.capacity()));
        } catch (OutOfMemoryError noMemory) {
            while (!acquire()) {
                Thread.onSpinWait();
            }
            sendCall(worker, buffer);
            return;
        }
        mark.before = buffer;
        mark.beforeLength = buffer.written();
        worker.out = fresh;
        push(mark);
        // Not before: whoever hands in bytes after these, and finds no call, relies on the mark below its own.
        inCallEnded();
        kickFromHost(0);
    }

    private void push(Segment segment) {
        Object top;
        do {
            top = handedIn;
            segment.next = top instanceof Segment newest ? newest : null;
            segment.author = top instanceof Segment newest ? newest.author : top;
        } while (!HANDED_IN.compareAndSet(this, top, segment));
    }

    /** The connection has ended: what was not sent is dropped, and the socket is closed, now or by whoever sends. */
    void shut() {
        int before = (int) STATE.getAndBitwiseOr(this, SENDING | AGAIN | SHUT);
        if ((before & SENDING) == 0) {
            shutDown();
        }
    }

    // ---- for any thread

    /**
     * Hands bytes in.
     *
     * @return false if the author is not in charge any more; then nothing was taken
     */
    public boolean handIn(HandlerContext author, ByteBuffer data, FileDescriptor[] descriptors) {
        long length = data.remaining();
        int position = data.position();
        Segment newest = null;
        Segment oldest = null;
        try {
            while (data.hasRemaining()) {
                Segment segment = new Segment(pool.take(Math.min(Worker.LOOP_BYTES, data.remaining())));
                segment.next = newest;
                newest = segment;
                oldest = oldest == null ? segment : oldest;
                segment.author = author;
                segment.tail = segment.chunk.fill(0, data);
            }
        } catch (Throwable t) {
            data.position(position);
            giveBack(newest);
            throw t;
        }
        CallBuffer buffer = inCall;
        if (buffer != null) {
            oldest.before = buffer;
            oldest.beforeLength = buffer.written();
        }
        if (descriptors != null) {
            oldest.descriptors = descriptors;
            sendsDescriptors = true;
        }
        QUEUED.getAndAdd(this, length);
        // Before anybody can send the bytes: who has seen so many waits to hear that they are fewer.
        noteFull();
        if (!push(author, oldest, newest)) {
            QUEUED.getAndAdd(this, -length);
            kick(0);
            oldest.descriptors = null;
            giveBack(newest);
            data.position(position);
            // The queue may have seemed full for a moment.
            kick(0);
            return false;
        }
        kick(0);
        return true;
    }

    private boolean push(HandlerContext author, Segment oldest, Segment newest) {
        Object top;
        do {
            top = handedIn;
            Segment below = top instanceof Segment segment ? segment : null;
            if ((below == null ? top : below.author) != author) {
                // A try before may have linked what is others'.
                oldest.next = null;
                return false;
            }
            oldest.next = below;
        } while (!HANDED_IN.compareAndSet(this, top, newest));
        return true;
    }

    private void giveBack(Segment newest) {
        for (Segment segment = newest; segment != null; segment = segment.next) {
            pool.give(segment.chunk);
        }
    }

    /** Something is to be sent, or the socket's state has changed: sends, unless somebody does, who then looks once more. */
    void kick(int bits) {
        int before = (int) STATE.getAndBitwiseOr(this, SENDING | AGAIN | bits);
        if ((before & SENDING) != 0) {
            return;
        }
        CallGate gate = connection.gateOfThisThread();
        if (gate != null) {
            gate.shield();
            try {
                send(false);
            } finally {
                gate.unshield();
            }
        } else if (!mayBeInterrupted() || !move()) {
            send(false);
        }
    }

    /** As {@link #kick}, from a thread of the host's that nobody interrupts. */
    public void kickFromHost(int bits) {
        int before = (int) STATE.getAndBitwiseOr(this, SENDING | AGAIN | bits);
        if ((before & SENDING) == 0) {
            send(false);
        }
    }

    // ---- for whoever sends

    private boolean acquire() {
        for (int now = state; (now & SENDING) == 0; now = state) {
            if (STATE.compareAndSet(this, now, SENDING)) {
                return true;
            }
        }
        return false;
    }

    private boolean release() {
        return STATE.compareAndSet(this, SENDING, queue.isEmpty() ? 0 : BLOCKED);
    }

    /** Sends until there is nothing new; {@code ofTurn} if that is done by the turn, which looks at what has come of it. */
    private void send(boolean ofTurn) {
        boolean wasBlocked = !queue.isEmpty();
        for (int round = 1; ; round++) {
            int bits = (int) STATE.getAndSet(this, SENDING);
            if ((bits & SHUT) != 0) {
                shutDown();
                return;
            }
            try {
                if ((bits & ROOM) != 0) {
                    room = true;
                }
                if ((bits & GONE) != 0) {
                    breakOff(ReleaseReason.CLIENT_CLOSED);
                }
                takeHandedIn();
                sendQueue();
            } catch (Throwable t) {
                fail(t);
            }
            tell(null);
            if (release()) {
                sent(wasBlocked, ofTurn);
                return;
            }
            if (round == MOST_ROUNDS && move()) {
                return;
            }
        }
    }

    /** Lets a thread of the host's go on; returns false if there is none. */
    private boolean move() {
        try {
            connection.resources().runBlocking(() -> send(false));
            return true;
        } catch (OutOfMemoryError | java.util.concurrent.RejectedExecutionException noThread) {
            return false;
        }
    }

    /** Takes what was pushed, in order, and of the call's bytes those that were written before. */
    private void takeHandedIn() {
        if (!(handedIn instanceof Segment)) {
            return;
        }
        Object top;
        do {
            top = handedIn;
            if (!(top instanceof Segment)) {
                return;
            }
        } while (!HANDED_IN.compareAndSet(this, top, ((Segment) top).author));
        Segment newest = (Segment) top;
        while (newest != null) {
            Segment older = newest.next;
            newest.next = incoming;
            incoming = newest;
            newest = older;
        }
        while (incoming != null) {
            Segment segment = incoming;
            if (segment.before != null && segment.before.owner == this) {
                take(segment.before, segment.beforeLength);
            }
            incoming = segment.next;
            if (segment.chunk == null) {
                OutputQueue.discard(segment, pool);
            } else if (broken == null) {
                segment.before = null;
                queue.add(segment);
            } else {
                drop(segment, segment.tail - segment.head);
            }
        }
    }

    /** Sends the call's bytes up to a length, or queues them. */
    private void take(CallBuffer buffer, long upTo) {
        int length = (int) (Math.min(upTo, buffer.written()) - buffer.taken);
        if (length <= 0) {
            return;
        }
        int from = buffer.offset(buffer.taken);
        buffer.taken += length;
        int sent = 0;
        if (broken == null && queue.isEmpty() && room) {
            try {
                sent = port.write(buffer.chunk, from, length);
                room = sent == length;
                count(sent);
            } catch (IOException e) {
                breakOff(e);
            }
        }
        int left = length - sent;
        if (broken != null) {
            dropped += left;
        } else if (left > 0) {
            boolean added = false;
            try {
                queue.add(buffer.chunk, from + sent, left);
                added = true;
            } finally {
                dropped += added ? 0 : left;
            }
            QUEUED.getAndAdd(this, (long) left);
            noteFull();
        }
    }

    private void sendQueue() {
        // Above the mark a try is worth a call: a loop that a call keeps hears nothing of a client that has gone.
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

    private void noteFull() {
        if (!full && queued >= connection.config().writeHigh()) {
            full = true;
        }
    }

    private void breakOff(IOException cause) {
        breakOff(Port.isClientGone(cause) ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.CONNECTION_LOST);
    }

    /** Nothing reaches the client any more: drops what waits, and whatever comes. */
    private void breakOff(ReleaseReason why) {
        if (broken == null) {
            broken = why;
        }
        long cleared = queue.clear();
        dropped += cleared;
        QUEUED.getAndAdd(this, -cleared);
    }

    /** The host has failed to send, for want of memory, say: the bytes have a gap now, so the connection ends. */
    private void fail(Throwable cause) {
        connection.end(ReleaseReason.HOST_FAILED);
        breakOff(ReleaseReason.HOST_FAILED);
        drop(incoming);
        incoming = null;
        connection.hostFailed(cause);
    }

    private void drop(Segment list) {
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

    private void tell(Worker turn) {
        long sent = total - told;
        if (sent > 0) {
            told = total;
            try {
                connection.sent(sent, turn);
            } catch (Error untold) {
                // Whoever wants to hear of each write does not hear of this one; the next are sent all the same.
                return;
            }
        }
    }

    /** After the sending: whoever waits for it goes on. */
    private void sent(boolean wasBlocked, boolean ofTurn) {
        if (ofTurn && !wasBlocked && !full && broken == null) {
            return;
        }
        boolean low = queued <= connection.config().writeLow();
        boolean again = full && low;
        if (again) {
            full = false;
            noteFull();
            connection.writableAgain();
        }
        if (wasBlocked && low || broken != null) {
            connection.wakeWriters();
        }
        if (!ofTurn && (again || low && connection.isStalled() || broken != null || connection.mayEndSoon())) {
            connection.signal(Connection.NUDGE);
        }
        if (!ofTurn && isBlocked()) {
            connection.watchRoom();
        }
    }

    private void shutDown() {
        Object top = HANDED_IN.getAndSet(this, NOBODY);
        drop(incoming);
        incoming = null;
        if (top instanceof Segment newest) {
            drop(newest);
        }
        breakOff(ReleaseReason.HOST_FAILED);
        connection.concluded(dropped);
    }
}

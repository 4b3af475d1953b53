package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.loop.CallGate;
import dev.patchbay.server.engine.loop.LateOutput;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.CallBuffer;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/**
 * The output of one connection. Sending does not need the strand. It has an ownership of its own, the bit SENDING in {@link
 * #state}: the thread that holds it is the sender.
 *
 * <p>A thread that has written something tries to set the bit. The one that succeeds sends until no other thread has set {@code
 * AGAIN} in the meantime. No thread waits for the bit, so a sender that is suspended delays no thread but itself.
 *
 * <pre>
 *   idle, or BLOCKED --requestSend--&gt; SENDING --nothing new--&gt; idle, or BLOCKED (the socket is full)
 *                                      |  ^ AGAIN: look once more
 *                                      +--+
 *                                      +--- SHUT: close the socket, and keep the bit, so that no thread sends any more
 * </pre>
 *
 * <p>Bytes arrive in two ways. The running call appends to its worker's {@link CallBuffer}, which needs no atomic operation.
 * Any other thread pushes segments onto the {@link HandedInStack}. A segment records how much the running call had written
 * before the push, and the sender takes that part of the call's buffer first. So bytes leave in the order of the writes.
 * With the bit {@code GATHERED} the sender also takes what the running call has written by then.
 */
public final class Outbound extends LateOutput.Source {

    private static final int SENDING = 1;
    private static final int AGAIN = 2;

    /** The socket has room again. */
    public static final int ROOM = 4;

    /** The client has closed its socket. */
    public static final int GONE = 8;

    private static final int SHUT = 16;
    private static final int BLOCKED = 32;

    /** What the running call has gathered is to be sent. */
    static final int GATHERED = 64;

    /** After so many rounds a thread of the host continues, so that a writer does not send for other threads indefinitely. */
    private static final int MAX_ROUNDS = 64;

    private static final VarHandle STATE;
    private static final VarHandle IN_CALL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Outbound.class, "state", int.class);
            IN_CALL = lookup.findVarHandle(Outbound.class, "inCall", CallBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final ChunkPool pool;
    private final HandedInStack handedIn = new HandedInStack();
    private final SocketWriter socket;
    private final SendResults results;

    /** Written by any thread, atomically. */
    private volatile int state;

    /**
     * The buffer of the running call if it has written something, else null. Owned by the strand, which writes it in release
     * mode: a thread whose bytes must follow the call's knows of the call's bytes, and therefore sees this field as well.
     */
    private volatile CallBuffer inCall;

    /** Whether descriptors were ever handed in. Written by any thread. */
    private volatile boolean sendsDescriptors;

    /** Whether a handler has ended the output. Written by any thread. */
    private volatile boolean outputEnded;

    Outbound(Connection connection, ChunkPool pool) {
        this.connection = connection;
        this.pool = pool;
        this.socket = new SocketWriter(connection, pool);
        this.results = new SendResults(connection, this, socket);
    }

    void attach(Port opened) {
        socket.attach(opened);
    }

    // ---- facts, for any thread

    /** Returns how many bytes are queued, without those in the buffer of the running call. */
    public long queued() {
        return socket.queued();
    }

    /** Returns how many bytes were sent since the connection began. */
    long total() {
        return socket.total();
    }

    /** Returns why the client can receive nothing more, or null if it can. */
    ReleaseReason broken() {
        return socket.broken();
    }

    /** Returns whether a handler has ended the output. */
    boolean isOutputEnded() {
        return outputEnded;
    }

    /** Returns whether {@code write.high} bytes are queued; if so, the strand is signalled when the queue has become low. */
    boolean noteFull() {
        socket.noteFull();
        // Now, because the queue may have become low before this was noted.
        return connection.isFull();
    }

    /** Returns whether everything that was written has been sent, apart from the running call's bytes. */
    public boolean isIdle() {
        return state == 0 && handedIn.isEmpty();
    }

    /** Returns whether room in the socket is of interest to the sender. */
    boolean awaitsRoom() {
        return state != 0;
    }

    /** Returns whether bytes wait for room in the socket and no thread is sending. */
    public boolean isBlocked() {
        return (state & BLOCKED) != 0;
    }

    /** Returns whether an interrupt of a thread that sends closes the socket. */
    boolean mayBeInterrupted() {
        return sendsDescriptors || socket.mayBeInterrupted();
    }

    // ---- for the strand

    /** Sets the context that may hand bytes in from now on; null for none. */
    public void setAuthor(HandlerContext context) {
        handedIn.setAuthor(context);
    }

    /**
     * Takes what the running call writes, all of it in one step, so that no other thread's bytes get into the middle. What is
     * larger than the call's buffer is handed in, as if another thread had written it.
     */
    public void write(Worker worker, HandlerContext author, ByteBuffer data) {
        if (data.remaining() > worker.out.room(this)) {
            flush(worker);
            if (data.remaining() > worker.out.room(this)) {
                handIn(author, data, null);
                return;
            }
        }
        CallBuffer buffer = worker.out;
        if (buffer.owner != this) {
            buffer.begin(this);
            IN_CALL.setRelease(this, buffer);
        }
        buffer.append(data);
    }

    private void clearInCall() {
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
            leaveToSender(worker, buffer);
        }
    }

    private void sendCall(Worker worker, CallBuffer buffer) {
        boolean wasBlocked = !socket.isEmpty();
        try {
            socket.takeHandedIn(handedIn, this, buffer);
            socket.sendQueue();
        } catch (Throwable t) {
            socket.fail(t);
        } finally {
            clearInCall();
            buffer.reset();
        }
        socket.report(worker);
        if (release()) {
            results.inform(wasBlocked, true);
        } else {
            send(true);
        }
    }

    /** Leaves the call's buffer to the thread that is sending at this moment, and gives the worker another one. */
    private void leaveToSender(Worker worker, CallBuffer buffer) {
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
        mark.follow(buffer);
        worker.out = fresh;
        handedIn.pushMark(mark);
        // Not before the push: a thread whose bytes follow these, and that finds no call, relies on the mark below its
        // own.
        clearInCall();
        requestSendFromHost(0);
    }

    /** Ends sending: drops what was not sent and closes the socket, here or on the thread that is sending. */
    void shut() {
        int before = (int) STATE.getAndBitwiseOr(this, SENDING | AGAIN | SHUT);
        if ((before & SENDING) == 0) {
            shutDown();
        }
    }

    // ---- for any thread

    /**
     * Hands bytes in from outside the running call.
     *
     * @return false if the author is no longer in charge; then nothing was taken
     */
    public boolean handIn(HandlerContext author, ByteBuffer data, FileDescriptor[] descriptors) {
        long length = data.remaining();
        int position = data.position();
        Segment newest = HandedInStack.copy(author, data, pool);
        Segment oldest = HandedInStack.oldest(newest);
        oldest.follow(inCall);
        if (descriptors != null) {
            oldest.descriptors = descriptors;
            sendsDescriptors = true;
        }
        socket.addQueued(length);
        // Before any thread can send the bytes: a handler that has seen so many waits to hear that there are fewer.
        socket.noteFull();
        if (handedIn.push(author, oldest, newest)) {
            requestSend(0);
            return true;
        }
        takeBack(oldest, newest, length);
        data.position(position);
        return false;
    }

    /**
     * Hands in a segment without bytes, after everything that was written so far.
     *
     * @return false if the author is no longer in charge; then nothing has changed
     */
    boolean handIn(HandlerContext author, Segment marker) {
        marker.follow(inCall);
        if (!handedIn.push(author, marker, marker)) {
            return false;
        }
        if (marker.endsOutput) {
            outputEnded = true;
        }
        requestSend(0);
        return true;
    }

    private void takeBack(Segment oldest, Segment newest, long length) {
        socket.addQueued(-length);
        requestSend(0);
        oldest.descriptors = null;
        HandedInStack.giveBack(newest, pool);
        // The queue may have seemed full for a moment.
        requestSend(0);
    }

    /** Sends what there is to send, or has the thread that is sending look once more. The bits say what has happened. */
    void requestSend(int bits) {
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
        } else if (!mayBeInterrupted() || !sendOnHostThread()) {
            send(false);
        }
    }

    @Override
    public void sendGathered() {
        if (inCall != null) {
            requestSendFromHost(GATHERED);
        }
    }

    /** Does the same as {@link #requestSend} on a thread of the host, which is never interrupted. */
    public void requestSendFromHost(int bits) {
        int before = (int) STATE.getAndBitwiseOr(this, SENDING | AGAIN | bits);
        if ((before & SENDING) == 0) {
            send(false);
        }
    }

    // ---- for the sender

    private boolean acquire() {
        for (int now = state; (now & SENDING) == 0; now = state) {
            if (STATE.compareAndSet(this, now, SENDING)) {
                return true;
            }
        }
        return false;
    }

    private boolean release() {
        return STATE.compareAndSet(this, SENDING, socket.isEmpty() ? 0 : BLOCKED);
    }

    /** Sends until there is nothing new. With {@code onStrand} the strand is the sender, and looks at the results itself. */
    private void send(boolean onStrand) {
        boolean wasBlocked = !socket.isEmpty();
        for (int round = 1; ; round++) {
            int bits = (int) STATE.getAndSet(this, SENDING);
            if ((bits & SHUT) != 0) {
                shutDown();
                return;
            }
            sendOnce(bits);
            if (release()) {
                results.inform(wasBlocked, onStrand);
                return;
            }
            if (round == MAX_ROUNDS && sendOnHostThread()) {
                return;
            }
        }
    }

    private void sendOnce(int bits) {
        try {
            if ((bits & ROOM) != 0) {
                socket.roomAgain();
            }
            if ((bits & GONE) != 0) {
                socket.breakOff(ReleaseReason.CLIENT_CLOSED);
            }
            socket.takeHandedIn(handedIn, this, (bits & GATHERED) == 0 ? null : inCall);
            socket.sendQueue();
        } catch (Throwable t) {
            socket.fail(t);
        }
        socket.report(null);
    }

    /** Passes the ownership to a thread of the host; returns false if there is no such thread. */
    private boolean sendOnHostThread() {
        try {
            connection.resources().runBlocking(() -> send(false));
            return true;
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            return false;
        }
    }

    private void shutDown() {
        long dropped = socket.dropAll(handedIn.close());
        connection.driver().teardown().conclude(dropped);
    }
}

package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.loop.LateOutput;
import dev.patchbay.server.engine.loop.LoopThread;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.DescriptorCopies;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The writes of handlers, on their way from {@link HandlerContext} to {@link Outbound}.
 *
 * <p>What the running call writes is gathered, and sent when the call returns, waits for its client, or calls {@code
 * flush}; on a thread that may block, {@link LateOutput} sends it if the call takes longer. What any other thread writes is
 * handed in. A writer waits while too much is queued, if its thread may block. A write that cannot reach the client any
 * more is dropped, and ends the call that makes it.
 */
final class HandlerOutput {

    /** A call on an event loop may queue this multiple of {@code write.high} before it has to leave the loop and wait. */
    private static final int LOOP_ALLOWANCE = 16;

    private static final VarHandle DISCARDED;

    static {
        try {
            DISCARDED = MethodHandles.lookup().findVarHandle(HandlerOutput.class, "discarded", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final Outbound outbound;
    private final WaitingWriters waiting;
    private final LateOutput late;

    /** The bytes that were written when nothing could be sent any more. Written by any thread, atomically. */
    private volatile long discarded;

    /** Whether {@code writable} is due. Set by the sender, cleared by the strand. */
    private volatile boolean writableAgain;

    HandlerOutput(Connection connection, Outbound outbound) {
        this.connection = connection;
        this.outbound = outbound;
        this.waiting = new WaitingWriters(connection, outbound);
        this.late = connection.resources().lateOutput();
    }

    // ---- for any thread

    /** Takes all of the data, and waits first if too much is queued and the thread may wait. */
    void write(HandlerContext writer, ByteBuffer data) {
        if (!accepts(writer, data)) {
            data.position(data.limit());
        } else if (connection.isHeldByThisThread()) {
            writeInCall(connection.worker(), writer, data);
        } else {
            handIn(writer, data, null);
        }
    }

    /** Takes all of the data, with copies of descriptors that travel with its first byte. */
    void write(HandlerContext writer, ByteBuffer data, FileDescriptor[] descriptors) {
        if (!data.hasRemaining()) {
            throw new IllegalArgumentException("descriptors travel with bytes, and there are none; write at least one");
        }
        if (!accepts(writer, data)) {
            data.position(data.limit());
            return;
        }
        FileDescriptor[] copies;
        try {
            copies = DescriptorCopies.of(descriptors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send descriptors on " + connection + ": " + e.getMessage(), e);
        }
        boolean handedIn = false;
        try {
            handIn(writer, data, copies);
            handedIn = true;
        } finally {
            if (!handedIn) {
                DescriptorCopies.close(copies);
            }
        }
    }

    /** Takes all of the data without waiting; or none of it, if too much is queued or nothing can reach the client. */
    boolean offer(HandlerContext writer, ByteBuffer data) {
        boolean inCall = connection.isHeldByThisThread();
        if (!canReachClient(writer)) {
            if (writer.mayAct() && inCall && !writer.state.isReleased()) {
                throw endedException();
            }
            return false;
        }
        if (connection.isFull()) {
            writer.sawFull = true;
            return false;
        }
        if (inCall) {
            appendShielded(connection.worker(), writer, data);
        } else if (data.hasRemaining() && !outbound.handIn(writer, data, null)) {
            writer.mayAct();
            return false;
        }
        return true;
    }

    /** Sends what the running call has gathered, without waiting. */
    void flush() {
        if (connection.isHeldByThisThread()) {
            flushShielded(connection.worker());
        } else {
            outbound.requestSend(Outbound.GATHERED);
        }
    }

    /** Returns whether bytes that the handler writes now may still be sent. */
    boolean canReachClient(HandlerContext writer) {
        return canSend()
                && !outbound.isOutputEnded()
                && !writer.state.isOver()
                && (!writer.state.isCloseRequested()
                        || writer.state.hasPending()
                        || connection.isHeldByThisThread()
                                && connection.driver().isInTask());
    }

    /** Ends the output after everything that was written so far; does nothing if nothing more can be sent anyway. */
    void end(HandlerContext writer) {
        if (!canReachClient(writer)) {
            writer.mayAct();
        } else if (outbound.handIn(writer, Segment.endOfOutput(writer))) {
            wakeWriters();
            connection.signal(Connection.NUDGE);
        } else {
            writer.requireInCharge();
        }
    }

    /** Returns whether the connection is live, and the handler has not asked for its end. */
    boolean isOpenTo(HandlerContext context) {
        return canSend() && !context.state.isCloseRequested();
    }

    private boolean canSend() {
        return connection.endRequested() == null
                && !connection.isClosing()
                && connection.endedBy() == null
                && outbound.broken() == null;
    }

    /** Returns whether the connection takes messages, and its handler may be called with them. */
    boolean takesMessages() {
        return canSend() && !connection.clientHasLeft() && !connection.driver().isCloseRequested();
    }

    /** Returns how many bytes were written when nothing could be sent any more. */
    long discarded() {
        return discarded;
    }

    /** Has waiting writers check again whether they may go on. */
    void wakeWriters() {
        waiting.wake();
    }

    // ---- the handler's notice that it can write again

    /** Records that the queue has become low after it was full, so that {@code writable} is due. Called by the sender. */
    void setWritableAgain() {
        writableAgain = true;
    }

    /** Returns whether {@code writable} is due, and clears that. On the strand. */
    boolean takeWritableAgain() {
        boolean again = writableAgain;
        if (again) {
            writableAgain = false;
        }
        return again;
    }

    /** Returns whether {@code writable} is due. */
    boolean isWritableAgain() {
        return writableAgain;
    }

    // ---- a write of the running call, on the strand

    private void writeInCall(Worker worker, HandlerContext writer, ByteBuffer data) {
        if (!writer.takeSawRoom()) {
            awaitRoomInCall(worker, writer);
        }
        appendShielded(worker, writer, data);
    }

    private void awaitRoomInCall(Worker worker, HandlerContext writer) {
        if (!worker.mayBlock() && isBeyondAllowance()) {
            flushShielded(worker);
            worker.giveLoopAway(connection);
        }
        if (worker.mayBlock() && connection.isFull()) {
            flushShielded(worker);
            waiting.await(writer);
        }
    }

    private void appendShielded(Worker worker, HandlerContext writer, ByteBuffer data) {
        if (!outbound.mayBeInterrupted()) {
            append(worker, writer, data);
            return;
        }
        worker.gate.shield();
        try {
            append(worker, writer, data);
        } finally {
            worker.gate.unshield();
        }
    }

    /** Appends to the worker's buffer. What does not fit is sent here, so an interrupt must not reach this either. */
    private void append(Worker worker, HandlerContext writer, ByteBuffer data) {
        outbound.write(worker, writer, data);
        if (worker.mayBlock()) {
            late.add(outbound);
        }
    }

    private void flushShielded(Worker worker) {
        if (!outbound.mayBeInterrupted()) {
            outbound.flush(worker);
            return;
        }
        worker.gate.shield();
        try {
            outbound.flush(worker);
        } finally {
            worker.gate.unshield();
        }
    }

    /** Sends what a call has gathered. Called after each call, without a shield: no interrupt can come any more. */
    void callEnded(Worker worker) {
        outbound.flush(worker);
    }

    /** Returns whether so much is queued that not even an event loop may queue more. For any thread. */
    private boolean isBeyondAllowance() {
        long queued = outbound.queued();
        return queued > 0
                && queued >= (long) LOOP_ALLOWANCE * connection.config().writeHigh();
    }

    // ---- a write of another thread

    private void handIn(HandlerContext writer, ByteBuffer data, FileDescriptor[] descriptors) {
        if (!data.hasRemaining()) {
            return;
        }
        awaitRoom(writer);
        boolean taken = accepts(writer, data) && outbound.handIn(writer, data, descriptors);
        if (!taken) {
            if (writer.state.isOver()) {
                writer.requireInCharge();
            }
            data.position(data.limit());
            if (descriptors != null) {
                DescriptorCopies.close(descriptors);
            }
        }
    }

    /** Waits for room. On an event loop, which a call of another connection occupies, only beyond the allowance. */
    private void awaitRoom(HandlerContext writer) {
        if (Thread.currentThread() instanceof LoopThread carrier && !carrier.worker.mayBlock()) {
            Object caller = carrier.worker.gate.calling();
            if (caller == null || !isBeyondAllowance()) {
                return;
            }
            carrier.worker.giveLoopAway(caller);
            if (!carrier.worker.mayBlock()) {
                return;
            }
        }
        waiting.await(writer);
    }

    // ---- a write that cannot reach the client

    /** Returns whether the data may be written. If not, the caller drops it, or the call that writes ends here. */
    private boolean accepts(HandlerContext writer, ByteBuffer data) {
        if (canReachClient(writer)) {
            return true;
        }
        writer.mayAct();
        discard(writer, data.remaining());
        return false;
    }

    /**
     * Counts bytes that cannot reach the client, and throws if that ends the writing call.
     *
     * <p>A call of this connection ends at once; only its {@code released} may write a last message, up to {@code write.high},
     * which is dropped. A call of another connection is not affected. A thread of the handler's own learns that the connection
     * has ended after the end is complete.
     */
    private void discard(HandlerContext writer, int bytes) {
        DISCARDED.getAndAdd(this, (long) bytes);
        if (connection.isHeldByThisThread()) {
            writer.discarded += bytes;
            if (!writer.state.isReleased()
                    || writer.discarded >= connection.config().writeHigh()) {
                throw endedException();
            }
        } else if (connection.hasEnded() && connection.resources().callOfThisThread() == null) {
            throw endedException();
        }
    }

    private ConnectionEndedException endedException() {
        ReleaseReason reason = connection.endedBy() != null ? connection.endedBy() : connection.endRequested();
        if (reason == null) {
            reason = connection.clientHasLeft() ? ReleaseReason.CLIENT_CLOSED : outbound.broken();
        }
        return new ConnectionEndedException(
                connection.host().name(), connection.id(), reason == null ? ReleaseReason.HANDLER_CLOSED : reason);
    }
}

package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.poll.DescriptorCopies;
import dev.patchbay.server.swap.HandlerLease;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The connection as the handler in charge of it sees it. What other threads may do to it in time is in {@link HandlerState}. */
public final class HandlerContext implements ConnContext {

    /** What one message can carry: {@code SCM_MAX_FD} of the kernel. */
    private static final int MAX_DESCRIPTORS = 253;

    /** A timeout beyond this is none. */
    private static final Duration LONGEST = Duration.ofDays(365);

    final HandlerLease lease;
    final TaskQueue tasks = new TaskQueue();
    final HandlerState state = new HandlerState();
    private final Connection connection;
    private final String previous;

    /** Whether {@code opened} was called, so that {@code released} has to be. Owned by the turn. */
    boolean opened;

    /** What the handler was told, each once. Owned by the turn. */
    boolean toldInputEnd;

    boolean toldHangup;
    boolean toldDraining;

    /** Up to where in its input the handler has been shown bytes before, in vain; 0 outside of calls. Owned by the turn. */
    int seenUpTo;

    /** Whether the handler was told that the queue is full, and so perhaps leaves input until it is not. */
    volatile boolean sawFull;

    /** How many bytes its calls have written in vain. Owned by the turn. */
    private long vain;

    /** Whether the handler wants to be shown no more for now. Ends with its time in charge, whoever sets it how late. */
    private volatile boolean paused;

    /** Whether the handler wanted to be shown again what it left, even if nobody has seen the pause. */
    private volatile boolean resumed;

    /** The idle timeout that a handler has set, 0 for never; negative if the server's is in force. */
    private volatile long idleNanos;

    private volatile boolean interruptedByHangup;

    /**
     * Makes a charge.
     *
     * @param before the charge before this one, whose settings go on; null if there was none
     */
    HandlerContext(Connection connection, HandlerLease lease, HandlerContext before, String previous) {
        this.connection = connection;
        this.lease = lease;
        this.previous = previous;
        this.idleNanos = before == null ? -1 : before.idleNanos;
        this.interruptedByHangup = before == null || before.interruptedByHangup;
    }

    // ---- for the host

    boolean isOnLoop() {
        return lease.entry().execution() == HandlerExecution.EVENT_LOOP;
    }

    boolean isPaused() {
        return paused;
    }

    /** Returns, once, whether the handler has resumed its input; for the turn. */
    boolean takeResumed() {
        boolean again = resumed;
        if (again) {
            resumed = false;
        }
        return again;
    }

    boolean isResumed() {
        return resumed;
    }

    long idleNanos() {
        return idleNanos;
    }

    boolean isInterruptedByHangup() {
        return interruptedByHangup;
    }

    Connection connection() {
        return connection;
    }

    /** Throws if the connection lives on without this handler; returns if it ends or has ended. */
    private void requireInCharge() {
        if (!connection.isEnding() && !connection.hasEnded()) {
            throw new IllegalStateException("handler " + lease.entry().name() + " was released from connection " + id()
                    + " of server " + server() + " and can no longer act on it");
        }
    }

    /** Returns whether the handler may still act; throws if another may by now. */
    private boolean mayAct() {
        if (state.isOver()) {
            requireInCharge();
            return false;
        }
        return true;
    }

    // ---- output

    @Override
    public void write(ByteBuffer data) {
        if (!takes(data)) {
            data.position(data.limit());
        } else if (connection.isHeldByThisThread()) {
            connection.driver().write(this, data);
        } else {
            handIn(data, null);
        }
    }

    @Override
    public void write(ByteBuffer data, FileDescriptor... descriptors) {
        if (descriptors.length == 0) {
            write(data);
            return;
        }
        if (!data.hasRemaining()) {
            throw new IllegalArgumentException("descriptors travel with bytes, and there are none; write at least one");
        }
        if (!takes(data)) {
            data.position(data.limit());
            return;
        }
        FileDescriptor[] copies;
        try {
            copies = DescriptorCopies.of(descriptors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send descriptors on " + this + ": " + e.getMessage(), e);
        }
        boolean handedIn = false;
        try {
            handIn(data, copies);
            handedIn = true;
        } finally {
            if (!handedIn) {
                DescriptorCopies.close(copies);
            }
        }
    }

    private void handIn(ByteBuffer data, FileDescriptor[] descriptors) {
        if (!data.hasRemaining()) {
            return;
        }
        connection.awaitRoom(this);
        boolean taken = takes(data) && connection.outbound().handIn(this, data, descriptors);
        if (!taken) {
            if (state.isOver()) {
                requireInCharge();
            }
            data.position(data.limit());
            if (descriptors != null) {
                DescriptorCopies.close(descriptors);
            }
        }
    }

    /** Returns whether bytes can be written; if not, they are dropped, or the call that writes is ended. */
    private boolean takes(ByteBuffer data) {
        if (connection.takesOutput(this)) {
            return true;
        }
        mayAct();
        refuse(data.remaining());
        return false;
    }

    /**
     * Ends the call of this connection that writes in vain; its {@code released} may say a last word, which is dropped. A call
     * of another connection is none the worse for it, and a thread of the handler's own learns of it when the end is there.
     */
    private void refuse(int bytes) {
        connection.wroteInVain(bytes);
        if (connection.isHeldByThisThread()) {
            vain += bytes;
            if (!state.isReleased() || vain >= connection.config().writeHigh()) {
                throw connection.endedException();
            }
        } else if (connection.hasEnded() && connection.resources().callOfThisThread() == null) {
            throw connection.endedException();
        }
    }

    @Override
    public boolean isWritable() {
        boolean writable = connection.isWritable();
        if (!writable) {
            sawFull = true;
        }
        return writable;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpenTo(this);
    }

    // ---- order

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!tasks.put(task)) {
            requireInCharge();
            return;
        }
        connection.signal(Connection.NUDGE);
    }

    @Override
    public Pending pending() {
        if (!state.awaitAnswer()) {
            boolean releasing = connection.isHeldByThisThread() && !state.isOver();
            if (!releasing) {
                requireInCharge();
            }
            return () -> {};
        }
        return new Answer();
    }

    @Override
    public void close() {
        if (!state.close()) {
            requireInCharge();
        }
        connection.signal(Connection.NUDGE);
    }

    @Override
    public void abort() {
        if (!state.abort()) {
            requireInCharge();
        } else {
            connection.end(ReleaseReason.HANDLER_ABORTED);
        }
    }

    @Override
    public void pauseInput() {
        pauseInput(true);
    }

    @Override
    public void resumeInput() {
        pauseInput(false);
    }

    private void pauseInput(boolean pause) {
        if (mayAct()) {
            if (!pause) {
                // First, so that whoever sees the end of the pause sees this, too.
                resumed = true;
            }
            paused = pause;
            connection.signal(Connection.NUDGE);
        }
    }

    @Override
    public int seenUpTo() {
        return connection.isHeldByThisThread() ? seenUpTo : 0;
    }

    // ---- settings

    @Override
    public void interruptWhenClientCloses(boolean interrupt) {
        if (mayAct()) {
            interruptedByHangup = interrupt;
        }
    }

    @Override
    public void idleTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("an idle timeout of " + timeout + ": it cannot be negative");
        }
        if (mayAct()) {
            idleNanos = timeout.compareTo(LONGEST) > 0 ? 0 : timeout.toNanos();
            connection.idleTimeoutChanged();
        }
    }

    @Override
    public void acceptDescriptors(int max) {
        if (max < 0 || max > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(
                    max + " descriptors in one message: the kernel allows from 0 to " + MAX_DESCRIPTORS);
        }
        if (!mayAct()) {
            return;
        }
        if (connection.isHeldByThisThread()) {
            connection.driver().inbound().acceptDescriptors(max);
        } else {
            execute(() -> connection.driver().inbound().acceptDescriptors(max));
        }
    }

    @Override
    public List<FileDescriptor> takeDescriptors() {
        return mayAct() ? connection.driver().inbound().descriptors().take(this) : List.of();
    }

    // ---- facts

    @Override
    public long id() {
        return connection.id();
    }

    @Override
    public String server() {
        return connection.host().name();
    }

    @Override
    public String localAddress() {
        return connection.host().address();
    }

    @Override
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public PeerCredentials peer() {
        return connection.peer();
    }

    @Override
    public Instant acceptedAt() {
        return connection.acceptedAt();
    }

    @Override
    public Optional<String> previousHandler() {
        return Optional.ofNullable(previous);
    }

    @Override
    public boolean isDraining() {
        return connection.host().isDraining();
    }

    @Override
    public CompletionStage<ReleaseReason> closed() {
        return connection.closed();
    }

    @Override
    public long bytesIn() {
        return connection.driver().input().total();
    }

    @Override
    public long bytesOut() {
        return connection.outbound().total();
    }

    @Override
    public Map<String, Object> attributes() {
        return connection.attributes();
    }

    @Override
    public String toString() {
        return "connection " + id() + " of server " + server();
    }

    /** An answer that is still to come. */
    private final class Answer implements Pending {
        private boolean done;

        @Override
        public void close() {
            synchronized (this) {
                if (done) {
                    return;
                }
                done = true;
            }
            if (state.answered()) {
                connection.signal(Connection.NUDGE);
            }
        }
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.swap.HandlerLease;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One handler's time in charge of one connection, and the connection as that handler sees it.
 */
final class Charge implements ConnContext {

    private static final int RELEASED = 1 << 31;

    /** What one message can carry: {@code SCM_MAX_FD} of the kernel. */
    private static final int MAX_DESCRIPTORS = 253;

    private static final VarHandle PENDING;

    static {
        try {
            PENDING = MethodHandles.lookup().findVarHandle(Charge.class, "pending", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HandlerLease lease;
    private final Connection connection;
    private final String previous;
    private final Mailbox mailbox = new Mailbox();

    /** Whether {@code opened} was called, so that {@code released} has to be. Owned by the turn. */
    boolean opened;

    /** Whether the handler was told that the input has ended. Owned by the turn. */
    boolean toldInputEnd;

    /** Whether the handler was told that the client has closed its socket. Owned by the turn. */
    boolean toldHangup;

    /** Answers that are still to come, and a bit for "released". */
    private volatile int pending;

    /** Whether the handler wants to be shown no more for now. Ends with its time in charge, whoever sets it how late. */
    private volatile boolean paused;

    /** Whether the handler wanted to be shown again what it left, even if nobody has seen the pause. */
    private volatile boolean resumed;

    /** Whether {@code released} has returned. */
    private volatile boolean over;

    Charge(Connection connection, HandlerLease lease, String previous) {
        this.connection = connection;
        this.lease = lease;
        this.previous = previous;
    }

    boolean isOnLoop() {
        return lease.entry().execution() == HandlerExecution.EVENT_LOOP;
    }

    /** Ends the time in charge, unless an answer is still to come and {@code force} is not set. */
    boolean release(boolean force) {
        if (!force) {
            return PENDING.compareAndSet(this, 0, RELEASED);
        }
        PENDING.getAndBitwiseOr(this, RELEASED);
        return true;
    }

    boolean hasPending() {
        return (pending & ~RELEASED) != 0;
    }

    boolean isPaused() {
        return paused;
    }

    /** Tells, once, that the handler has resumed its input; for the turn. */
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

    /** Returns where other threads hand in bytes and tasks. */
    Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void write(ByteBuffer data) {
        if (connection.isTurnOfThisThread()) {
            connection.service().write(this, data);
        } else {
            handIn(data, null);
        }
    }

    @Override
    public void write(ByteBuffer data, FileDescriptor... descriptors) {
        if (descriptors.length > 0 && !data.hasRemaining()) {
            throw new IllegalArgumentException("descriptors travel with bytes, and there are none; write at least one");
        }
        handIn(data, descriptors.length == 0 ? null : descriptors.clone());
    }

    private void handIn(ByteBuffer data, FileDescriptor[] descriptors) {
        if (!data.hasRemaining()) {
            return;
        }
        if (!connection.takesOutput()) {
            data.position(data.limit());
            return;
        }
        Output.Segment top = connection.service().output().copy(data, descriptors);
        if (!mailbox.put(top)) {
            connection.service().output().discard(top);
            requireInCharge();
            return;
        }
        connection.outputWasHandedIn();
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!mailbox.put(task)) {
            requireInCharge();
            return;
        }
        connection.signal(Connection.NUDGE);
    }

    @Override
    public Pending pending() {
        int now;
        do {
            now = pending;
            if (now < 0) {
                requireInCharge();
                return () -> {};
            }
        } while (!PENDING.compareAndSet(this, now, now + 1));
        return new Answer();
    }

    /** The handler was released; from now on it cannot act on the connection. */
    void over() {
        over = true;
    }

    /** Throws if the connection lives on without this handler; returns if it has ended. */
    void requireInCharge() {
        if (!connection.hasEnded()) {
            throw new IllegalStateException("handler " + lease.entry().name() + " was released from connection " + id()
                    + " of server " + server() + " and can no longer act on it");
        }
    }

    @Override
    public void close() {
        if (!over) {
            connection.closeAfterOutput();
        } else {
            requireInCharge();
        }
    }

    @Override
    public void abort() {
        if (!over) {
            connection.end(ReleaseReason.HANDLER_ABORTED);
        } else {
            requireInCharge();
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
        if (!over) {
            if (!pause) {
                // First, so that whoever sees the end of the pause sees this, too.
                resumed = true;
            }
            paused = pause;
            connection.signal(Connection.NUDGE);
        } else {
            requireInCharge();
        }
    }

    @Override
    public long id() {
        return connection.id();
    }

    @Override
    public String server() {
        return connection.server().name();
    }

    @Override
    public String localAddress() {
        return connection.server().address();
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
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public boolean isOpen() {
        return connection.takesOutput();
    }

    @Override
    public boolean isDraining() {
        return connection.server().isDraining();
    }

    @Override
    public CompletionStage<ReleaseReason> closed() {
        return connection.closed();
    }

    @Override
    public void interruptWhenClientCloses(boolean interrupt) {
        connection.interruptWhenClientCloses(interrupt);
    }

    @Override
    public void idleTimeout(Duration timeout) {
        connection.idleTimeout(timeout);
    }

    @Override
    public void acceptDescriptors(int max) {
        if (max < 0 || max > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(
                    max + " descriptors in one message: the kernel allows from 0 to " + MAX_DESCRIPTORS);
        }
        if (connection.isTurnOfThisThread()) {
            connection.service().receiving().acceptDescriptors(max);
        } else {
            execute(() -> connection.service().receiving().acceptDescriptors(max));
        }
    }

    @Override
    public List<FileDescriptor> takeDescriptors() {
        return connection.service().receiving().descriptors().take();
    }

    @Override
    public long bytesIn() {
        return connection.service().input().total();
    }

    @Override
    public long bytesOut() {
        return connection.service().output().total();
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
        public synchronized void close() {
            if (!done) {
                done = true;
                if ((int) PENDING.getAndAdd(Charge.this, -1) == 1) {
                    connection.signal(Connection.NUDGE);
                }
            }
        }
    }
}

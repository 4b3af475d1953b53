package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.SlowConsumer;
import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.swap.HandlerLease;
import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection as the handler in charge sees it. Each time that a handler takes charge it gets a new context. {@link
 * HandlerState} decides whether a request comes in time.
 *
 * <p>All methods of {@link ConnContext} may be called from any thread.
 */
public final class HandlerContext extends ConnectionFacts {

    /** The most descriptors that one message can carry: {@code SCM_MAX_FD} of the kernel. */
    private static final int MAX_DESCRIPTORS = 253;

    final HandlerLease lease;
    final Handler handler;
    final TaskQueue tasks = new TaskQueue();
    final HandlerState state = new HandlerState();
    private final boolean onLoop;
    private final String previous;

    /** Whether {@code opened} was called, so that {@code released} has to be called. Owned by the strand. */
    boolean opened;

    /** Whether {@code inputEnded} was called. Owned by the strand. */
    boolean toldInputEnd;

    /** Whether {@code clientClosed} was called. Owned by the strand. */
    boolean toldHangup;

    /** Whether {@code draining} was called. Owned by the strand. */
    boolean toldDraining;

    /** Whether {@code handOverWanted} was called because of a swap, and because of a drain. Owned by the strand. */
    boolean askedBySwap;

    boolean askedByDrain;

    /** Created on first use, under this object's monitor; read by any thread. */
    private volatile HandlerTimers timers;

    /** Up to which position of its input the handler has seen bytes before; 0 outside of a call. Owned by the strand. */
    int seenUpTo;

    /**
     * Whether the handler has learned that the queue is full, and so may leave input until it is not. Set by any thread,
     * cleared by the strand.
     */
    volatile boolean sawFull;

    /**
     * Whether the running call was told that it can write, so that its next write does not wait: what it has gathered may be
     * sent late, and fill the queue, between the two. Owned by the strand.
     */
    private boolean sawRoom;

    /** How many bytes the handler's calls have written that could not be sent any more. Owned by the strand. */
    long discarded;

    /** Whether input is paused. Written by any thread. A pause ends with this context. */
    private volatile boolean paused;

    /** Whether input was resumed, even if the strand has not seen the pause. Set by any thread, cleared by the strand. */
    private volatile boolean resumed;

    /**
     * Creates a context.
     *
     * @param previous the name of the handler that was in charge before, or null
     */
    HandlerContext(Connection connection, HandlerLease lease, String previous) {
        super(connection);
        this.lease = lease;
        this.handler = lease.entry().handler();
        this.onLoop = lease.entry().execution() == HandlerExecution.EVENT_LOOP;
        this.previous = previous;
    }

    // ---- for the host

    boolean isOnLoop() {
        return onLoop;
    }

    /** Returns whether the running call was told that its next write does not wait, and clears that. On the strand. */
    boolean takeSawRoom() {
        boolean room = sawRoom;
        sawRoom = false;
        return room;
    }

    boolean isPaused() {
        return paused;
    }

    /** Returns whether the handler has resumed its input, and clears that. On the strand. */
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

    /** Throws if the connection lives on without this handler; returns if it ends or has ended. */
    void requireInCharge() {
        if (!connection.isEnding() && !connection.hasEnded()) {
            throw new IllegalStateException("handler " + lease.entry().name() + " was released from connection " + id()
                    + " of server " + server() + " and can no longer act on it");
        }
    }

    /** Returns whether the handler may still act; throws if another handler may act instead. */
    boolean mayAct() {
        if (state.isOver()) {
            requireInCharge();
            return false;
        }
        return true;
    }

    // ---- output

    @Override
    public void write(ByteBuffer data) {
        connection.output().write(this, data);
    }

    @Override
    public void write(ByteBuffer data, FileDescriptor... descriptors) {
        if (descriptors.length == 0) {
            write(data);
        } else {
            connection.output().write(this, data, descriptors);
        }
    }

    @Override
    public boolean offer(ByteBuffer data) {
        return connection.output().offer(this, data);
    }

    @Override
    public void flush() {
        if (mayAct()) {
            connection.output().flush();
        }
    }

    @Override
    public boolean isWritable() {
        boolean full = connection.isFull();
        if (full) {
            sawFull = true;
        }
        if (connection.isHeldByThisThread()) {
            sawRoom = !full;
        }
        return !full;
    }

    @Override
    public void endOutput() {
        connection.output().end(this);
    }

    @Override
    public boolean isOpen() {
        return connection.output().isOpenTo(this);
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
    public Timer after(Duration delay, Runnable task) {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(task, "task");
        return mayAct() ? timers().set(delay, task) : () -> {};
    }

    @Override
    public void afterSent(Runnable task) {
        Objects.requireNonNull(task, "task");
        Runnable inOrder = () -> {
            if (!state.isReleased()) {
                task.run();
            }
        };
        Runnable whenSent = () -> {
            if (tasks.put(inOrder)) {
                connection.signal(Connection.NUDGE);
            }
        };
        if (mayAct() && !connection.outbound().handIn(this, Segment.afterSent(this, whenSent))) {
            requireInCharge();
        }
    }

    private synchronized HandlerTimers timers() {
        if (timers == null) {
            timers = new HandlerTimers(connection, this);
        }
        return timers;
    }

    /** Drops what is left to run later. On the strand, once it is decided to release the handler. */
    void dropTimers() {
        HandlerTimers left = timers;
        if (left != null) {
            left.drop();
        }
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
        return new PendingAnswer(connection, state);
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
                // First, so that a thread that sees the end of the pause sees this as well.
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
            connection.driver().settings().interruptWhenClientCloses(interrupt);
            if (!interrupt && connection.isHeldByThisThread()) {
                connection.worker().gate.revokeInterrupt();
            }
        }
    }

    @Override
    public void idleTimeout(Duration timeout) {
        ConnectionSettings.checkIdleTimeout(timeout);
        if (mayAct()) {
            connection.driver().settings().idleTimeout(timeout);
            connection.idleTimeoutChanged();
        }
    }

    @Override
    public void messageMax(int bytes) {
        ConnectionSettings.checkMessageMax(bytes);
        if (mayAct()) {
            connection.driver().settings().messageMax(bytes);
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

    @Override
    public void mailbox(int capacity, SlowConsumer whenFull) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "a mailbox for " + capacity + " messages: there must be room for at least 1");
        }
        Objects.requireNonNull(whenFull, "whenFull");
        if (mayAct()) {
            connection.driver().settings().mailboxOf(connection).messages().limit(capacity, whenFull);
        }
    }

    // ---- facts

    @Override
    public Optional<String> previousHandler() {
        return Optional.ofNullable(previous);
    }
}

package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.LoopThread;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One connection, as all threads see it. Whose turn it is: {@link Strand}. What is done in the turn: {@link ConnectionDriver}. The way
 * of the bytes to the client, which needs no turn: {@link Outbound}.
 */
public final class Connection extends Strand {

    private static final long TRY_MILLIS = 10;

    private static final VarHandle END;
    private static final VarHandle CLOSED;
    private static final VarHandle LAST_ACTIVE;
    private static final VarHandle VAIN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            END = lookup.findVarHandle(Connection.class, "endRequested", ReleaseReason.class);
            CLOSED = lookup.findVarHandle(Connection.class, "closed", CompletableFuture.class);
            LAST_ACTIVE = lookup.findVarHandle(Connection.class, "lastActive", long.class);
            VAIN = lookup.findVarHandle(Connection.class, "vain", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Long id;
    private final long acceptedMillis = System.currentTimeMillis();
    private final long acceptedNanos;
    private final PeerCredentials peer;
    private final String remoteAddress;
    private final Outbound outbound;
    private final WaitingWriters room;
    private final ConnectionDriver driver;

    /** Whether a look at the socket is due because a call keeps the loop. */
    private final AtomicBoolean watched = new AtomicBoolean();

    private volatile ReleaseReason endRequested;
    private volatile ReleaseReason endedBy;
    private volatile boolean closing;
    private volatile ReleaseReason closingFor;
    private volatile boolean writableAgain;

    /** Bytes that were written when nothing could be sent any more. */
    private volatile long vain;

    /** How many steps of the end were made; owned by whoever concludes. */
    private int stepsOfEnd;

    /** Bytes that were queued at the end; owned by whoever concludes. */
    private long unsent;

    /** When the last byte was read or sent. Others than those who move bytes may see it late. */
    private long lastActive;

    /** Made when first needed; owned by the loop's thread. */
    private IdleTimer idleTimer;

    private volatile CompletableFuture<ReleaseReason> closed;
    private volatile Map<String, Object> attributes;

    public Connection(ConnectionHost host, EventLoop loop, long id, PeerCredentials peer, String remoteAddress) {
        super(host, loop);
        this.id = id;
        this.peer = peer;
        this.remoteAddress = remoteAddress;
        this.acceptedNanos = resources().nanoTime();
        this.lastActive = acceptedNanos;
        this.outbound = new Outbound(this, resources().chunks());
        this.room = new WaitingWriters(this, outbound);
        this.driver = new ConnectionDriver(this, host, outbound, room);
    }

    /** Begins to wait for the socket; called on the loop's thread, which is therefore the first to hear of it. */
    public void register(ClientSocket socket) throws IOException {
        begin(loop().poller().open(socket, this));
        restartIdleTimer();
    }

    /** The connection is set up: whatever has happened to it by now has its turn. */
    public void begin(Port port) {
        outbound.attach(port);
        driver.attach(port);
        firstRun();
    }

    /** The connection could not be set up: the turn stays taken for ever. */
    public void neverBegins() {
        driver.neverBegins();
        END.compareAndSet(this, null, ReleaseReason.HOST_FAILED);
        conclude();
    }

    // ---- the turn

    @Override
    public void ready(int readiness) {
        try {
            if ((readiness & HANGUP) != 0) {
                outbound.kickFromHost(Outbound.ROOM | Outbound.GONE);
            } else if ((readiness & WRITABLE) != 0 && outbound.awaitsRoom()) {
                outbound.kickFromHost(Outbound.ROOM);
            }
        } finally {
            int rest = readiness & ~WRITABLE;
            if (rest != 0) {
                news(rest);
            }
        }
    }

    @Override
    Outcome serve(Worker mine, int bits) {
        return driver.serve(mine, bits);
    }

    @Override
    boolean isForLoop() {
        return driver.isForLoop();
    }

    @Override
    boolean isInterruptedBy(int readiness) {
        return (readiness & HANGUP) != 0 && driver.isInterruptedByHangup();
    }

    @Override
    public boolean isEnding() {
        return endRequested != null;
    }

    // ---- requests from any thread

    /** Ends the connection, unless it is ending already; a call that is running on a thread that may block is interrupted. */
    public void end(ReleaseReason reason) {
        if (END.compareAndSet(this, null, reason)) {
            signal(NUDGE);
            room.wake();
        }
    }

    /** Ends the connection, and interrupts the call that is running even if it keeps an event loop, which is taken from it. */
    public void endByForce(ReleaseReason reason) {
        END.compareAndSet(this, null, reason);
        signal(NUDGE);
        interruptByForce();
        room.wake();
    }

    /** Closes the connection when the call that runs, which is interrupted, has ended and everything has been sent: in time. */
    public void closeFor(ReleaseReason reason) {
        closingFor = reason;
        closeAfterOutput();
        interruptCall();
        try {
            long patience = config().drainTimeout().toNanos();
            ScheduledFuture<?> deadline =
                    resources().timer().schedule(() -> end(reason), patience, TimeUnit.NANOSECONDS);
            closed().whenComplete((nothing, failure) -> deadline.cancel(false));
        } catch (Error | RejectedExecutionException noTimer) {
            end(reason);
        }
    }

    /** Returns for what reason the connection closes if neither side has wished it; null for none. */
    ReleaseReason closingFor() {
        return closingFor;
    }

    /**
     * Returns what keeps the connection from changing hands: an answer that is still to come, a call that is running, or null
     * if nothing does. What is equal to an earlier one has kept it since then.
     */
    public Object keeper() {
        signal(NUDGE);
        return driver.awaitsAnswer() ? driver.lease() : call();
    }

    /** Closes the connection when everything has been sent. */
    void closeAfterOutput() {
        closing = true;
        signal(NUDGE);
    }

    /** Waits until there is room for what another thread wants to write, or a call of another connection on its loop. */
    void awaitRoom(HandlerContext writer) {
        if (Thread.currentThread() instanceof LoopThread carrier && !carrier.worker.mayBlock()) {
            Object caller = carrier.worker.gate.calling();
            if (caller == null || !driver.isBeyondAllowance()) {
                return;
            }
            carrier.worker.giveLoopAway(caller);
            if (!carrier.worker.mayBlock()) {
                return;
            }
        }
        room.await(writer);
    }

    /** The handler has set another timeout. */
    void idleTimeoutChanged() {
        loop().run(this::restartIdleTimer);
    }

    /** The timeout may have changed. On the loop's thread. */
    public void restartIdleTimer() {
        if (idleTimer == null
                && (idleTimeoutNanos() > 0 || !config().messageTimeout().isZero())) {
            idleTimer = new IdleTimer(this);
        }
        if (idleTimer != null) {
            idleTimer.restart();
        }
    }

    long idleTimeoutNanos() {
        long own = driver.idleNanos();
        return own >= 0 ? own : config().idleTimeout().toNanos();
    }

    /** Returns for how long a message of the client has been incomplete; 0 if none is. */
    long incompleteForNanos(long nowNanos) {
        Long since = driver.incompleteSince();
        return since == null ? 0 : Math.max(0, nowNanos - since);
    }

    /** Returns whether the client has nothing to wait for but the host: it is held, or an answer is on its way. */
    boolean isBusy() {
        return driver.lease() == null
                || driver.awaitsAnswer()
                || driver.leavesInput()
                || outbound.queued() == 0 && call() != null;
    }

    // ---- what the turn tells

    /** Called by the turn when bytes have been read. */
    void received(int count, Worker turn) {
        wasActive(turnNanos());
        host().bytesRead(this, count, turn);
    }

    void wasActive(long nowNanos) {
        LAST_ACTIVE.setOpaque(this, nowNanos);
    }

    /** Tells an error of this connection; if there is no memory for that, it is left out. */
    void tell(Supplier<String> what, Throwable cause) {
        try {
            host().error(what.get(), cause);
        } catch (Error noMemory) {
            host().tellLater(what, cause);
        }
    }

    /** Called when the turn is over, again and again if something fails: no step of the end is left out, and none is made twice. */
    void ended(ReleaseReason reason, Totals totals) {
        endedBy = reason;
        while (stepsOfEnd < ConnectionHost.STEPS_OF_END) {
            host().ended(this, stepsOfEnd, reason, totals);
            stepsOfEnd++;
        }
        if (stepsOfEnd == ConnectionHost.STEPS_OF_END) {
            tellThoseWhoWait(reason);
            stepsOfEnd++;
        }
    }

    private void tellThoseWhoWait(ReleaseReason reason) {
        try {
            CompletableFuture<ReleaseReason> future = closed;
            if (future != null) {
                resources().complete(future, reason);
            }
        } finally {
            room.wake();
            if (idleTimer != null) {
                loop().run(this::restartIdleTimer);
            }
        }
    }

    // ---- what the sender tells

    /** Bytes were sent; {@code turn} is the turn's worker if it has sent them, else null. */
    void sent(long count, Worker turn) {
        wasActive(turn == null ? resources().nanoTime() : turnNanos());
        host().bytesWritten(this, count, turn);
    }

    void wakeWriters() {
        room.wake();
    }

    /** The queue has fallen low after it had been full: the handler is to be told. */
    void writableAgain() {
        writableAgain = true;
    }

    /** Returns, once, whether the handler is to be told that it can write again; for the turn. */
    boolean takeWritableAgain() {
        boolean again = writableAgain;
        if (again) {
            writableAgain = false;
        }
        return again;
    }

    boolean isWritableAgain() {
        return writableAgain;
    }

    /** Returns whether input is held back until the client has read enough. */
    boolean isStalled() {
        return driver.inbound().isStalled();
    }

    /** Returns whether the turn waits for the last byte to be sent, perhaps. */
    boolean mayEndSoon() {
        return closing || driver.isCloseRequested() || host().isDraining();
    }

    /** The socket is full, and the loop may be kept by a call so that it does not hear when there is room: tries again soon. */
    void watchRoom() {
        if (loop().isKept() && watched.compareAndSet(false, true)) {
            try {
                resources().timer().schedule(this::tryAgain, TRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (OutOfMemoryError | RejectedExecutionException notNow) {
                watched.set(false);
            }
        }
    }

    private void tryAgain() {
        watched.set(false);
        outbound.kickFromHost(Outbound.ROOM);
    }

    /** The host has failed to send, and the connection ends. */
    void hostFailed(Throwable cause) {
        tell(() -> "the host failed in " + this + ", which is closed", cause);
    }

    /** Nobody sends any more, ever: closes the socket, and the connection is gone. By whoever was the last to send. */
    void concluded(long dropped) {
        unsent = dropped;
        conclude();
    }

    /** Closes the socket, and the connection is gone; if there is no memory for that, the next look at what was put off does it. */
    void conclude() {
        try {
            driver.conclude(unsent + vain);
        } catch (Error later) {
            resources().postpone(this);
        }
    }

    // ---- facts, for any thread

    public long id() {
        return id;
    }

    /** Returns the number as an object, always the same: to take the connection out of a map needs no memory. */
    public Long key() {
        return id;
    }

    public ConnectionDriver driver() {
        return driver;
    }

    public Outbound outbound() {
        return outbound;
    }

    EngineResources resources() {
        return host().resources();
    }

    ServerConfig config() {
        return host().config();
    }

    public PeerCredentials peer() {
        return peer;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    long acceptedMillis() {
        return acceptedMillis;
    }

    Instant acceptedAt() {
        return Instant.ofEpochMilli(acceptedMillis);
    }

    /** When the connection was accepted, by the host's clock. */
    public long acceptedNanos() {
        return acceptedNanos;
    }

    long idleForNanos() {
        return Math.max(0, resources().nanoTime() - lastActive());
    }

    long lastActive() {
        return (long) LAST_ACTIVE.getOpaque(this);
    }

    public ReleaseReason endRequested() {
        return endRequested;
    }

    boolean isClosing() {
        return closing;
    }

    public boolean hasEnded() {
        return endedBy != null;
    }

    /** Returns whether bytes that the charge writes now have a chance to be sent. */
    boolean takesOutput(HandlerContext writer) {
        return canSend()
                && !writer.state.isOver()
                && (!writer.state.isCloseRequested()
                        || writer.state.hasPending()
                        || isHeldByThisThread() && driver.isInTask());
    }

    private boolean canSend() {
        return endRequested == null && !closing && endedBy == null && outbound.broken() == null;
    }

    /** Returns whether the connection is live, and the handler has not asked for its end. */
    boolean isOpenTo(HandlerContext context) {
        return canSend() && !context.state.isCloseRequested();
    }

    public boolean isWritable() {
        return outbound.queued() < config().writeHigh();
    }

    /** Counts bytes that were written when nothing could be sent any more. */
    void wroteInVain(int bytes) {
        VAIN.getAndAdd(this, (long) bytes);
    }

    /** Returns whether a hangup has come that the turn has not seen yet, and that is to interrupt the call. */
    boolean isHangupToInterrupt() {
        return isSignalled(HANGUP) && driver.isInterruptedByHangup();
    }

    /** Returns whether the client has closed its socket. */
    boolean clientHasLeft() {
        return driver.inbound().hasHungUp() || isSignalled(HANGUP) || outbound.broken() == ReleaseReason.CLIENT_CLOSED;
    }

    /** Returns whether a call that is cancelled was cut short by the host, which is no fault of the handler. */
    public boolean isCutShort() {
        return endRequested != null || endedBy != null || outbound.broken() != null || clientHasLeft() || closing;
    }

    /** Makes what a call is told that writes in vain. */
    ConnectionEndedException endedException() {
        ReleaseReason reason = endedBy != null ? endedBy : endRequested;
        if (reason == null) {
            reason = clientHasLeft() ? ReleaseReason.CLIENT_CLOSED : outbound.broken();
        }
        return new ConnectionEndedException(host().name(), id, reason == null ? ReleaseReason.HANDLER_CLOSED : reason);
    }

    CompletionStage<ReleaseReason> closed() {
        CompletableFuture<ReleaseReason> future = closed;
        if (future == null) {
            CompletableFuture<ReleaseReason> fresh = new CompletableFuture<>();
            future = CLOSED.compareAndSet(this, null, fresh) ? fresh : closed;
        }
        if (endedBy != null) {
            resources().complete(future, endedBy);
        }
        return future.minimalCompletionStage();
    }

    Map<String, Object> attributes() {
        Map<String, Object> map = attributes;
        if (map == null) {
            synchronized (this) {
                map = attributes;
                if (map == null) {
                    map = new ConcurrentHashMap<>();
                    attributes = map;
                }
            }
        }
        return map;
    }

    public ConnectionSnapshot snapshot() {
        return new ConnectionSnapshot(
                id,
                peer,
                remoteAddress,
                acceptedAt(),
                Duration.ofNanos(idleForNanos()),
                driver.input().total(),
                outbound.total(),
                outbound.queued(),
                Optional.ofNullable(driver.handlerName()));
    }

    @Override
    public String toString() {
        return "connection " + id + " of server " + host().name();
    }
}

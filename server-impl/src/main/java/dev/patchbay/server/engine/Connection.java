package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection, as all threads see it. Whose turn it is: {@link Turn}. What is done in the turn: {@link Service}.
 */
final class Connection extends Turn {

    /** A timeout beyond this is none. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final VarHandle END;
    private static final VarHandle CLOSED;
    private static final VarHandle LAST_ACTIVE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            END = lookup.findVarHandle(Connection.class, "endRequested", ReleaseReason.class);
            CLOSED = lookup.findVarHandle(Connection.class, "closed", CompletableFuture.class);
            LAST_ACTIVE = lookup.findVarHandle(Connection.class, "lastActive", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id;
    private final long acceptedMillis = System.currentTimeMillis();
    private final long acceptedNanos;
    private final PeerCredentials peer;
    private final String remoteAddress;
    private final Service service;

    private volatile ReleaseReason endRequested;
    private volatile ReleaseReason endedBy;
    private volatile boolean closing;
    private volatile boolean interruptedByHangup = true;

    /** The idle timeout that the handler has set, 0 for never; negative if the server's is in force. */
    private volatile long idleNanos = -1;

    /** When the last byte was read or sent. Written by the turn and by the idle timer; others may see it late. */
    private long lastActive;

    /** Made when first needed; owned by the loop's thread. */
    private IdleTimer idleTimer;

    /** Other threads that wait to write; made when first needed. */
    private volatile ConcurrentLinkedQueue<Thread> writers;

    private volatile CompletableFuture<ReleaseReason> closed;
    private volatile Map<String, Object> attributes;

    Connection(Server server, EventLoop loop, long id, PeerCredentials peer, String remoteAddress) {
        super(server, loop);
        this.id = id;
        this.peer = peer;
        this.remoteAddress = remoteAddress;
        this.acceptedNanos = server().host().nanoTime();
        this.lastActive = acceptedNanos;
        this.service = new Service(this, server);
    }

    /** Begins to wait for the socket; called on the loop's thread, which is therefore the first to hear of it. */
    void register(ClientSocket socket) throws IOException {
        begin(loop().poller().open(socket, this));
        restartIdleTimer();
    }

    /** The connection is set up: whatever has happened to it by now has its turn. */
    void begin(Port port) {
        service.attach(port);
        firstTurn();
    }

    /** The connection could not be set up: the turn stays taken for ever. */
    void neverBegins() {
        endRequested = ReleaseReason.HOST_FAILED;
        ended(ReleaseReason.HOST_FAILED, new Totals(0, 0, 0, 0, Duration.ZERO));
    }

    // ---- the turn

    @Override
    Outcome serve(Worker mine, int bits) {
        return service.serve(mine, bits);
    }

    @Override
    boolean isForLoop() {
        return service.isForLoop();
    }

    @Override
    boolean isInterruptedBy(int readiness) {
        return (readiness & HANGUP) != 0 && interruptedByHangup;
    }

    @Override
    boolean isEnding() {
        return endRequested != null;
    }

    // ---- requests from any thread

    /** Ends the connection, unless it is ending already; a call that is running on a thread that may block is interrupted. */
    void end(ReleaseReason reason) {
        if (END.compareAndSet(this, null, reason)) {
            signal(NUDGE);
        }
    }

    /** Ends the connection, and interrupts the call that is running even if it keeps an event loop, which is taken from it. */
    void endByForce(ReleaseReason reason) {
        END.compareAndSet(this, null, reason);
        signal(NUDGE);
        interruptByForce();
    }

    /**
     * Returns what keeps the connection from changing hands: an answer that is still to come, a call that is running, or null
     * if nothing does. What is equal to an earlier one has kept it since then.
     */
    Object keeper() {
        signal(NUDGE);
        return service.awaitsAnswer() ? service.lease() : call();
    }

    /** Closes the connection when everything has been sent. */
    void closeAfterOutput() {
        closing = true;
        signal(NUDGE);
    }

    void interruptWhenClientCloses(boolean interrupt) {
        interruptedByHangup = interrupt;
    }

    /** Bytes of another thread wait in the charge; waits if there are too many. */
    void outputWasHandedIn() {
        if (isTurnOfThisThread()) {
            service.takeHandedIn();
            return;
        }
        signal(NUDGE);
        if (!isWritable() && !(Thread.currentThread() instanceof LoopThread)) {
            awaitRoom();
        }
    }

    private void awaitRoom() {
        Thread me = Thread.currentThread();
        ConcurrentLinkedQueue<Thread> queue = writers();
        queue.add(me);
        try {
            while (!isWritable() && takesOutput()) {
                if (me.isInterrupted()) {
                    throw new CancellationException("interrupted while " + this + " waited for its client to read");
                }
                LockSupport.park(this);
            }
        } finally {
            queue.remove(me);
        }
    }

    private synchronized ConcurrentLinkedQueue<Thread> writers() {
        if (writers == null) {
            writers = new ConcurrentLinkedQueue<>();
        }
        return writers;
    }

    void idleTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("an idle timeout of " + timeout + ": it cannot be negative");
        }
        idleNanos = timeout.compareTo(LONGEST) > 0 ? 0 : timeout.toNanos();
        loop().run(this::restartIdleTimer);
    }

    /** The timeout may have changed. On the loop's thread. */
    void restartIdleTimer() {
        if (idleTimer == null && idleTimeoutNanos() > 0) {
            idleTimer = new IdleTimer(this);
        }
        if (idleTimer != null) {
            idleTimer.restart();
        }
    }

    long idleTimeoutNanos() {
        return idleNanos >= 0 ? idleNanos : server().config().idleTimeout().toNanos();
    }

    /** Tells whether the client has nothing to wait for but the host: it is held, or an answer is on its way. */
    boolean isBusy() {
        return service.lease() == null
                || service.awaitsAnswer()
                || service.output().queued() == 0 && call() != null;
    }

    // ---- what the turn tells

    /** Called by the turn when bytes have moved. */
    void wasActive() {
        wasActive(turnNanos());
    }

    void wasActive(long nowNanos) {
        LAST_ACTIVE.setOpaque(this, nowNanos);
    }

    /** Called by the turn when it is over for ever. */
    void ended(ReleaseReason reason, Totals totals) {
        endedBy = reason;
        wakeWriters();
        if (idleTimeoutNanos() > 0) {
            loop().run(this::restartIdleTimer);
        }
        server().ended(this, reason, totals);
        CompletableFuture<ReleaseReason> future = closed;
        if (future != null) {
            future.complete(reason);
        }
    }

    /** Called by the turn when the client has read. */
    void wakeWriters() {
        ConcurrentLinkedQueue<Thread> queue = writers;
        if (queue != null) {
            queue.forEach(LockSupport::unpark);
        }
    }

    // ---- facts, for any thread

    long id() {
        return id;
    }

    Service service() {
        return service;
    }

    PeerCredentials peer() {
        return peer;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    Instant acceptedAt() {
        return Instant.ofEpochMilli(acceptedMillis);
    }

    /** When the connection was accepted, by the host's clock. */
    long acceptedNanos() {
        return acceptedNanos;
    }

    long idleForNanos() {
        return Math.max(0, server().host().nanoTime() - lastActive());
    }

    long lastActive() {
        return (long) LAST_ACTIVE.getOpaque(this);
    }

    ReleaseReason endRequested() {
        return endRequested;
    }

    boolean isClosing() {
        return closing;
    }

    boolean hasEnded() {
        return endedBy != null;
    }

    /** Tells whether bytes that are written now have a chance to be sent. */
    boolean takesOutput() {
        return !closing
                && endRequested == null
                && endedBy == null
                && !service.output().isBroken();
    }

    boolean isWritable() {
        return service.output().queued() < server().config().writeHigh();
    }

    /** Tells whether a hangup has come that the turn has not seen yet, and that is to interrupt the call. */
    boolean isHangupToInterrupt() {
        return isSignalled(HANGUP) && interruptedByHangup;
    }

    /** Tells whether an interrupted call was cut short by the host, which is no fault of the handler. */
    boolean isCutShort() {
        return endRequested != null || service.receiving().hasHungUp() || isHangupToInterrupt();
    }

    CompletionStage<ReleaseReason> closed() {
        CompletableFuture<ReleaseReason> future = closed;
        if (future == null) {
            CompletableFuture<ReleaseReason> fresh = new CompletableFuture<>();
            future = CLOSED.compareAndSet(this, null, fresh) ? fresh : closed;
        }
        if (endedBy != null) {
            future.complete(endedBy);
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

    ConnectionSnapshot snapshot() {
        return new ConnectionSnapshot(
                id,
                peer,
                remoteAddress,
                acceptedAt(),
                Duration.ofNanos(idleForNanos()),
                service.input().total(),
                service.output().total(),
                service.output().queued(),
                Optional.ofNullable(service.handlerName()));
    }

    @Override
    public String toString() {
        return "connection " + id + " of server " + server().name();
    }
}

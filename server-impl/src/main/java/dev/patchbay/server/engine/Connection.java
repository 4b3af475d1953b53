package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.server.poll.Pollable;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * One connection, as all threads see it: its signals, and whose turn it is. What is done in the turn is in {@link Service}.
 *
 * <p><b>The turn.</b> Whatever happens to a connection is a bit in {@link #signals}. Whoever sets the first bit while the
 * connection is at rest arranges for its turn; the turn takes the bits, serves them, and comes to rest when no new ones
 * were set meanwhile. So exactly one thread at a time has the turn, it alone touches what belongs to the turn, and each
 * turn happens-before the next. For a handler of kind EVENT_LOOP the turn runs on the loop's thread, for VIRTUAL on a thread
 * that may block; a swap from one kind to the other moves the turn.
 *
 * <pre>
 *   at rest --signal--&gt; turn runs --no new bits--&gt; at rest
 *                        |  ^ new bits: serve them
 *                        +--+ wrong kind of thread, or others have waited long enough: the turn is arranged anew
 *                        +--- ended: stays "running" for ever, so that nothing runs any more
 * </pre>
 */
final class Connection implements Pollable, Runnable {

    /** Something other than the socket wants to be looked at: a swap, a task, output, a drain, an end. */
    static final int NUDGE = 16;

    private static final int RUNNING = 1 << 31;

    private static final long SHORTAGE_PAUSE_MILLIS = 20;

    /** A timeout beyond this is none. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final VarHandle SIGNALS;
    private static final VarHandle END;
    private static final VarHandle CLOSED;
    private static final VarHandle LAST_ACTIVE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIGNALS = lookup.findVarHandle(Connection.class, "signals", int.class);
            END = lookup.findVarHandle(Connection.class, "endRequested", ReleaseReason.class);
            CLOSED = lookup.findVarHandle(Connection.class, "closed", CompletableFuture.class);
            LAST_ACTIVE = lookup.findVarHandle(Connection.class, "lastActive", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Server server;
    private final EventLoop loop;
    private final long id;
    private final long acceptedMillis = System.currentTimeMillis();
    private final long acceptedNanos;
    private final PeerCredentials peer;
    private final String remoteAddress;
    private final Service service;

    /** At first the turn is taken: by whoever sets the connection up. */
    private volatile int signals = RUNNING;

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

    /** Who has the turn. Others read it after they have set a bit in {@link #signals}, and so see the last writer's. */
    private Worker worker;

    /** The thread that waits within its own turn until the client has read, or null. */
    private volatile Thread turnWaiter;

    /** Other threads that wait to write; made when first needed. */
    private volatile ConcurrentLinkedQueue<Thread> writers;

    private volatile CompletableFuture<ReleaseReason> closed;
    private volatile Map<String, Object> attributes;

    Connection(Server server, EventLoop loop, long id, PeerCredentials peer, String remoteAddress) {
        this.server = server;
        this.loop = loop;
        this.id = id;
        this.peer = peer;
        this.remoteAddress = remoteAddress;
        this.acceptedNanos = server.host().nanoTime();
        this.lastActive = acceptedNanos;
        this.service = new Service(this, server);
    }

    /** Begins to wait for the socket; called on the loop's thread, which is therefore the first to hear of it. */
    void register(AFUNIXSocketChannel channel) throws IOException {
        begin(loop.poller().open(channel, this));
        restartIdleTimer();
    }

    /** The connection is set up: whatever has happened to it by now has its turn. */
    void begin(Port port) {
        service.attach(port);
        if (!SIGNALS.compareAndSet(this, RUNNING, 0)) {
            arrangeTurn();
        }
    }

    /** The connection could not be set up: the turn stays taken for ever. */
    void neverBegins() {
        endRequested = ReleaseReason.HOST_FAILED;
        ended(ReleaseReason.HOST_FAILED, new Totals(0, 0, 0, 0, Duration.ZERO));
    }

    // ---- the turn

    @Override
    public void ready(int readiness) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, readiness | RUNNING);
        if ((before & RUNNING) == 0) {
            if (service.isForLoop()) {
                turn(loop.carrier());
            } else {
                runBlocking();
            }
        } else {
            disturb((readiness & HANGUP) != 0 && interruptedByHangup);
        }
    }

    /** Says that something has happened, and arranges for the turn if nobody has it. For any thread. */
    void signal(int bits) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, bits | RUNNING);
        if ((before & RUNNING) == 0) {
            arrangeTurn();
        } else {
            disturb(endRequested != null);
        }
    }

    /** Runs the turn on whatever thread this is: called by an event loop or by a thread that may block. */
    @Override
    public void run() {
        if (loop.isCarriedByThisThread()) {
            turn(loop.carrier());
            return;
        }
        Worker borrowed;
        try {
            borrowed = server.host().borrow();
        } catch (OutOfMemoryError noMemory) {
            takeTurnLater("no memory for a turn of " + this, noMemory);
            return;
        }
        try {
            turn(borrowed);
        } finally {
            server.host().giveBack(borrowed);
        }
    }

    private void turn(Worker mine) {
        worker = mine;
        for (; ; ) {
            Service.Outcome outcome = service.serve(mine, (int) SIGNALS.getAndSet(this, RUNNING));
            if (outcome == Service.Outcome.ENDED) {
                return;
            }
            worker = null;
            if (outcome == Service.Outcome.TURN_ANEW) {
                arrangeTurn();
                return;
            }
            if (SIGNALS.compareAndSet(this, RUNNING, 0)) {
                return;
            }
            worker = mine;
        }
    }

    private void arrangeTurn() {
        if (service.isForLoop()) {
            loop.post(this);
        } else {
            runBlocking();
        }
    }

    private void runBlocking() {
        try {
            server.host().runBlocking(this);
        } catch (OutOfMemoryError noMoreThreads) {
            takeTurnLater("no thread for " + this, noMoreThreads);
        }
    }

    private void takeTurnLater(String why, OutOfMemoryError cause) {
        server.complain(why + "; trying again until there is", cause);
        server.host().timer().schedule(this::runBlocking, SHORTAGE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Somebody has the turn and may wait in it: for the client, or in the handler. */
    private void disturb(boolean interrupt) {
        Thread waiter = turnWaiter;
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
        Worker running = worker;
        if (interrupt && running != null && running.loop == null) {
            running.gate.interrupt(this);
        }
    }

    boolean isTurnOfThisThread() {
        Worker running = worker;
        return running != null && running.thread == Thread.currentThread();
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
        Worker running = worker;
        if (running != null) {
            running.gate.interrupt(this);
        }
        loop.rescueFrom(this);
    }

    /**
     * Returns what keeps the connection from changing hands: an answer that is still to come, a call that is running, or null
     * if nothing does. What is equal to an earlier one has kept it since then.
     */
    Object keeper() {
        signal(NUDGE);
        return service.awaitsAnswer() ? service.lease() : call();
    }

    private CallGate.Call call() {
        Worker running = worker;
        return running == null ? null : running.gate.call(this);
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
        loop.run(this::restartIdleTimer);
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
        return idleNanos >= 0 ? idleNanos : server.config().idleTimeout().toNanos();
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
        Worker running = worker;
        wasActive(
                running != null && running.loop == loop
                        ? loop.now()
                        : server.host().nanoTime());
    }

    void wasActive(long nowNanos) {
        LAST_ACTIVE.setOpaque(this, nowNanos);
    }

    /** Called by the turn when it is over for ever. */
    void ended(ReleaseReason reason, Totals totals) {
        endedBy = reason;
        wakeWriters();
        if (idleTimeoutNanos() > 0) {
            loop.run(this::restartIdleTimer);
        }
        server.ended(this, reason, totals);
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

    /** Called by the turn: waits within it until a signal comes, and returns the bits. */
    int awaitSignal() {
        turnWaiter = Thread.currentThread();
        try {
            int bits = (int) SIGNALS.getAndSet(this, RUNNING);
            while (bits == RUNNING && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
                bits = (int) SIGNALS.getAndSet(this, RUNNING);
            }
            return bits;
        } finally {
            turnWaiter = null;
        }
    }

    // ---- facts, for any thread

    long id() {
        return id;
    }

    Server server() {
        return server;
    }

    EventLoop loop() {
        return loop;
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
        return Math.max(0, server.host().nanoTime() - lastActive());
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
        return service.output().queued() < server.config().writeHigh();
    }

    /** Tells whether a hangup has come that the turn has not seen yet, and that is to interrupt the call. */
    boolean isHangupToInterrupt() {
        return (signals & HANGUP) != 0 && interruptedByHangup;
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
        return "connection " + id + " of server " + server.name();
    }
}

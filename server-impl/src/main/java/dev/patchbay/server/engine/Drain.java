package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.connection.Inbound;
import dev.patchbay.server.engine.loop.Housekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a server within a deadline: no new connections, and those that do not finish are forced.
 *
 * <p>First the acceptor accepts the clients that have connected by then, and closes the socket. Then the drain begins
 * and is reported with the number of connections. If the acceptor's loop is blocked, the drain begins without waiting
 * for it, and connections from the backlog may follow. The connections see that the server drains, and finish by
 * themselves. This class only signals them now and then to look again, waits for them, and forces those that are too
 * slow.
 *
 * <p>A connection has finished when nothing is under way in either direction and no byte has moved for
 * {@link #QUIET_NANOS}. The host does not know where messages end, so only silence distinguishes a client that has its
 * answer from one that is still sending.
 *
 * <p>The deadline is {@code drain.timeout} after the start and follows changes of that key, unless a caller has given a
 * deadline. An interrupted call has one more second to return. After that the drain is over, whatever is left.
 *
 * <p>All methods may be called from any thread. No handler is called while the lock of this object is held.
 */
final class Drain {

    /** The time that an interrupted call has to return. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long the beginning of the drain waits for the acceptor. */
    private static final long ACCEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The silence after which a connection has finished. */
    static final long QUIET_NANOS = Inbound.QUIET_NANOS;

    /** Longer times are cut to this one, which keeps the sum with the clock in range. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Server server;
    private final LiveConnections connections;
    private final ReleaseReason forceReason;
    private final long startedAt;

    /** The time at which connections are forced. Guarded by this. */
    private long deadline;

    /** Whether a caller has given the deadline, so that {@code drain.timeout} no longer decides it. Guarded by this. */
    private boolean deadlineIsGiven;

    /** Whether the acceptor has closed its socket, so that no connection follows. Guarded by this. */
    private boolean acceptingIsOver;

    /** Whether the connections were told to finish. Guarded by this. */
    private boolean begun;

    /** Whether the deadline has passed, so that connections are forced. Guarded by this. */
    private boolean forcing;

    /** Whether the drain is over. Guarded by this. */
    private boolean over;

    /**
     * Signals the connections now and then; null before the beginning, or if the timer has no memory for it. Guarded by
     * this.
     */
    private ScheduledFuture<?> reminder;

    /** The result; null until the drain is over. Guarded by this for writing; read by any thread. */
    private volatile DrainResult result;

    /**
     * Whether the result was reported, or is being reported. Set under the lock; cleared by the thread whose report
     * fails.
     */
    private volatile boolean reported;

    /** Begins the drain if the acceptor's loop is blocked. */
    private final Deadline beginDeadline;

    /** Forces the connections that are left. */
    private final Deadline forceDeadline;

    /** Ends the drain in spite of calls that do not return. */
    private final Deadline graceDeadline;

    private final Housekeeper.Check check = new Housekeeper.Check() {
        @Override
        public void check() {
            checkAgain();
        }
    };

    /**
     * Creates a drain that is not started.
     *
     * @param forceReason the release reason of connections that do not finish in time
     * @param atMost      the time that the connections have; null for {@code drain.timeout}
     */
    Drain(Server server, ReleaseReason forceReason, Duration atMost) {
        this.server = server;
        this.connections = server.live();
        this.forceReason = forceReason;
        this.startedAt = server.resources().nanoTime();
        this.deadlineIsGiven = atMost != null;
        this.deadline =
                startedAt + nanos(deadlineIsGiven ? atMost : server.config().drainTimeout());
        this.beginDeadline = deadline(this::begin);
        this.forceDeadline = deadline(this::deadlinePassed);
        this.graceDeadline = deadline(() -> finish(true));
        server.resources().housekeeper().add(check);
    }

    private Deadline deadline(Runnable step) {
        return new Deadline(server, "a step of the drain has failed; it is repeated", step);
    }

    private static long nanos(Duration time) {
        return (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
    }

    /** Returns whether the connections have any time to finish. */
    synchronized boolean hasTime() {
        return deadline - startedAt > 0;
    }

    /**
     * Starts the drain, which calls {@link Server#drained} when it is over.
     *
     * @param accepted completes when no more connections are accepted
     */
    void start(CompletableFuture<Void> accepted) {
        synchronized (this) {
            if (hasTime()) {
                beginDeadline.set(Math.min(ACCEPT_NANOS, deadline - startedAt));
            }
            setForceDeadline();
        }
        accepted.thenRun(this::acceptingEnded);
    }

    /** Gives the connections this much time from now on, if that is less than they have. */
    synchronized void shorten(Duration atMost) {
        long wanted = server.resources().nanoTime() + nanos(atMost);
        if (wanted - deadline < 0) {
            deadline = wanted;
            deadlineIsGiven = true;
            setForceDeadline();
        }
    }

    /** Moves the deadline after a change of {@code drain.timeout}. */
    synchronized void timeoutChanged(Duration timeout) {
        if (!deadlineIsGiven) {
            deadline = startedAt + nanos(timeout);
            setForceDeadline();
        }
    }

    private synchronized void setForceDeadline() {
        if (over || forcing) {
            return;
        }
        forceDeadline.set(Math.max(0, deadline - server.resources().nanoTime()));
    }

    private void acceptingEnded() {
        boolean late;
        synchronized (this) {
            acceptingIsOver = true;
            late = forcing;
        }
        begin();
        if (late) {
            endAll();
        }
        checkFinished();
    }

    private synchronized void begin() {
        if (begun) {
            return;
        }
        connections.beginDrain(forceReason);
        begun = true;
        beginDeadline.clear();
        try {
            reminder = server.resources()
                    .timer()
                    .scheduleWithFixedDelay(this::signalAll, 0, QUIET_NANOS / 2, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | Error noTimer) {
            // The housekeeper does the same, less often.
            signalAll();
        }
    }

    private void signalAll() {
        try {
            connections.all().forEach(connection -> connection.signal(Connection.NUDGE));
        } catch (Error later) {
            // Another reminder follows soon. The timer would cancel the reminders if this one threw.
            return;
        }
    }

    /** Does once a second what the timer may have had no memory for. */
    private void checkAgain() {
        if (result == null) {
            signalAll();
            checkFinished();
        } else {
            report();
        }
    }

    /** Called whenever a connection has ended. */
    void connectionEnded() {
        checkFinished();
    }

    private void checkFinished() {
        if (connections.isEmpty()) {
            finish(false);
        }
    }

    private void deadlinePassed() {
        synchronized (this) {
            if (over || forcing) {
                return;
            }
            begin();
            forcing = true;
            graceDeadline.set(GRACE_NANOS);
        }
        endAll();
        checkFinished();
    }

    private void endAll() {
        connections.all().forEach(connection -> connection.endByForce(forceReason));
    }

    /**
     * Ends the drain, unless it has ended, has not begun, or has to wait for the acceptor.
     *
     * @param regardless whether to end it without waiting for the acceptor
     */
    private void finish(boolean regardless) {
        synchronized (this) {
            if (over || !begun || !acceptingIsOver && !regardless) {
                return;
            }
            int stuck = connections.count();
            Duration took = Duration.ofNanos(server.resources().nanoTime() - startedAt);
            result = new DrainResult(connections.finished(), connections.forced() + stuck, took);
            over = true;
            endDeadlines();
        }
        report();
    }

    private void endDeadlines() {
        beginDeadline.end();
        forceDeadline.end();
        graceDeadline.end();
        if (reminder != null) {
            reminder.cancel(false);
        }
    }

    /** Reports the result, once. If that fails, the housekeeper repeats it. */
    private void report() {
        synchronized (this) {
            if (reported) {
                return;
            }
            reported = true;
        }
        try {
            connections.all().forEach(this::reportStuck);
            server.drained(result);
            check.end();
        } catch (Error noMemory) {
            reported = false;
        }
    }

    private void reportStuck(Connection stuck) {
        server.events()
                .error(
                        server.name(),
                        stuck + " cannot be closed: its handler does not return, although the call was interrupted",
                        new CallNeverReturns(stuck.callStack()));
    }
}

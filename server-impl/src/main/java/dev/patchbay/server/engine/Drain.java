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
 * The end of a server's life: nobody new, then everybody out, in time.
 *
 * <p>First the acceptor takes in who has connected by then and closes the socket; then the drain begins and is told, with
 * the number of connections. If the acceptor's loop is blocked, the drain begins without waiting for it, and connections
 * from the backlog may follow. The connections finish by themselves once they see that the server drains; this only asks
 * them to look again now and then, waits for them, and forces those that are too slow. A connection has finished when
 * nothing is under way in either direction and no byte has moved for {@link #QUIET_NANOS}: the host does not know messages,
 * so silence is what tells a client that has its answer from one that is in the middle of sending.
 *
 * <p>The deadline is {@code drain.timeout} after the beginning, and moves with it, unless a caller has given one.
 */
final class Drain {

    /** How long an interrupted call has to return. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long the beginning waits for the acceptor. */
    private static final long ENTRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The silence after which a connection has finished. */
    static final long QUIET_NANOS = Inbound.QUIET_NANOS;

    /** A deadline beyond this makes no difference. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Server server;
    private final LiveConnections connections;
    private final ReleaseReason forceReason;
    private final long startedAt;

    // What follows is guarded by this.

    private long deadline;

    /** Whether a caller has set the deadline, so that {@code drain.timeout} no longer does. */
    private boolean deadlineIsGiven;

    private boolean everybodyIsIn;
    private boolean begun;
    private boolean forcing;
    private boolean over;
    private ScheduledFuture<?> reminder;

    /** How it went; null until it is over. Written under the lock, and told by whoever has ended it, or by the watch. */
    private volatile DrainResult result;

    /** Whether that was told, or is being told. */
    private volatile boolean told;

    private final Deadline entry;
    private final Deadline alarm;
    private final Deadline grace;
    private final Housekeeper.Look look = new Housekeeper.Look() {
        @Override
        public void look() {
            lookAgain();
        }
    };

    /**
     * Makes a drain that has not begun.
     *
     * @param forceReason the reason with which connections are ended that do not finish in time
     * @param atMost      the time that they have; null for {@code drain.timeout}
     */
    Drain(Server server, ReleaseReason forceReason, Duration atMost) {
        this.server = server;
        this.connections = server.live();
        this.forceReason = forceReason;
        this.startedAt = server.resources().nanoTime();
        this.deadlineIsGiven = atMost != null;
        this.deadline =
                startedAt + nanos(deadlineIsGiven ? atMost : server.config().drainTimeout());
        this.entry = alarm(this::begin);
        this.alarm = alarm(this::deadlinePassed);
        this.grace = alarm(() -> finish(true));
        server.resources().housekeeper().add(look);
    }

    private Deadline alarm(Runnable step) {
        return new Deadline(server, "a step of the drain has failed; it is tried again", step);
    }

    private static long nanos(Duration time) {
        return (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
    }

    /** Returns whether there is any time to finish in. */
    synchronized boolean hasTime() {
        return deadline - startedAt > 0;
    }

    /**
     * Starts; tells the server when it is over.
     *
     * @param accepted completes when nobody will be accepted any more
     */
    void start(CompletableFuture<Void> accepted) {
        synchronized (this) {
            if (hasTime()) {
                entry.set(Math.min(ENTRY_NANOS, deadline - startedAt));
            }
            setAlarm();
        }
        accepted.thenRun(this::everybodyIsIn);
    }

    /** Gives the connections so much time from now on, if that is less than they have. */
    synchronized void shorten(Duration atMost) {
        long wanted = server.resources().nanoTime() + nanos(atMost);
        if (wanted - deadline < 0) {
            deadline = wanted;
            deadlineIsGiven = true;
            setAlarm();
        }
    }

    /** The configuration has changed. */
    synchronized void timeoutChanged(Duration timeout) {
        if (!deadlineIsGiven) {
            deadline = startedAt + nanos(timeout);
            setAlarm();
        }
    }

    private synchronized void setAlarm() {
        if (over || forcing) {
            return;
        }
        alarm.set(Math.max(0, deadline - server.resources().nanoTime()));
    }

    private void everybodyIsIn() {
        boolean late;
        synchronized (this) {
            everybodyIsIn = true;
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
        entry.clear();
        try {
            reminder = server.resources()
                    .timer()
                    .scheduleWithFixedDelay(this::remind, 0, QUIET_NANOS / 2, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | Error noTimer) {
            // The watch reminds as well, if not so often.
            remind();
        }
    }

    private void remind() {
        try {
            connections.all().forEach(connection -> connection.signal(Connection.NUDGE));
        } catch (Error later) {
            // There is another reminder soon: what is thrown out of this one would be the end of them.
            return;
        }
    }

    /** Once a second, whatever the timer has lost: it may have had no memory. */
    private void lookAgain() {
        if (result == null) {
            remind();
            checkFinished();
        } else {
            tell();
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
            grace.set(GRACE_NANOS);
        }
        endAll();
        checkFinished();
    }

    private void endAll() {
        connections.all().forEach(connection -> connection.endByForce(forceReason));
    }

    private void finish(boolean regardless) {
        synchronized (this) {
            if (over || !begun || !everybodyIsIn && !regardless) {
                return;
            }
            int stuck = connections.count();
            Duration took = Duration.ofNanos(server.resources().nanoTime() - startedAt);
            result = new DrainResult(connections.finished(), connections.forced() + stuck, took);
            over = true;
            stopClocks();
        }
        tell();
    }

    private void stopClocks() {
        entry.clear();
        alarm.clear();
        grace.clear();
        entry.end();
        alarm.end();
        grace.end();
        if (reminder != null) {
            reminder.cancel(false);
        }
    }

    /** Tells how it went, once; if that fails, the watch does it. */
    private void tell() {
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
        }
        try {
            connections.all().forEach(this::tellStuck);
            server.drained(result);
            look.end();
        } catch (Error noMemory) {
            told = false;
        }
    }

    private void tellStuck(Connection stuck) {
        server.events()
                .error(
                        server.name(),
                        stuck + " cannot be closed: its handler does not return from a call, not even when interrupted",
                        new IllegalStateException("a call never returns"));
    }
}

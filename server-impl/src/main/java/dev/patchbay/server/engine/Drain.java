package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of a server's life: nobody new, then everybody out, in time.
 *
 * <p>The connections finish by themselves once they see that the server drains; this only asks them to look again now and
 * then, waits for them, and forces those that are too slow. A connection has finished when nothing is under way in either
 * direction and no byte has moved for {@link #QUIET_NANOS}: the host does not know messages, so silence is what tells a
 * client that has its answer from one that is in the middle of sending.
 */
final class Drain {

    /** How long an interrupted call has to return. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The silence after which a connection has finished. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Server server;
    private final long began;
    private int finished;
    private int forced;
    private boolean accepted;
    private boolean forcing;
    private boolean over;
    private ScheduledFuture<?> deadline;
    private ScheduledFuture<?> reminder;

    Drain(Server server) {
        this.server = server;
        this.began = server.host().nanoTime();
    }

    /** Begins the drain; tells the server when it is over. */
    void start(Acceptor acceptor, Duration timeout) {
        server.events().serverDraining(server.name(), server.connections().size());
        synchronized (this) {
            deadline = server.host().timer().schedule(this::force, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        acceptor.close().thenRun(this::everybodyIsIn);
    }

    private void everybodyIsIn() {
        synchronized (this) {
            accepted = true;
            if (!over) {
                reminder = server.host()
                        .timer()
                        .scheduleWithFixedDelay(this::remind, 0, QUIET_NANOS / 2, TimeUnit.NANOSECONDS);
            }
        }
        checkFinished();
    }

    private void remind() {
        server.connections().forEach(connection -> connection.signal(Connection.NUDGE));
    }

    /** Called whenever a connection has ended. */
    void connectionEnded() {
        synchronized (this) {
            if (!forcing) {
                finished++;
            }
        }
        checkFinished();
    }

    private void checkFinished() {
        if (server.connections().isEmpty()) {
            finish(false);
        }
    }

    private void force() {
        synchronized (this) {
            if (over) {
                return;
            }
            accepted = true;
            forcing = true;
            forced = server.connections().size();
            deadline = server.host().timer().schedule(() -> finish(true), GRACE_NANOS, TimeUnit.NANOSECONDS);
        }
        server.connections().forEach(connection -> connection.endByForce(ReleaseReason.DRAIN_TIMEOUT));
        checkFinished();
    }

    private void finish(boolean regardless) {
        DrainResult result;
        synchronized (this) {
            if (over || !accepted) {
                return;
            }
            over = true;
            deadline.cancel(false);
            if (reminder != null) {
                reminder.cancel(false);
            }
            result = new DrainResult(
                    finished, forced, Duration.ofNanos(server.host().nanoTime() - began));
        }
        if (regardless) {
            server.connections()
                    .forEach(stuck -> server.events()
                            .error(
                                    server.name(),
                                    stuck
                                            + " cannot be closed: its handler does not return from a call, not even when interrupted",
                                    new IllegalStateException("a call never returns")));
        }
        server.drained(result);
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.Housekeeper;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A deadline that is never lost. The timer keeps it. If there is no memory for that, or if the action fails, the {@link
 * Housekeeper} runs the action instead, at most a second late, and repeats it until it succeeds.
 *
 * <p>All methods may be called from any thread. The action runs on the timer's or the housekeeper's thread, without the
 * lock of this object.
 */
final class Deadline extends Housekeeper.Check {

    private final Server server;
    private final String failureMessage;
    private final Runnable action;

    /** The timer's task; null if the timer has none. Guarded by this. */
    private ScheduledFuture<?> scheduled;

    /** Counts the settings, so that a task of the timer for an earlier one does nothing. Guarded by this. */
    private int settings;

    /** Whether the deadline is set and has not passed. Guarded by this. */
    private boolean set;

    /** Whether the housekeeper has to run the action, because the timer will not. Guarded by this. */
    private boolean leftToHousekeeper;

    /** The time of the deadline. Guarded by this. */
    private long dueNanos;

    /**
     * Creates a deadline that is not set. The housekeeper keeps it until the caller {@linkplain #end ends} it.
     *
     * @param failureMessage the message of the error that is reported if the action fails
     * @param action         must not wait, and is called again if it has thrown
     */
    Deadline(Server server, String failureMessage, Runnable action) {
        this.server = server;
        this.failureMessage = failureMessage;
        this.action = action;
        server.resources().housekeeper().add(this);
    }

    /** Sets or moves the deadline, unless it has ended. Never throws. */
    synchronized void set(long nanos) {
        clear();
        if (hasEnded()) {
            return;
        }
        set = true;
        leftToHousekeeper = true;
        dueNanos = server.resources().nanoTime() + nanos;
        try {
            int mine = settings;
            scheduled = server.resources().timer().schedule(() -> run(mine), nanos, TimeUnit.NANOSECONDS);
            leftToHousekeeper = false;
        } catch (RejectedExecutionException | Error noTimer) {
            // The deadline stays left to the housekeeper.
            scheduled = null;
        }
    }

    /** Lets the housekeeper run the action at its next check. Needs no memory. */
    synchronized void setForHousekeeper() {
        clear();
        if (hasEnded()) {
            return;
        }
        set = true;
        leftToHousekeeper = true;
        dueNanos = server.resources().nanoTime();
    }

    /** Cancels the deadline for good, whoever is setting it at this moment: the timer knows nothing of it any more. */
    @Override
    public void end() {
        super.end();
        clear();
    }

    /** Cancels the deadline until it is set again. */
    synchronized void clear() {
        settings++;
        set = false;
        leftToHousekeeper = false;
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }

    @Override
    public void check() {
        int mine;
        synchronized (this) {
            if (!leftToHousekeeper || server.resources().nanoTime() - dueNanos < 0) {
                return;
            }
            mine = settings;
        }
        run(mine);
    }

    private void run(int mine) {
        synchronized (this) {
            if (!set || mine != settings) {
                return;
            }
            set = false;
            leftToHousekeeper = false;
        }
        try {
            action.run();
        } catch (Throwable t) {
            runAgain(mine);
            server.reportShortage(failureMessage, t);
        }
    }

    /** Leaves an action that has failed to the housekeeper, unless the deadline was set or cancelled meanwhile. */
    private synchronized void runAgain(int mine) {
        if (mine == settings) {
            set = true;
            leftToHousekeeper = true;
        }
    }
}

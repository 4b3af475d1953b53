package dev.patchbay.server.engine;

import dev.patchbay.server.engine.loop.Housekeeper;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A deadline that is never lost. The host's timer keeps it; if there is no memory for that, or if what is to be done fails, the
 * host's {@link Housekeeper} does it, at most a second late, and again until it succeeds. For all threads.
 */
final class Deadline extends Housekeeper.Look {

    private final Server server;
    private final String what;
    private final Runnable action;

    // What follows is guarded by this.

    private ScheduledFuture<?> ahead;

    /** Counts the settings, so that one that was replaced while it passed is not taken for the one in force. */
    private int settings;

    private boolean set;

    /** Whether it is up to the watch to ring. */
    private boolean owed;

    private long dueNanos;

    /**
     * Makes an alarm that is not set. It belongs to the watch until it is ended.
     *
     * @param what   says what fails if the action does
     * @param action is done on the timer's or the watch's thread when the deadline has passed; must not wait, and may be done
     *               again if it has thrown
     */
    Deadline(Server server, String what, Runnable action) {
        this.server = server;
        this.what = what;
        this.action = action;
        server.resources().housekeeper().add(this);
    }

    /** Sets the alarm, or moves it. Never fails. */
    synchronized void set(long nanos) {
        clear();
        set = true;
        owed = true;
        dueNanos = server.resources().nanoTime() + nanos;
        try {
            int mine = settings;
            ahead = server.resources().timer().schedule(() -> ring(mine), nanos, TimeUnit.NANOSECONDS);
            owed = false;
        } catch (RejectedExecutionException | Error noTimer) {
            // It stays owed.
            ahead = null;
        }
    }

    /** Sets the alarm so that the watch rings, at its next look. Needs no memory. */
    synchronized void setForWatch() {
        clear();
        set = true;
        owed = true;
        dueNanos = server.resources().nanoTime();
    }

    /** Calls the alarm off, until it is set again. */
    synchronized void clear() {
        settings++;
        set = false;
        owed = false;
        if (ahead != null) {
            ahead.cancel(false);
            ahead = null;
        }
    }

    @Override
    public void look() {
        int mine;
        synchronized (this) {
            if (!owed || server.resources().nanoTime() - dueNanos < 0) {
                return;
            }
            mine = settings;
        }
        ring(mine);
    }

    private void ring(int mine) {
        synchronized (this) {
            if (!set || mine != settings) {
                return;
            }
            set = false;
            owed = false;
        }
        try {
            action.run();
        } catch (Throwable t) {
            ringAgain(mine);
            server.complain(what, t);
        }
    }

    /** What has failed is tried again, unless the alarm was set anew or called off meanwhile. */
    private synchronized void ringAgain(int mine) {
        if (mine == settings) {
            set = true;
            owed = true;
        }
    }
}

package dev.patchbay.server.engine.loop;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks once a second at what must never be left alone: blocked loops, turns that were put off, deadlines that the timer has
 * no memory for. It has a thread of its own, which starts with the first look and needs no memory to go on; what a look throws
 * ends neither that look nor the watch. An executor's periodic task would end with the first failure to schedule it again.
 *
 * <p>For all threads; the looks themselves are made on the watch's thread, one after the other, so none of them may wait.
 */
public final class Housekeeper implements AutoCloseable {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something to look at, in one watch at most. */
    public abstract static class Look {

        /** Written under the watch's lock. */
        private volatile Look next;

        private volatile boolean over;

        /** Whether it was made at least once. Owned by the thread that makes it. */
        private boolean made;

        /** Called once a second. What it throws changes nothing: it is called again. */
        public abstract void look();

        /** No more looks are to be made. Needs no memory. */
        public final void end() {
            over = true;
        }
    }

    /** Of the thread; null for none. */
    private final String name;

    /** Null until the first look is added. Guarded by this. */
    private Thread thread;

    private volatile Look first;
    private volatile boolean closed;

    /** Makes a watch with a thread of this name; without one, whoever has made it calls {@link #lookAtAll}. */
    public Housekeeper(String name) {
        this.name = name;
    }

    /**
     * Adds a look, which is made for the first time at once: the virtual machine needs memory to link it, and there may be
     * none later.
     *
     * @throws OutOfMemoryError           if the thread cannot be started; then the look is not added
     * @throws RejectedExecutionException if the watch is closed
     */
    public synchronized void add(Look look) {
        if (closed) {
            throw new RejectedExecutionException(
                    "the host of this server is closed; make the server with one that is not");
        }
        if (thread == null && name != null) {
            Thread fresh = EngineResources.daemon(this::run, name);
            fresh.start();
            thread = fresh;
        }
        look.next = first;
        first = look;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread; no look begins after that. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        long due = System.nanoTime();
        while (!closed) {
            try {
                long now = System.nanoTime();
                boolean isDue = now - due >= 0;
                if (isDue) {
                    due = now + PERIOD_NANOS;
                }
                look(isDue);
                LockSupport.parkNanos(this, Math.max(1, due - System.nanoTime()));
            } catch (Throwable t) {
                // Not even the virtual machine's own trouble ends the watch.
                Thread.onSpinWait();
            }
        }
    }

    public void lookAtAll() {
        look(true);
    }

    /** Makes all looks, or only those that were never made: a look may rely on the time between two of its own. */
    private void look(boolean all) {
        dropThoseThatAreOver();
        for (Look look = first; look != null && !closed; look = look.next) {
            if (all || !look.made) {
                look.made = true;
                make(look);
            }
        }
    }

    private static void make(Look look) {
        try {
            if (!look.over) {
                look.look();
            }
        } catch (Throwable t) {
            // The next look comes all the same.
            Thread.onSpinWait();
        } finally {
            // A flag that foreign code has set would keep the thread from waiting.
            Thread.interrupted();
        }
    }

    private synchronized void dropThoseThatAreOver() {
        while (first != null && first.over) {
            first = first.next;
        }
        for (Look look = first; look != null; ) {
            Look following = look.next;
            if (following != null && following.over) {
                look.next = following.next;
            } else {
                look = following;
            }
        }
    }
}

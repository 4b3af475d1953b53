package dev.patchbay.server.engine.loop;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes, once a second, the checks that must not depend on the timer: for blocked loops, postponed strands, lost
 * sockets and deadlines for which the timer has no memory. It has a thread of its own, which starts with the first
 * check and needs no memory to go on. A check that throws ends neither itself nor the housekeeper. An executor's
 * periodic task would not do: it ends with the first failure to schedule it again.
 *
 * <p>All methods may be called from any thread. The checks run on the housekeeper's thread, one after the other, so
 * none of them may wait.
 */
public final class Housekeeper implements AutoCloseable {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Something to check once a second. Belongs to one housekeeper at most. */
    public abstract static class Check {

        /** Guarded by the housekeeper's lock for writing; read by its thread without. */
        private volatile Check next;

        /** Whether the check has ended. Set by any thread, never reset. */
        private volatile boolean ended;

        /** Whether the check was made at least once. Owned by the thread that makes it. */
        private boolean made;

        /** Called once a second. If it throws, it is called again all the same. */
        public abstract void check();

        /** Makes no more checks; one that is running finishes. Needs no memory. */
        public void end() {
            ended = true;
        }

        /** Returns whether {@link #end} was called. */
        protected final boolean hasEnded() {
            return ended;
        }
    }

    /** The name of the thread; null if there is none. */
    private final String name;

    /** Null until the first check is added. Guarded by this. */
    private Thread thread;

    /** The check added last, linked to the earlier ones. Guarded by this for writing; read by the thread without. */
    private volatile Check first;

    /** Set once, by {@link #close}. */
    private volatile boolean closed;

    /**
     * Creates a housekeeper with a thread of this name. If the name is null, its owner calls {@link #checkAll} instead.
     */
    public Housekeeper(String name) {
        this.name = name;
    }

    /**
     * Adds a check and makes it for the first time at once: the virtual machine needs memory to link it, and later
     * there may be none.
     *
     * @throws OutOfMemoryError           if the thread cannot be started; then the check is not added
     * @throws RejectedExecutionException if the housekeeper is closed
     */
    public synchronized void add(Check check) {
        if (closed) {
            throw new RejectedExecutionException(
                    "the resources of this server are closed; create the server with resources that are open");
        }
        if (thread == null && name != null) {
            Thread fresh = EngineResources.daemon(this::run, name);
            fresh.start();
            thread = fresh;
        }
        // Swaps that follow one another within a second must not pile up.
        removeEnded();
        check.next = first;
        first = check;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread; no check begins after that. Calls after the first do nothing. */
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
                makeChecks(isDue);
                LockSupport.parkNanos(this, Math.max(1, due - System.nanoTime()));
            } catch (Throwable t) {
                // Not even a failure of the virtual machine ends the housekeeper.
                Thread.onSpinWait();
            }
        }
    }

    /** Makes every check once. Called by the owner of a housekeeper that has no thread. */
    public void checkAll() {
        makeChecks(true);
    }

    /** Makes all checks, or only the new ones: a check may rely on the time between two runs of its own. */
    private void makeChecks(boolean all) {
        removeEnded();
        for (Check check = first; check != null && !closed; check = check.next) {
            if (all || !check.made) {
                check.made = true;
                make(check);
            }
        }
    }

    private static void make(Check check) {
        try {
            if (!check.ended) {
                check.check();
            }
        } catch (Throwable t) {
            // The check is made again in a second.
            Thread.onSpinWait();
        } finally {
            // An interrupt flag set by foreign code would keep the thread from waiting.
            Thread.interrupted();
        }
    }

    private synchronized void removeEnded() {
        while (first != null && first.ended) {
            first = first.next;
        }
        for (Check check = first; check != null; ) {
            Check following = check.next;
            if (following != null && following.ended) {
                check.next = following.next;
            } else {
                check = following;
            }
        }
    }
}

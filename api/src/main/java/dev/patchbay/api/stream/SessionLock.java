package dev.patchbay.api.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a session's state. What a change leads to outside is done when the lock is free, because it may signal other
 * threads. Not {@code synchronized}, which would keep a virtual thread on its carrier before Java 24.
 */
final class SessionLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The calls to be made without the lock. Guarded by the lock. */
    private final Queue<Runnable> due = new ArrayDeque<>(2);

    void lock() {
        lock.lock();
    }

    /** Has calls of the host made after {@link #unlock}. */
    void afterwards(Runnable calls) {
        due.add(calls);
    }

    /** Releases the lock, and makes the calls that are due when it is free. */
    void unlock() {
        if (due.isEmpty() || lock.getHoldCount() > 1) {
            lock.unlock();
            return;
        }
        Runnable[] now = due.toArray(new Runnable[0]);
        due.clear();
        lock.unlock();
        for (Runnable calls : now) {
            unlessReleased(calls);
        }
    }

    /** Makes a change with the lock. */
    void run(Runnable change) {
        lock();
        try {
            change.run();
        } finally {
            unlock();
        }
    }

    /** Makes calls of the host, which have no object any more if another handler is in charge by now. */
    static void unlessReleased(Runnable calls) {
        try {
            calls.run();
        } catch (IllegalStateException released) {
            return;
        }
    }

    /** Has all waiting threads look at the state again. */
    void changed() {
        changed.signalAll();
    }

    /** Waits for a change. */
    void await() throws InterruptedException {
        changed.await();
    }

    /** Waits for a change, and returns how much of the time is left. */
    long await(long nanos) throws InterruptedException {
        return changed.awaitNanos(nanos);
    }
}

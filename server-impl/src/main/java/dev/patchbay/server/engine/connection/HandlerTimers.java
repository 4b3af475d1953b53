package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnContext;
import dev.patchbay.server.engine.loop.TimerWheel;
import java.time.Duration;

/**
 * The tasks that one handler has asked to run later on one connection. They lie in the wheel of the connection's loop, so that
 * they need no thread. A task that is due is submitted to the handler's {@link TaskQueue}, and so runs on the strand. When the
 * handler is released, all that are left are dropped, so that a long delay does not keep its classes in memory.
 */
final class HandlerTimers {

    /** A longer delay, of more than a century, is shortened to this. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final Connection connection;
    private final HandlerContext context;

    /** The timer that was set last. Owned by the loop's thread. */
    private Later newest;

    HandlerTimers(Connection connection, HandlerContext context) {
        this.connection = connection;
        this.context = context;
    }

    /** Sets a timer. For any thread. */
    ConnContext.Timer set(Duration delay, Runnable task) {
        if (delay.isZero() || delay.isNegative()) {
            Later now = new Later(task, 0);
            context.execute(now);
            return now;
        }
        long nanos = (delay.compareTo(LONGEST) > 0 ? LONGEST : delay).toNanos();
        Later later = new Later(task, connection.resources().nanoTime() + nanos);
        connection.loop().run(later::start);
        return later;
    }

    /** Drops all timers, after the handler was released. For any thread. */
    void drop() {
        try {
            connection.loop().run(this::removeAll);
        } catch (Error noMemory) {
            // The timers expire, and find that the queue of tasks is sealed.
            return;
        }
    }

    private void removeAll() {
        while (newest != null) {
            newest.remove();
        }
    }

    /** A task that runs later, unless it is cancelled. */
    private final class Later extends TimerWheel.Timer implements ConnContext.Timer, Runnable {

        private final long deadlineNanos;

        /** Null once the task runs or was cancelled. Guarded by this. */
        private Runnable task;

        /** Whether the timer is in the list. Owned by the loop's thread, as the neighbours are. */
        private boolean listed;

        private Later newer;
        private Later older;

        Later(Runnable task, long deadlineNanos) {
            this.task = task;
            this.deadlineNanos = deadlineNanos;
        }

        private synchronized Runnable take() {
            Runnable taken = task;
            task = null;
            return taken;
        }

        private synchronized boolean isDone() {
            return task == null;
        }

        // ---- on the loop's thread

        void start() {
            // A release that has not seen the timers is seen here.
            if (isDone() || context.state.isReleased()) {
                return;
            }
            listed = true;
            older = newest;
            if (older != null) {
                older.newer = this;
            }
            newest = this;
            connection.loop().timers().set(this, deadlineNanos);
        }

        void remove() {
            if (listed) {
                listed = false;
                connection.loop().timers().cancel(this);
                if (newer == null) {
                    newest = older;
                } else {
                    newer.older = older;
                }
                if (older != null) {
                    older.newer = newer;
                }
                newer = null;
                older = null;
            }
        }

        @Override
        public void expired(long nowNanos) {
            remove();
            if (context.tasks.put(this)) {
                connection.signal(Connection.NUDGE);
            }
        }

        // ---- on the strand

        @Override
        public void run() {
            Runnable taken = take();
            if (taken != null && !context.state.isReleased()) {
                taken.run();
            }
        }

        // ---- for any thread

        @Override
        public void cancel() {
            if (take() != null) {
                connection.loop().run(this::remove);
            }
        }
    }
}

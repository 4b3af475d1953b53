package dev.patchbay.server.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer by a {@link ManualClock}: what is due runs on the test's thread, when the test says so, in the order of time. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    private final ManualClock clock;

    /** Guarded by itself, as is the number. */
    private final PriorityQueue<Deadline> ahead = new PriorityQueue<>(
            Comparator.<Deadline>comparingLong(each -> each.at).thenComparingLong(each -> each.number));

    private long numbers;

    ManualTimer(ManualClock clock) {
        super(0);
        this.clock = clock;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return new Deadline(task, -1).in(unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return new Deadline(task, unit.toNanos(delay)).in(unit.toNanos(first));
    }

    /** Returns when the next deadline is; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        synchronized (ahead) {
            return ahead.isEmpty() ? Long.MAX_VALUE : ahead.peek().at;
        }
    }

    /** Returns how many deadlines it knows. */
    int size() {
        synchronized (ahead) {
            return ahead.size();
        }
    }

    /** Runs the first task that is due; returns false if none is. */
    boolean runNext() {
        Deadline first;
        synchronized (ahead) {
            if (next() > clock.getAsLong()) {
                return false;
            }
            first = ahead.remove();
        }
        first.pass();
        return true;
    }

    /** A task and its time. */
    private final class Deadline extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        private final Runnable task;
        private final long again;
        private long at;
        private long number;

        /** Makes a deadline that comes once, or again after so many nanoseconds if they are not negative. */
        Deadline(Runnable task, long again) {
            this.task = task;
            this.again = again;
        }

        Deadline in(long nanos) {
            synchronized (ahead) {
                at = clock.getAsLong() + Math.max(0, nanos);
                number = numbers++;
                ahead.add(this);
            }
            return this;
        }

        void pass() {
            task.run();
            if (again < 0) {
                complete(null);
            } else if (!isDone()) {
                in(again);
            }
        }

        @Override
        public boolean cancel(boolean interrupt) {
            synchronized (ahead) {
                ahead.remove(this);
            }
            return super.cancel(interrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - clock.getAsLong(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}

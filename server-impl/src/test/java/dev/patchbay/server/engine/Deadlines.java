package dev.patchbay.server.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A host's timer whose single deadlines pass when the test says so; what comes again and again does so by itself. */
final class Deadlines extends ScheduledThreadPoolExecutor {

    private final ConcurrentLinkedQueue<RunnableScheduledFuture<?>> ahead = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<RunnableScheduledFuture<?>, Long> delays = new ConcurrentHashMap<>();

    Deadlines() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        RunnableScheduledFuture<?> deadline =
                (RunnableScheduledFuture<?>) super.schedule(command, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        delays.put(deadline, unit.toMillis(delay));
        ahead.add(deadline);
        return deadline;
    }

    /** Returns the longest time that a deadline, which was not called off, was set ahead. */
    long longestAheadMillis() {
        return ahead.stream()
                .filter(deadline -> !deadline.isDone())
                .mapToLong(delays::get)
                .max()
                .orElse(0);
    }

    /** Lets all deadlines pass that are set now and were not called off. */
    void pass() {
        for (int left = ahead.size(); left > 0; left--) {
            ahead.remove().run();
        }
    }
}

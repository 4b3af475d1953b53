package dev.patchbay.server.engine.loop;

import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends what calls that may block have gathered, if they do not return soon: a call that writes and then computes, or waits
 * for something else, does not keep its client waiting.
 *
 * <p>The first source that is added starts a delay, and all that were added until its end are then sent, by the timer's
 * thread. So there is one timer task for each delay, however many calls there are, and none while no call writes.
 */
public final class LateOutput implements Runnable {

    private static final long DELAY_MILLIS = 5;

    /** The output of one connection. */
    public abstract static class Source {

        /** The source added before this one. Owned by the thread that adds it, then by the one that sends. */
        private Source next;

        /** Whether the source waits to be sent. Set by the strand, cleared by the thread that sends. */
        private volatile boolean added;

        /** Sends what the running call has gathered, if it still runs. Any thread may call this. */
        public abstract void sendGathered();
    }

    private final ScheduledExecutorService timer;

    /** The source added last, or null if no delay has begun. */
    private final AtomicReference<Source> newest = new AtomicReference<>();

    LateOutput(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Has a source sent after the delay. Called by its strand after each write of a call that may block. */
    public void add(Source source) {
        // A write that the sending thread does not see has to see that the source was taken off the list.
        VarHandle.fullFence();
        if (source.added) {
            return;
        }
        source.added = true;
        Source before;
        do {
            before = newest.get();
            source.next = before;
        } while (!newest.compareAndSet(before, source));
        if (before == null) {
            schedule();
        }
    }

    private void schedule() {
        try {
            timer.schedule(this, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Error | RejectedExecutionException noTimer) {
            run();
        }
    }

    /** Sends all that wait. Called by the timer, and once a second in case that the timer had no memory. */
    @Override
    public void run() {
        Source source = newest.getAndSet(null);
        while (source != null) {
            Source following = source.next;
            source.next = null;
            source.added = false;
            source.sendGathered();
            source = following;
        }
    }
}

package dev.patchbay.test.engine;

import dev.patchbay.server.poll.Platform;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads for what may block. A task runs when the test says so, and the test goes on when the task is done or waits for
 * something: a client to read, a lock, an answer of another thread.
 */
final class TurnExecutor extends AbstractExecutorService {

    /** A thread that is seen waiting so many times in a row, a millisecond apart, waits for something that takes time. */
    private static final int TIMES_SEEN = 5;

    private final ExecutorService threads = Platform.blockingExecutor("patchbay-handler");
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Turn> running = ConcurrentHashMap.newKeySet();

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /** Runs the first task until it is done or waits; returns false if there is none. */
    boolean runNext() {
        Runnable task = waiting.poll();
        if (task == null) {
            return false;
        }
        Turn turn = new Turn(task);
        running.add(turn);
        threads.execute(turn);
        turn.awaitRest();
        return true;
    }

    /** Waits until each task is done or waits for something. */
    void awaitRest() {
        running.forEach(Turn::awaitRest);
    }

    /** Returns whether tasks have begun that are not done. */
    boolean isBusy() {
        return !running.isEmpty();
    }

    /** Returns whether tasks have not begun. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }

    /** A task that has begun. */
    private final class Turn implements Runnable {
        private final Runnable task;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Thread thread;

        Turn(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                task.run();
            } finally {
                running.remove(this);
                done.countDown();
            }
        }

        void awaitRest() {
            Bound bound = new Bound();
            int seen = 0;
            while (seen < TIMES_SEEN && !isDoneSoon()) {
                seen = isWaiting() ? seen + 1 : 0;
                bound.require(thread);
            }
        }

        private boolean isDoneSoon() {
            try {
                return done.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("the test was interrupted", e);
            }
        }

        /** A thread that is blocked by a monitor goes on by itself, as a rule soon. */
        private boolean isWaiting() {
            Thread mine = thread;
            return mine != null
                    && (mine.getState() == Thread.State.WAITING || mine.getState() == Thread.State.TIMED_WAITING);
        }
    }
}

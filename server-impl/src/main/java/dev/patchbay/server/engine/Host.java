package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Platform;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What the servers of one process share: threads for calls that may block, one thread for deadlines, memory, the clock.
 * Close it after the last server has stopped.
 */
public final class Host implements AutoCloseable {

    private static final int WORKERS_KEPT = 256;

    private final ExecutorService blocking;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final ChunkPool chunks = new ChunkPool();
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    /** Makes a host with threads of its own and the system's clock. */
    public Host() {
        this(Platform.blockingExecutor("patchbay-handler"), timer("patchbay-timer"), System::nanoTime);
    }

    private static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
        // A deadline that was called off must not keep what it was for, perhaps a handler that has gone.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Makes a host out of given parts, which it shuts down when it is closed. */
    public Host(ExecutorService blocking, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.blocking = blocking;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Ends the threads; calls that are still running are interrupted. */
    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ChunkPool chunks() {
        return chunks;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Gives a connection its turn on a thread that may block. */
    void runBlocking(Runnable turn) {
        blocking.execute(turn);
    }

    /** Lends what the current thread needs for a turn. */
    Worker borrow() {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker(null, chunks);
        } else {
            idleCount.decrementAndGet();
        }
        worker.thread = Thread.currentThread();
        return worker;
    }

    void giveBack(Worker worker) {
        worker.thread = null;
        if (idleCount.incrementAndGet() <= WORKERS_KEPT) {
            idle.add(worker);
        } else {
            idleCount.decrementAndGet();
            worker.dismiss(chunks);
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

package dev.patchbay.server.engine.loop;

import dev.patchbay.server.config.ServerConfig.EngineChoice;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.poll.PortablePoller;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The resources that the servers of one process share: threads for calls that may block, a timer for deadlines, a
 * {@link Housekeeper}, memory, and the clock. The owner closes it after the last server has stopped.
 *
 * <p>All methods may be called from any thread.
 */
public final class EngineResources implements AutoCloseable {

    private static final String HOUSEKEEPER = "patchbay-housekeeper";

    /** The number of idle workers that keep their memory. */
    private static final int WORKERS_KEPT = 256;

    /** The pause before another attempt to start the timer's thread, when there is no memory for it. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Opens the pollers of event loops. */
    public interface Pollers {
        Poller open(EngineChoice choice) throws IOException;
    }

    private final ExecutorService blocking;
    private final ScheduledExecutorService timer;
    private final Housekeeper housekeeper;
    private final LateOutput lateOutput;
    private final LongSupplier nanoTime;
    private final ChunkPool chunks;
    private final Pollers pollers;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    /** The number of workers in the queue, or about to be added to it. */
    private final AtomicInteger idleCount = new AtomicInteger();

    /** All workers that are borrowed or idle, for {@link #callOfThisThread}. Changes rarely. */
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();

    /** Strands that could not be scheduled for want of memory, the newest first. Guarded by the housekeeper's lock. */
    private LoopTask postponed;

    /** Creates resources with threads of their own and the system's clock. */
    public EngineResources() {
        this(Platform.blockingExecutor("patchbay-handler"), timer("patchbay-timer"), System::nanoTime);
    }

    private static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setThreadFactory(task -> daemon(() -> runAndReplace(timer, task), name));
        // A cancelled deadline must not keep what it was for, such as a handler that was removed.
        timer.setRemoveOnCancelPolicy(true);
        try {
            // Not at the first deadline, which may be set in a call of a handler: until Java 23 a thread keeps the
            // classes
            // that were on the stack where it was made.
            timer.prestartCoreThread();
        } catch (OutOfMemoryError later) {
            return timer;
        }
        return timer;
    }

    /**
     * Runs a thread of the timer. Without memory the thread can end, and the executor can fail to start its successor;
     * then this one tries until a successor has started.
     */
    private static void runAndReplace(ScheduledThreadPoolExecutor timer, Runnable task) {
        boolean succeeded = false;
        try {
            task.run();
            succeeded = true;
        } catch (OutOfMemoryError noMemory) {
            succeeded = false;
        }
        while (!succeeded && !timer.isShutdown()) {
            try {
                timer.prestartCoreThread();
                succeeded = true;
            } catch (OutOfMemoryError noMemory) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Poller openPoller(EngineChoice choice) throws IOException {
        boolean epoll = switch (choice) {
            case EPOLL -> true;
            case PORTABLE -> false;
            case AUTO -> Platform.epollUnavailable() == null;
        };
        return epoll ? Platform.epoll() : new PortablePoller();
    }

    /** Creates resources from the given executors, which are shut down on {@link #close}, and the given clock. */
    public EngineResources(ExecutorService blocking, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this(blocking, timer, nanoTime, new ChunkPool(), EngineResources::openPoller, new Housekeeper(HOUSEKEEPER));
    }

    /** Creates resources with threads of their own, the system's clock, and memory from the given pool. */
    public EngineResources(ChunkPool chunks) {
        this(
                Platform.blockingExecutor("patchbay-handler"),
                timer("patchbay-timer"),
                System::nanoTime,
                chunks,
                EngineResources::openPoller,
                new Housekeeper(HOUSEKEEPER));
    }

    /** Creates resources from the given parts. The executors and the housekeeper are shut down on {@link #close}. */
    public EngineResources(
            ExecutorService blocking,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            ChunkPool chunks,
            Pollers pollers,
            Housekeeper housekeeper) {
        this.housekeeper = housekeeper;
        this.chunks = chunks;
        this.pollers = pollers;
        this.blocking = blocking;
        this.timer = timer;
        this.lateOutput = new LateOutput(timer);
        this.nanoTime = nanoTime;
    }

    /** Ends the threads. Calls that are still running are interrupted. */
    @Override
    public void close() {
        housekeeper.close();
        timer.shutdownNow();
        blocking.shutdownNow();
    }

    /** Returns the timer, for short tasks that do not wait. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Returns what sends the output of calls that do not return soon. */
    public LateOutput lateOutput() {
        return lateOutput;
    }

    /** Returns the housekeeper, for checks that must not depend on the timer. */
    public Housekeeper housekeeper() {
        return housekeeper;
    }

    public ChunkPool chunks() {
        return chunks;
    }

    /** Opens the poller of an event loop. The caller closes it. */
    public Poller poller(EngineChoice choice) throws IOException {
        return pollers.open(choice);
    }

    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /**
     * Runs a strand, or another task, on a thread that may block.
     *
     * @throws OutOfMemoryError           if no thread can be started
     * @throws RejectedExecutionException if the resources are closed
     */
    public void runBlocking(Runnable task) {
        blocking.execute(task);
    }

    /**
     * Completes a stage on a thread that may block, because the stages that depend on it run foreign code. If there is
     * no such thread, completes it on the caller's thread.
     */
    public <T> void complete(CompletableFuture<T> stage, T value) {
        runForeign(() -> stage.complete(value));
    }

    /** Runs foreign code on a thread that may block; on the caller's thread if there is no such thread. */
    public void runForeign(Runnable code) {
        try {
            runBlocking(code);
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            code.run();
        }
    }

    /** Lends the current thread a worker for one run of a strand. The thread gives it back with {@link #giveBack}. */
    public Worker borrow() {
        Worker worker = idle.poll();
        if (worker == null) {
            worker = new Worker(null, chunks);
            workers.add(worker);
        } else {
            idleCount.decrementAndGet();
        }
        worker.thread = Thread.currentThread();
        return worker;
    }

    /** Takes a worker back. Never throws: if there is no memory to keep the worker, it is dropped. */
    public void giveBack(Worker worker) {
        worker.thread = null;
        if (idleCount.incrementAndGet() <= WORKERS_KEPT && keep(worker)) {
            return;
        }
        idleCount.decrementAndGet();
        try {
            workers.remove(worker);
            worker.dismiss(chunks);
        } catch (Error noMemory) {
            // The garbage collector frees the worker.
            return;
        }
    }

    private boolean keep(Worker worker) {
        try {
            return idle.add(worker);
        } catch (Error noMemory) {
            return false;
        }
    }

    /**
     * Returns the connection whose call runs on this thread, or null. Takes time in proportion to the number of
     * workers.
     */
    public Object callOfThisThread() {
        Thread me = Thread.currentThread();
        if (me instanceof LoopThread carrier) {
            return carrier.worker.gate.calling();
        }
        for (Worker worker : workers) {
            if (worker.thread == me) {
                return worker.gate.calling();
            }
        }
        return null;
    }

    /**
     * Keeps a strand that cannot be scheduled now, not even by the timer, until {@link #schedulePostponed}. Needs no
     * memory. A lock guards the list, and not an atomic operation, which the virtual machine would have to link at the
     * first call.
     */
    public void postpone(LoopTask task) {
        synchronized (housekeeper) {
            task.nextInQueue = postponed;
            postponed = task;
        }
    }

    private LoopTask takePostponed() {
        synchronized (housekeeper) {
            LoopTask all = postponed;
            postponed = null;
            return all;
        }
    }

    /** Schedules the strands that were postponed. Called about once a second. */
    public void schedulePostponed() {
        lateOutput.run();
        LoopTask task = takePostponed();
        while (task != null) {
            LoopTask following = task.unlink();
            try {
                task.schedule();
            } catch (RejectedExecutionException closed) {
                // There are no threads any more; the strands that follow may need none.
                Thread.onSpinWait();
            }
            task = following;
        }
    }

    /** Creates a daemon thread that is not started. */
    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

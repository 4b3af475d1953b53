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
 * What the servers of one process share: threads for calls that may block, one thread for deadlines, one that makes
 * good what those have lost, memory, the clock. Close it after the last server has stopped.
 */
public final class EngineResources implements AutoCloseable {

    private static final String WATCH = "patchbay-housekeeper";

    private static final int WORKERS_KEPT = 256;

    /** How long to wait for memory before asking again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Makes the pollers of event loops. */
    public interface Pollers {
        Poller open(EngineChoice choice) throws IOException;
    }

    private final ExecutorService blocking;
    private final ScheduledExecutorService timer;
    private final Housekeeper watch;
    private final LongSupplier nanoTime;
    private final ChunkPool chunks;
    private final Pollers pollers;
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    /** All workers that are lent or may be, for {@link #callOf}; one is added or removed rarely. */
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();

    /** Connections whose turn could not be arranged, for want of memory, the newest first. Guarded by the host's watch. */
    private LoopTask putOff;

    /** Makes a host with threads of its own and the system's clock. */
    public EngineResources() {
        this(Platform.blockingExecutor("patchbay-handler"), timer("patchbay-timer"), System::nanoTime);
    }

    private static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        timer.setThreadFactory(task -> daemon(() -> runLastingly(timer, task), name));
        // A deadline that was called off must not keep what it was for, perhaps a handler that has gone.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** What runs the deadlines can end when there is no memory, and there may be none for a successor: tries until there is one. */
    private static void runLastingly(ScheduledThreadPoolExecutor timer, Runnable task) {
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

    /** Makes a host out of given parts, which it shuts down when it is closed. */
    public EngineResources(ExecutorService blocking, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this(blocking, timer, nanoTime, new ChunkPool(), EngineResources::openPoller, new Housekeeper(WATCH));
    }

    /** Makes a host with threads of its own, the system's clock, and memory from the pool. */
    public EngineResources(ChunkPool chunks) {
        this(
                Platform.blockingExecutor("patchbay-handler"),
                timer("patchbay-timer"),
                System::nanoTime,
                chunks,
                EngineResources::openPoller,
                new Housekeeper(WATCH));
    }

    /** Makes a host out of given parts, memory, pollers and the watch among them. */
    public EngineResources(
            ExecutorService blocking,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            ChunkPool chunks,
            Pollers pollers,
            Housekeeper watch) {
        this.watch = watch;
        this.chunks = chunks;
        this.pollers = pollers;
        this.blocking = blocking;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Ends the threads; calls that are still running are interrupted. */
    @Override
    public void close() {
        watch.close();
        timer.shutdownNow();
        blocking.shutdownNow();
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Returns what looks, once a second, at whatever must not rest on the timer. */
    public Housekeeper housekeeper() {
        return watch;
    }

    public ChunkPool chunks() {
        return chunks;
    }

    /** Makes the poller of an event loop. */
    public Poller poller(EngineChoice choice) throws IOException {
        return pollers.open(choice);
    }

    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Gives a connection its turn on a thread that may block. */
    public void runBlocking(Runnable turn) {
        blocking.execute(turn);
    }

    /** Completes a stage on a thread that may block: what depends on it is foreign code. */
    public <T> void complete(CompletableFuture<T> stage, T value) {
        try {
            runBlocking(() -> stage.complete(value));
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            stage.complete(value);
        }
    }

    /** Lends what the current thread needs for a turn. */
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

    /** Takes back what was lent. Never fails: what there is no memory to keep is let go. */
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
            // The collector has it.
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

    /** Returns the connection that this thread makes a call for, or null if it makes none. Looks at all workers. */
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
     * Takes note of a connection whose turn cannot be arranged now, not even in a while. Needs no memory: not even at its first
     * call, at which the virtual machine would have to link an atomic operation.
     */
    public void putOff(LoopTask turn) {
        synchronized (watch) {
            turn.nextInQueue = putOff;
            putOff = turn;
        }
    }

    private LoopTask takePutOff() {
        synchronized (watch) {
            LoopTask all = putOff;
            putOff = null;
            return all;
        }
    }

    /** Arranges the turns that were put off. To be called now and then. */
    public void resume() {
        LoopTask turn = takePutOff();
        while (turn != null) {
            LoopTask following = turn.nextInQueue;
            turn.nextInQueue = null;
            try {
                turn.schedule();
            } catch (RejectedExecutionException closed) {
                // The host has no threads any more; those that follow may need none.
                Thread.onSpinWait();
            }
            turn = following;
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

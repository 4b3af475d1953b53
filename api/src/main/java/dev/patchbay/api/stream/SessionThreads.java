package dev.patchbay.api.stream;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a handler's sessions: virtual ones from Java 21 on, else a pool that grows as needed. Each handler has a
 * pool of its own, because a thread may keep the classes of the handler that was called when it was made.
 */
final class SessionThreads {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static final int SECONDS_KEPT = 1;

    private static final MethodHandle START_VIRTUAL = findStartVirtual();

    /** Null if there are virtual threads. */
    private final ThreadPoolExecutor pool = START_VIRTUAL == null ? newPool() : null;

    private static MethodHandle findStartVirtual() {
        // Two older versions have the method as well, and throw when it is called.
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            return null;
        }
        try {
            MethodType type = MethodType.methodType(Thread.class, Runnable.class);
            return MethodHandles.publicLookup().findStatic(Thread.class, "startVirtualThread", type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static ThreadPoolExecutor newPool() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, SECONDS_KEPT, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "patchbay-stream");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Runs a session on a thread of its own.
     *
     * @throws OutOfMemoryError if no thread can be started
     */
    void start(Runnable session) {
        if (pool != null) {
            pool.execute(session);
            return;
        }
        try {
            Thread started = (Thread) START_VIRTUAL.invokeExact(session);
            assert started.isDaemon();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a virtual thread cannot be started", e);
        }
    }
}

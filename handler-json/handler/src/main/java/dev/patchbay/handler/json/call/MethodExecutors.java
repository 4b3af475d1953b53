package dev.patchbay.handler.json.call;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates the executor that runs methods. It uses virtual threads; below Java 21, a pool of platform threads with an
 * unbounded queue.
 */
public final class MethodExecutors {

    private static final long IDLE_SECONDS = 10;

    private MethodExecutors() {}

    /**
     * Creates an executor.
     *
     * @param most the number of platform threads, if virtual ones are not available
     */
    public static ExecutorService create(int most) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return pool(most);
        }
    }

    /** Changes the number of platform threads. Has no effect on an executor of virtual threads. */
    public static void resize(ExecutorService executor, int most) {
        if (executor instanceof ThreadPoolExecutor pool) {
            // The number of core threads must not be above the greatest number in between.
            if (most > pool.getMaximumPoolSize()) {
                pool.setMaximumPoolSize(most);
                pool.setCorePoolSize(most);
            } else {
                pool.setCorePoolSize(most);
                pool.setMaximumPoolSize(most);
            }
        }
    }

    private static ExecutorService pool(int most) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "patchbay-json-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}

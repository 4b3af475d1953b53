package dev.patchbay.support;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager, systemd say, what becomes of this process: ready, reloading, stopping, and, as often as it asks
 * for it, alive. Where there is none, that is without {@code NOTIFY_SOCKET}, all of it does nothing.
 */
final class ServiceManager implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    /** Something that may fail as files do. */
    interface Reload {
        void run() throws IOException;
    }

    private final NotifySocket socket;
    private final long watchdogMicros;

    /** Null without a watchdog. */
    private final ScheduledExecutorService watchdog;

    private boolean ready;
    private boolean stopping;
    private int reloads;

    /** Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} for the process of this number. */
    ServiceManager(Map<String, String> environment, long pid) {
        socket = new NotifySocket(environment.get("NOTIFY_SOCKET"));
        watchdogMicros = watchdogMicros(environment, pid);
        watchdog = watchdogMicros > 0 ? new ScheduledThreadPoolExecutor(1, ServiceManager::daemon) : null;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "patchbay-watchdog");
        thread.setDaemon(true);
        return thread;
    }

    private static long watchdogMicros(Map<String, String> environment, long pid) {
        String interval = environment.get("WATCHDOG_USEC");
        String owner = environment.get("WATCHDOG_PID");
        if (interval == null || owner != null && !owner.equals(Long.toString(pid))) {
            return 0;
        }
        if (!interval.matches("[1-9]\\d{0,17}")) {
            log.warn("WATCHDOG_USEC={} is not a number of microseconds; there will be no sign of life", interval);
            return 0;
        }
        return Long.parseLong(interval);
    }

    /**
     * Says that all servers accept, and from now on that they live.
     *
     * @param status for people
     * @param pulse  completes when all event loops have taken a turn
     */
    void ready(String status, Supplier<CompletionStage<Void>> pulse) {
        synchronized (this) {
            if (ready || stopping) {
                return;
            }
            ready = true;
        }
        socket.send("READY=1", "STATUS=" + status);
        if (watchdog != null) {
            // No sign of life without a pulse: a loop that hangs lets the watchdog bite.
            watchdog.scheduleAtFixedRate(
                    () -> pulse.get().thenRunAsync(() -> socket.send("WATCHDOG=1"), watchdog),
                    0,
                    Math.max(1, watchdogMicros / 2),
                    TimeUnit.MICROSECONDS);
        }
    }

    /** Applies a changed configuration, between RELOADING and READY if it was ready before. */
    void reload(Reload action) throws IOException {
        if (begin()) {
            socket.send("RELOADING=1", "MONOTONIC_USEC=" + System.nanoTime() / 1000);
        }
        try {
            action.run();
        } finally {
            if (end()) {
                socket.send("READY=1");
            }
        }
    }

    private synchronized boolean begin() {
        reloads++;
        return ready && !stopping && reloads == 1;
    }

    private synchronized boolean end() {
        reloads--;
        return ready && !stopping && reloads == 0;
    }

    /** Says that the end has begun. Calls after the first do nothing. */
    void stopping() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        socket.send("STOPPING=1");
    }

    /** Gives no more signs of life. */
    @Override
    public void close() {
        if (watchdog != null) {
            watchdog.shutdownNow();
        }
    }
}

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
 * Reports the state of this process to systemd, or to another service manager with the protocol of {@code
 * sd_notify(3)}: ready, reloading, stopping, and at the interval of the watchdog that it is alive. Does nothing if
 * {@code NOTIFY_SOCKET} is not set. Safe for use by several threads.
 */
final class SystemdNotifier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SystemdNotifier.class);

    /** The application of a changed configuration. */
    interface Reload {
        void run() throws IOException;
    }

    private final NotifySocket socket;
    private final long watchdogMicros;

    /** Sends the keep-alive messages; null if systemd did not ask for any. */
    private final ScheduledExecutorService watchdog;

    private boolean ready;
    private boolean stopping;
    private int reloads;

    /**
     * Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} from the environment.
     *
     * @param pid the pid of this process; a watchdog of another process is ignored
     */
    SystemdNotifier(Map<String, String> environment, long pid) {
        socket = new NotifySocket(environment.get("NOTIFY_SOCKET"));
        watchdogMicros = watchdogMicros(environment, pid);
        watchdog = watchdogMicros > 0 ? new ScheduledThreadPoolExecutor(1, SystemdNotifier::daemon) : null;
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
            log.warn(
                    "WATCHDOG_USEC={} is not a positive number of microseconds; no keep-alive messages are sent",
                    interval);
            return 0;
        }
        return Long.parseLong(interval);
    }

    /**
     * Reports that all servers accept connections, and starts the keep-alive messages. They are sent twice in each
     * interval of the watchdog. Calls after the first, or after {@link #stopping}, do nothing.
     *
     * @param status a description for people, which {@code systemctl status} shows
     * @param pulse  returns a stage that completes when every event loop has run; a message is sent only then
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
            // Without a pulse no message is sent, so that the watchdog restarts a process whose event loop hangs.
            watchdog.scheduleAtFixedRate(
                    () -> keepAlive(pulse), 0, Math.max(1, watchdogMicros / 2), TimeUnit.MICROSECONDS);
        }
    }

    private void keepAlive(Supplier<CompletionStage<Void>> pulse) {
        try {
            pulse.get().thenRunAsync(() -> socket.send("WATCHDOG=1"), watchdog);
        } catch (RuntimeException | LinkageError e) {
            // An exception would end the keep-alive messages for good. Without this one the next is still in time.
            log.warn("the servers cannot be asked whether they are alive: {}", e.toString());
        }
    }

    /**
     * Applies a changed configuration. If the process is ready, reports {@code RELOADING} before and {@code READY}
     * after it. Changes that overlap are reported as one.
     */
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

    /** Returns whether there is a service manager. */
    boolean isHeard() {
        return socket.isHeard();
    }

    /** Reports another description for people. Returns false, and does nothing, before the process is ready. */
    boolean status(String status) {
        synchronized (this) {
            if (!ready) {
                return false;
            }
        }
        socket.send("STATUS=" + status);
        return true;
    }

    /** Reports that the process is stopping. Calls after the first do nothing. */
    void stopping() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
        }
        socket.send("STOPPING=1");
    }

    /** Ends the keep-alive messages. */
    @Override
    public void close() {
        if (watchdog != null) {
            watchdog.shutdownNow();
        }
    }
}

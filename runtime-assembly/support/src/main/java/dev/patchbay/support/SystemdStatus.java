package dev.patchbay.support;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keeps the line that {@code systemctl status} shows true: how many servers serve, which do not and why, and how many connections
 * there are. Each event of a server that changes the line leads to a new one, at most once in an interval. Connections are no such
 * events, because there may be many of them: their number is looked at once in an interval. All methods may be called from any
 * thread, and none waits.
 */
final class SystemdStatus implements ServerEvents, AutoCloseable {

    private final Supplier<List<ServerSnapshot>> servers;
    private final Predicate<String> systemd;
    private final long intervalMillis;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, SystemdStatus::daemon);
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** What was sent last, and when. Owned by the thread of the executor. */
    private String last = "";

    private volatile long sentAt = Long.MIN_VALUE;

    /**
     * Creates a status that has sent nothing.
     *
     * @param servers  returns all servers
     * @param systemd  sends a line; returns false if it is too early
     * @param interval the least time between two lines
     */
    SystemdStatus(Supplier<List<ServerSnapshot>> servers, Predicate<String> systemd, Duration interval) {
        this.servers = servers;
        this.systemd = systemd;
        this.intervalMillis = interval.toMillis();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "patchbay-status");
        thread.setDaemon(true);
        return thread;
    }

    /** Looks once in each interval from now on. */
    void watch() {
        executor.scheduleWithFixedDelay(this::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Sends the line soon, if it is another one by then. */
    void look() {
        if (scheduled.compareAndSet(false, true)) {
            long passed = sentAt == Long.MIN_VALUE ? intervalMillis : now() - sentAt;
            try {
                executor.schedule(this::send, Math.max(0, intervalMillis - passed), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // It was closed.
                return;
            }
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void send() {
        scheduled.set(false);
        String line = line(servers.get());
        if (!line.equals(last) && systemd.test(line)) {
            last = line;
            sentAt = now();
        }
    }

    /** Returns the line: {@code 2 of 4 servers serving, 3 connections; holding: shout; failed: json}. */
    static String line(List<ServerSnapshot> servers) {
        List<String> holding = new ArrayList<>();
        List<String> draining = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        int serving = 0;
        long connections = 0;
        for (ServerSnapshot server : servers) {
            connections += server.connections();
            if (server.holding()) {
                holding.add(server.name());
            } else if (server.state() == ServerState.RUNNING) {
                serving++;
            } else if (server.state() == ServerState.FAILED) {
                failed.add(server.name());
            } else {
                (server.state() == ServerState.DRAINING ? draining : stopped).add(server.name());
            }
        }
        return serving + " of " + count(servers.size(), "server") + " serving, " + count(connections, "connection")
                + named("holding", holding)
                + named("failed", failed)
                + named("draining", draining)
                + named("not running", stopped);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String named(String what, List<String> names) {
        return names.isEmpty() ? "" : "; " + what + ": " + LogText.of(String.join(", ", names));
    }

    @Override
    public void serverStarted(String server, String address) {
        look();
    }

    @Override
    public void serverDraining(String server, int connections) {
        look();
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        look();
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        look();
    }

    @Override
    public void holdingStarted(String server, int connections) {
        look();
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        look();
    }

    @Override
    public void missed(String server, long events) {
        look();
    }

    /** Sends no more lines. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}

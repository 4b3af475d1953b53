package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server without a socket, on virtual time. Its loop has a thread, with which the test takes turns; the deadlines, and what
 * may block, run on the test's thread. So whatever a test does is done completely when the method returns, and happens in the
 * same order each time.
 */
final class VirtualServer implements AutoCloseable, FakePort.Witness {

    /** After so many rounds without the clock going on, something runs in circles. */
    private static final int MOST_ROUNDS = 10_000;

    final ManualClock clock = new ManualClock();
    final ManualTimer timer = new ManualTimer(clock);
    final ManualExecutor blocking = new ManualExecutor();
    final FakePoller poller = new FakePoller(clock, this);
    final Server server;
    private final SocketlessServer socketless;

    /** Whether there are threads for what may block; else it waits. */
    boolean hasThreads = true;

    private final Map<String, Object> keys = new HashMap<>();
    private final Housekeeper watch = new Housekeeper(null);
    private final EngineResources resources =
            new EngineResources(blocking, timer, clock, new ChunkPool(), choice -> poller, watch);
    /** What happens when the next byte is about to leave for a client. */
    Runnable whenByteLeaves = () -> {};

    private volatile String fault;

    /** A client of this server. */
    final class Client {
        final Connection connection;
        final FakePort port;

        private Client(Connection connection, FakePort port) {
            this.connection = connection;
            this.port = port;
        }

        /** Sends so many bytes. */
        void send(int count) {
            sendUnattended(count);
            settle();
        }

        /** As {@link #send}, if the loop will not come to rest, because a call keeps it. */
        void sendUnattended(int count) {
            port.arrived += count;
            poller.report(connection, Pollable.READABLE);
        }

        /** Reads so many bytes. */
        void read(int count) {
            port.room.addAndGet(count);
            poller.report(connection, Pollable.WRITABLE);
            settle();
        }

        ReleaseReason endedBy() {
            return connection.hasEnded() ? connection.endRequested() : null;
        }
    }

    VirtualServer(String... keysAndValues) throws IOException {
        timer.scheduleWithFixedDelay(watch::checkAll, 0, 1, TimeUnit.SECONDS);
        socketless = new SocketlessServer("virtual", resources, new EventHub("virtual"));
        server = socketless.server();
        server.start(config(keysAndValues));
        settle();
    }

    private ServerConfig config(String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Rig.config(keys);
    }

    void reconfigure(String... keysAndValues) throws IOException {
        server.reconfigure(config(keysAndValues));
        settle();
    }

    /** Puts in a handler that is called where it may block. */
    void handler(long id, Handler handler) {
        handler(id, HandlerExecution.VIRTUAL, handler);
    }

    /** Puts a handler in: the one with the highest number is chosen. */
    void handler(long id, HandlerExecution execution, Handler handler) {
        handlerUnattended(id, execution, handler);
        settle();
    }

    /** As {@link #handler}, if the loop will not come to rest. */
    void handlerUnattended(long id, HandlerExecution execution, Handler handler) {
        server.slot().put(new HandlerEntry(id, "h" + id, (int) id, execution, "test", handler));
    }

    /** Takes a handler out; completes when no call into it is running. */
    CompletableFuture<Void> remove(long id) {
        CompletableFuture<Void> removed = server.slot().remove(id);
        settle();
        return removed;
    }

    /** A client connects. */
    Client connect() throws IOException {
        Connection connection = socketless.connect(Rig.PEER);
        settle();
        return new Client(connection, poller.latest());
    }

    /** Lets everything be done that can be done now. */
    void settle() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            poller.awaitRest();
            if (!timer.runNext() && !(hasThreads && blocking.runNext())) {
                check();
                return;
            }
        }
        throw new AssertionError("the server never comes to rest");
    }

    /** Time passes, and each thing is done when its time comes. */
    void pass(Duration time) {
        passNanos(time.toNanos());
    }

    /** As {@link #pass}. */
    void passNanos(long nanos) {
        long end = clock.getAsLong() + nanos;
        settle();
        for (long next = next(); next <= end; next = next()) {
            clock.set(Math.max(next, clock.getAsLong()));
            poller.timePassed();
            settle();
        }
        clock.set(end);
        settle();
    }

    private long next() {
        return Math.min(timer.next(), poller.wakesAt());
    }

    /** Time passes while a call keeps the loop: deadlines come, the loop does nothing. */
    void passUnattended(Duration time) {
        long end = clock.getAsLong() + time.toNanos();
        while (timer.next() <= end) {
            clock.set(Math.max(timer.next(), clock.getAsLong()));
            timer.runNext();
        }
        clock.set(end);
    }

    /** The loop looks at the clock, though nothing is ready. */
    void wakeLoop() {
        poller.wakeup();
        settle();
    }

    @Override
    public void wrong(String sentence) {
        fault = sentence;
    }

    @Override
    public void left(byte value) {
        Runnable now = whenByteLeaves;
        whenByteLeaves = () -> {};
        now.run();
    }

    private void check() {
        if (fault != null) {
            throw new AssertionError(fault);
        }
    }

    /** Stops the server, which ends its loop: then its thread ends as well. */
    @Override
    public void close() {
        hasThreads = true;
        CompletableFuture<?> stopped = server.stop(Duration.ZERO);
        settle();
        if (!stopped.isDone()) {
            throw new AssertionError("the server does not stop: " + server.connectionSnapshots());
        }
        wakeLoop();
        if (!poller.isClosed()) {
            throw new AssertionError("the loop does not end");
        }
        check();
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.poll.PortablePoller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops of a server. */
final class Loops {

    /** A call that is still running this much later blocks its loop. */
    private static final long WATCH_MILLIS = 1000;

    private final List<EventLoop> loops;
    private final ScheduledFuture<?> watch;
    private final AtomicInteger next = new AtomicInteger();

    private Loops(Server server, List<EventLoop> loops) {
        this.loops = loops;
        this.watch = server.host()
                .timer()
                .scheduleWithFixedDelay(() -> rescueBlocked(server), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void rescueBlocked(Server server) {
        if (loops.stream().allMatch(EventLoop::hasStopped)) {
            watch.cancel(false);
        }
        for (EventLoop loop : loops) {
            Connection blocking = loop.rescueIfBlocked();
            if (blocking != null) {
                server.loopWasBlocked(blocking);
            }
        }
    }

    /** Makes and starts the loops that a configuration asks for. */
    static Loops start(Server server, ServerConfig config) throws IOException {
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < config.effectiveLoops(); i++) {
                String name = "patchbay-" + server.name() + "-loop-" + i;
                loops.add(new EventLoop(
                        name,
                        server.host(),
                        poller(config.engine()),
                        failure -> server.complain("an event loop met an unexpected failure and goes on", failure)));
            }
        } catch (IOException | RuntimeException e) {
            loops.forEach(loop -> loop.poller().close());
            throw e;
        }
        loops.forEach(EventLoop::start);
        return new Loops(server, loops);
    }

    /** Returns the loop that hosts the acceptor. */
    EventLoop first() {
        return loops.get(0);
    }

    /** Returns the loop for the next connection. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    int count() {
        return loops.size();
    }

    String pollerName() {
        return first().poller().name();
    }

    CompletableFuture<Void> pulse() {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (EventLoop loop : loops) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            turns.add(turn);
            loop.post(() -> turn.complete(null));
        }
        return CompletableFuture.allOf(turns.toArray(new CompletableFuture<?>[0]));
    }

    /** Stops the loops at once; their sockets must have been closed. */
    void stop() {
        watch.cancel(false);
        loops.forEach(EventLoop::stop);
    }

    /** Stops each loop when its last connection has ended. */
    void retire() {
        loops.forEach(EventLoop::leave);
    }

    private static Poller poller(EngineChoice choice) throws IOException {
        boolean epoll = switch (choice) {
            case EPOLL -> true;
            case PORTABLE -> false;
            case AUTO -> Platform.epollUnavailable() == null;
        };
        return epoll ? Platform.epoll() : new PortablePoller();
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.api.runtime.LoopSnapshot;
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

    private final Host host;
    private final List<EventLoop> loops;
    private final ScheduledFuture<?> watch;
    private final AtomicInteger next = new AtomicInteger();

    private Loops(Server server, List<EventLoop> loops) {
        this.host = server.host();
        this.loops = loops;
        // The first look comes at once: the virtual machine needs memory to link it, and there may be none later.
        this.watch = server.host()
                .timer()
                .scheduleWithFixedDelay(() -> rescueBlocked(server), 0, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void rescueBlocked(Server server) {
        try {
            look(server);
        } catch (Throwable t) {
            // The next look comes all the same: what is thrown out of this one would end the watch.
            try {
                server.complain("a look for blocked event loops has failed", t);
            } catch (Throwable notEvenThat) {
                Thread.onSpinWait();
            }
        }
    }

    /** The beginning takes no memory, not even at its first time, as a lambda would: what was put off waits for this. */
    private void look(Server server) {
        server.host().resume();
        if (haveStopped()) {
            watch.cancel(false);
        }
        server.tellWhatIsUntold();
        for (EventLoop loop : loops) {
            Connection blocking = loop.rescueIfBlocked();
            if (blocking != null) {
                server.loopWasBlocked(blocking);
            }
        }
    }

    private boolean haveStopped() {
        for (int i = 0; i < loops.size(); i++) {
            if (!loops.get(i).hasStopped()) {
                return false;
            }
        }
        return true;
    }

    /** Makes and starts the loops that a configuration asks for; if that fails, whatever it is, nothing of them is left. */
    static Loops start(Server server, ServerConfig config) throws IOException {
        List<EventLoop> loops = new ArrayList<>();
        List<Poller> idle = new ArrayList<>();
        try {
            for (int i = 0; i < config.effectiveLoops(); i++) {
                Poller poller = server.host().poller(config.engine());
                idle.add(poller);
                String name = "patchbay-" + server.name() + "-loop-" + i;
                loops.add(new EventLoop(
                        name,
                        server.host(),
                        poller,
                        failure -> server.complain("an event loop met an unexpected failure and goes on", failure)));
            }
            for (EventLoop loop : loops) {
                loop.start();
                idle.remove(loop.poller());
            }
            loops.forEach(loop -> server.statistics().add(loop.counters()));
            return new Loops(server, loops);
        } catch (IOException | RuntimeException | Error e) {
            for (EventLoop loop : loops) {
                if (!idle.contains(loop.poller())) {
                    loop.retire();
                }
            }
            idle.forEach(Poller::close);
            throw e;
        }
    }

    /** Returns the loop that hosts the acceptor. */
    EventLoop first() {
        return loops.get(0);
    }

    /** Returns the loop for the next connection. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Returns the loops at this moment, for reports. */
    List<LoopSnapshot> snapshots() {
        return loops.stream().map(EventLoop::snapshot).toList();
    }

    String pollerName() {
        return first().poller().name();
    }

    CompletableFuture<Void> pulse() {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (EventLoop loop : loops) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            turns.add(turn);
            loop.post(() -> host.complete(turn, null));
        }
        return CompletableFuture.allOf(turns.toArray(new CompletableFuture<?>[0]));
    }

    /** Lets fresh threads carry the loops on. */
    void renewThreads() {
        loops.forEach(EventLoop::renewThread);
    }

    /** Brings no new connections: each loop stops when its last one has ended. Calls after the first do nothing. */
    void retire() {
        loops.forEach(EventLoop::retire);
    }

    /** Makes a poller of this machine. */
    static Poller poller(EngineChoice choice) throws IOException {
        boolean epoll = switch (choice) {
            case EPOLL -> true;
            case PORTABLE -> false;
            case AUTO -> Platform.epollUnavailable() == null;
        };
        return epoll ? Platform.epoll() : new PortablePoller();
    }
}

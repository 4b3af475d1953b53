package dev.patchbay.server.engine;

import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.BlockedCall;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.poll.Poller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The event loops of a server. {@code Lifecycle} starts and retires the group; a change of the number of loops replaces
 * it by another one. All methods may be called from any thread.
 */
final class EventLoopGroup {

    private final EngineResources resources;
    private final List<EventLoop> loops;

    /** The number of connections that were given to a loop. */
    private final AtomicInteger next = new AtomicInteger();

    private EventLoopGroup(Server server, List<EventLoop> loops) {
        this.resources = server.resources();
        this.loops = loops;
        resources.housekeeper().add(new LoopCheck(server));
    }

    /**
     * Once a second, until the loops have stopped: schedules postponed strands, repeats failed wakeups and reports, and
     * rescues loops that a call blocks.
     */
    private final class LoopCheck extends Housekeeper.Check {

        private final Server server;

        LoopCheck(Server server) {
            this.server = server;
        }

        @Override
        public void check() {
            try {
                repeatFailed();
                for (int i = 0; i < loops.size(); i++) {
                    rescue(loops.get(i));
                }
            } catch (Throwable t) {
                server.reportShortage("the check for blocked event loops has failed; it is repeated in a second", t);
            }
        }

        /**
         * Repeats what has failed for want of memory. Postponed strands come first. Scheduling them needs no memory,
         * not even the first time, when a lambda would.
         */
        private void repeatFailed() {
            resources.schedulePostponed();
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).repeatFailedWakeup();
            }
            boolean stopped = haveStopped();
            server.reportPostponed();
            if (stopped) {
                end();
            }
        }

        private void rescue(EventLoop loop) {
            BlockedCall blocked = loop.rescueIfBlocked();
            if (blocked != null) {
                Connection connection = (Connection) blocked.connection();
                connection.outbound().sendGathered();
                server.loopWasBlocked(connection, blocked.stack());
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

    /**
     * Creates and starts the loops that a configuration asks for. If this fails, no loop remains: the threads that were
     * started end, and all pollers are closed.
     */
    static EventLoopGroup start(Server server, ServerConfig config) throws IOException {
        List<EventLoop> loops = new ArrayList<>();
        List<Poller> unused = new ArrayList<>();
        try {
            for (int i = 0; i < config.effectiveLoops(); i++) {
                Poller poller = server.resources().poller(config.engine());
                unused.add(poller);
                loops.add(create(server, i, poller));
            }
            for (EventLoop loop : loops) {
                loop.start();
                unused.remove(loop.poller());
            }
            loops.forEach(loop -> server.statistics().add(loop.counters()));
            return new EventLoopGroup(server, loops);
        } catch (IOException | RuntimeException | Error e) {
            for (EventLoop loop : loops) {
                if (!unused.contains(loop.poller())) {
                    loop.retire();
                }
            }
            unused.forEach(Poller::close);
            throw e;
        }
    }

    private static EventLoop create(Server server, int index, Poller poller) {
        return new EventLoop(
                "patchbay-" + server.name() + "-loop-" + index,
                server.resources(),
                poller,
                failure ->
                        server.reportShortage("an event loop has caught an unexpected exception and goes on", failure));
    }

    /** Returns the loop whose thread accepts connections. */
    EventLoop first() {
        return loops.get(0);
    }

    /** Returns the loop for the next connection. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Returns the state of each loop at this moment. */
    List<LoopSnapshot> snapshots() {
        return loops.stream().map(EventLoop::snapshot).toList();
    }

    String pollerName() {
        return first().poller().name();
    }

    /** Returns a future that completes when each loop has run a task posted by this call. */
    CompletableFuture<Void> pulse() {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (EventLoop loop : loops) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            loop.post(() -> resources.complete(answer, null));
        }
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
    }

    /** Lets new threads carry the loops. */
    void renewThreads() {
        loops.forEach(EventLoop::renewThread);
    }

    /**
     * Accepts no new connections: each loop stops when its last connection has ended. Calls after the first do nothing.
     */
    void retire() {
        loops.forEach(EventLoop::retire);
    }
}

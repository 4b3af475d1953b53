package dev.patchbay.server.engine;

import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.poll.Poller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops of a server. */
final class EventLoopGroup {

    private final EngineResources resources;
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private EventLoopGroup(Server server, List<EventLoop> loops) {
        this.resources = server.resources();
        this.loops = loops;
        resources.housekeeper().add(new LookAtLoops(server));
    }

    /** Rescues loops that a call blocks, arranges what was put off, tells what is untold: once a second, until the loops stop. */
    private final class LookAtLoops extends Housekeeper.Look {

        private final Server server;

        LookAtLoops(Server server) {
            this.server = server;
        }

        @Override
        public void look() {
            try {
                makeGood();
                for (int i = 0; i < loops.size(); i++) {
                    rescue(loops.get(i));
                }
            } catch (Throwable t) {
                server.complain("a look for blocked event loops has failed", t);
            }
        }

        /** Takes no memory to begin with, not even at its first time, as a lambda would: what was put off waits for this. */
        private void makeGood() {
            resources.resume();
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).wakeIfWanted();
            }
            boolean stopped = haveStopped();
            server.tellWhatIsUntold();
            if (stopped) {
                end();
            }
        }

        private void rescue(EventLoop loop) {
            Connection blocking = (Connection) loop.rescueIfBlocked();
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
    static EventLoopGroup start(Server server, ServerConfig config) throws IOException {
        List<EventLoop> loops = new ArrayList<>();
        List<Poller> idle = new ArrayList<>();
        try {
            for (int i = 0; i < config.effectiveLoops(); i++) {
                Poller poller = server.resources().poller(config.engine());
                idle.add(poller);
                String name = "patchbay-" + server.name() + "-loop-" + i;
                loops.add(new EventLoop(
                        name,
                        server.resources(),
                        poller,
                        failure -> server.complain("an event loop met an unexpected failure and goes on", failure)));
            }
            for (EventLoop loop : loops) {
                loop.start();
                idle.remove(loop.poller());
            }
            loops.forEach(loop -> server.statistics().add(loop.counters()));
            return new EventLoopGroup(server, loops);
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
            loop.post(() -> resources.complete(turn, null));
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
}

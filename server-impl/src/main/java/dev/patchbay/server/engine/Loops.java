package dev.patchbay.server.engine;

import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.poll.PortablePoller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The event loops of a server. */
final class Loops {

    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private Loops(List<EventLoop> loops) {
        this.loops = loops;
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
                        failure -> server.events()
                                .error(server.name(), "an event loop met an unexpected failure and goes on", failure)));
            }
        } catch (IOException | RuntimeException e) {
            loops.forEach(loop -> loop.poller().close());
            throw e;
        }
        loops.forEach(EventLoop::start);
        return new Loops(loops);
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

    List<EventLoop> all() {
        return loops;
    }

    /** Stops the loops at once; their sockets must have been closed. */
    void stop() {
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

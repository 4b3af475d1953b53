package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.events.EventHub;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The life of a {@link Server}, whose page draws the states: what is in force at each moment, and the steps from one state
 * to the next. A step publishes nothing before everything in it that can fail has succeeded.
 */
final class Lifecycle {

    private final Server server;
    private final String name;
    private final EventHub events;
    private final LiveConnections connections;
    private final HandlerChanges handlerChanges;
    private final SocketKeeper socket;
    private final CompletableFuture<DrainResult> stopped = new CompletableFuture<>();

    /** Completes when the socket was closed on the way to the end. */
    private final CompletableFuture<Void> unbound = new CompletableFuture<>();

    /** Guards the change of state, of configuration and of socket; nobody is called while it is held. */
    private final Object lock = new Object();

    private volatile ServerState state = ServerState.CREATED;
    private volatile long sinceMillis = System.currentTimeMillis();
    private volatile ServerConfig config;
    private volatile EventLoopGroup loops;

    /** Why the server has failed; null if it has not. Set before anybody is told. */
    private volatile Throwable failure;

    /** Whether a server that has failed was told to stop. Guarded by the lock. */
    private boolean stopWanted;

    /** Whether the end has come: all connections have ended. Guarded by the lock. */
    private boolean drainIsOver;

    /** The end, once it has begun; also that of a server that has failed after it ran. Written under the lock. */
    private volatile Drain drain;

    Lifecycle(Server server, LiveConnections connections, HandlerChanges handlerChanges, SocketKeeper.Opener opener) {
        this.server = server;
        this.name = server.name();
        this.events = server.events();
        this.connections = connections;
        this.handlerChanges = handlerChanges;
        this.socket = new SocketKeeper(server, this, opener);
    }

    /** See {@link Server#start}. */
    void start(ServerConfig initial) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            synchronized (lock) {
                if (state != ServerState.CREATED) {
                    throw new IllegalStateException("server " + name + " cannot start: it is " + state);
                }
                become(ServerState.STARTING);
                config = initial;
                open(initial);
            }
        } catch (Throwable e) {
            if (failure == e) {
                events.serverFailed(name, e);
            }
            throw e;
        } finally {
            restoreInterrupt(interrupted);
        }
        handlerChanges.beginHold();
    }

    private void open(ServerConfig initial) throws IOException {
        try {
            handlerChanges.start();
            loops = EventLoopGroup.start(server, initial);
            // A client that connects at once is told of after the start.
            synchronized (connections) {
                socket.open(initial.socket(), loops.first());
                become(ServerState.RUNNING);
                events.serverStarted(name, socket.address());
            }
        } catch (Throwable e) {
            failure = e;
            become(ServerState.FAILED);
            handlerChanges.stop();
            socket.close(false);
            if (loops != null) {
                loops.retire();
                loops = null;
            }
            throw e;
        }
    }

    private static void restoreInterrupt(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** See {@link Server#reconfigure}. */
    void reconfigure(ServerConfig wanted) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            synchronized (lock) {
                switch (state) {
                    case CREATED, STARTING ->
                        throw new IllegalStateException("server " + name + " cannot be reconfigured: it is " + state);
                    case RUNNING -> change(wanted);
                    case DRAINING -> config = wanted;
                    case FAILED, STOPPED -> {
                        return;
                    }
                }
            }
        } finally {
            restoreInterrupt(interrupted);
        }
        Drain draining = drain;
        if (draining != null) {
            draining.timeoutChanged(wanted.drainTimeout());
        }
        handlerChanges.reconfigured();
        connections.all().forEach(connection -> {
            connection.signal(Connection.NUDGE);
            connection.loop().run(connection::restartIdleTimer);
        });
    }

    /** Everything that can fail comes first; nobody sees the new loops before. */
    private void change(ServerConfig wanted) throws IOException {
        EventLoopGroup before = loops;
        boolean otherLoops = config.engine() != wanted.engine() || config.effectiveLoops() != wanted.effectiveLoops();
        EventLoopGroup after = otherLoops ? EventLoopGroup.start(server, wanted) : before;
        try {
            socket.change(config.socket(), wanted.socket(), after.first());
        } catch (Throwable e) {
            if (otherLoops) {
                after.retire();
            }
            throw e;
        }
        config = wanted;
        if (otherLoops) {
            loops = after;
            // Not before nobody is taken in there any more: a loop stops when its last connection has left it.
            socket.moveTo(after.first()).thenRun(before::retire);
        }
    }

    /** See {@link Server#stop(Duration)}; without a time it is {@code drain.timeout}. */
    CompletableFuture<DrainResult> stop(Duration atMost) {
        Drain inProgress;
        boolean begins = false;
        synchronized (lock) {
            begins = state == ServerState.RUNNING;
            if (begins) {
                drain = new Drain(server, ReleaseReason.DRAIN_TIMEOUT, atMost);
                become(ServerState.DRAINING);
            } else if (state == ServerState.CREATED || state == ServerState.FAILED) {
                stopWanted = true;
                if (drain == null || drainIsOver) {
                    become(ServerState.STOPPED);
                }
            }
            inProgress = drain;
        }
        if (inProgress == null) {
            unbound.complete(null);
            stopped.complete(new DrainResult(0, 0, Duration.ZERO));
        } else if (begins) {
            handlerChanges.stop();
            CompletableFuture<Void> closed = socket.close(inProgress.hasTime());
            closed.thenRun(() -> unbound.complete(null));
            inProgress.start(closed);
        } else if (atMost != null) {
            inProgress.shorten(atMost);
        }
        return stopped;
    }

    /** Called by the drain when it is over. */
    void drained(DrainResult result) {
        boolean told;
        synchronized (lock) {
            drainIsOver = true;
            told = state == ServerState.DRAINING;
            if (told || stopWanted) {
                become(ServerState.STOPPED);
            }
        }
        // A call that has not returned keeps its connection, and with it the loop that serves its end.
        loops.retire();
        if (told) {
            events.serverStopped(name, result.finished(), result.forced(), result.took());
        }
        server.resources().complete(stopped, result);
    }

    private void become(ServerState next) {
        state = next;
        sinceMillis = System.currentTimeMillis();
    }

    // ---- a socket that is lost

    /** See {@link Server#socketLost}. */
    void socketLost(Acceptor loser, Throwable cause) {
        socket.lost(loser, cause);
    }

    /** Something that makes a socket. */
    interface Replacement {
        boolean replace() throws IOException;
    }

    /** Lets a lost socket be replaced while nobody changes or stops the server; returns false if there is no need. */
    boolean replaceSocket(Replacement replacement) throws IOException {
        synchronized (lock) {
            return state == ServerState.RUNNING && replacement.replace();
        }
    }

    /** The server can no longer do what it is there for. */
    void failForGood(IOException cause) {
        Drain end;
        synchronized (lock) {
            if (state != ServerState.RUNNING) {
                return;
            }
            failure = cause;
            end = new Drain(server, ReleaseReason.HOST_FAILED, Duration.ZERO);
            drain = end;
            become(ServerState.FAILED);
        }
        unbound.complete(null);
        handlerChanges.stop();
        events.serverFailed(name, cause);
        end.start(CompletableFuture.completedFuture(null));
    }

    // ---- connections and their loops

    /** A connection has ended. */
    void connectionEnded() {
        Drain draining = drain;
        if (draining != null) {
            draining.connectionEnded();
        }
    }

    /** Returns the loop for the next connection, which has joined it by that. */
    EventLoop joinLoop() throws IOException {
        while (state != ServerState.STOPPED && state != ServerState.FAILED) {
            // Loops that were replaced a moment ago may have nobody left, and let nobody in.
            EventLoop loop = loops.next();
            if (loop.tryEnter()) {
                return loop;
            }
        }
        throw new IOException("server " + name + " has ended");
    }

    boolean isAcceptingSoon() {
        return state == ServerState.STARTING || state == ServerState.RUNNING;
    }

    /** Returns the loop that hosts the acceptor. With the lock held. */
    EventLoop firstLoop() {
        return loops.first();
    }

    // ---- facts

    ServerState state() {
        return state;
    }

    Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    CompletableFuture<Void> unbound() {
        return unbound;
    }

    ServerConfig config() {
        return config;
    }

    String address() {
        return socket.address();
    }

    Throwable failure() {
        return failure;
    }

    String pollerName() {
        EventLoopGroup current = loops;
        return current == null ? "" : current.pollerName();
    }

    List<LoopSnapshot> loopSnapshots() {
        EventLoopGroup current = loops;
        return current == null ? List.of() : current.snapshots();
    }

    /** A handler that was called on the event loops has gone: nothing of it stays on their threads. */
    void renewThreads() {
        EventLoopGroup current = loops;
        if (current != null && state == ServerState.RUNNING) {
            current.renewThreads();
        }
    }

    /** See {@link Server#pulse}. */
    CompletableFuture<Void> pulse() {
        EventLoopGroup current = loops;
        return switch (state) {
            case RUNNING -> current.pulse();
            case FAILED ->
                drain == null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(new IllegalStateException(
                                "server " + name + " has failed: " + failure.getMessage(), failure));
            default -> CompletableFuture.completedFuture(null);
        };
    }
}

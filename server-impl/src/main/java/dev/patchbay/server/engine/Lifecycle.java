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
 * Owns the state of a {@link Server}, which documents the states, and makes the transitions between them. A transition
 * publishes nothing before everything in it that can fail has succeeded.
 *
 * <p>All methods may be called from any thread. One lock orders the changes of state, configuration and socket; no
 * handler and no listener is called while it is held, as events are only queued. The facts can be read without the
 * lock.
 */
final class Lifecycle {

    private final Server server;
    private final String name;
    private final EventHub events;
    private final LiveConnections connections;
    private final HandlerChanges handlerChanges;
    private final SocketKeeper socket;
    private final CompletableFuture<DrainResult> stopped = new CompletableFuture<>();

    /** Completes when the socket was closed by a stop or a failure. */
    private final CompletableFuture<Void> unbound = new CompletableFuture<>();

    /** Guards the changes of state, configuration and socket. */
    private final Object lock = new Object();

    /** Guarded by the lock for writing; read by any thread. */
    private volatile ServerState state = ServerState.CREATED;

    /** The time at which the state was entered. Guarded by the lock for writing; read by any thread. */
    private volatile long sinceMillis = System.currentTimeMillis();

    /** The configuration in force; null before the start. Guarded by the lock for writing; read by any thread. */
    private volatile ServerConfig config;

    /** The loops for new connections; null before the start. Guarded by the lock for writing; read by any thread. */
    private volatile EventLoopGroup loops;

    /** Why the server has failed; null if it has not. Written under the lock, before the failure is reported. */
    private volatile Throwable failure;

    /** Whether a server that was not running was stopped. Guarded by the lock. */
    private boolean stopRequested;

    /** Whether the drain is over. Guarded by the lock. */
    private boolean drainIsOver;

    /**
     * The drain of a stop, or of a failure after the start; null before. Guarded by the lock for writing; read by any
     * thread.
     */
    private volatile Drain drain;

    /** Begins the drain if the thread that was to do so had no memory for it. Set at the start, before the loops exist. */
    private Deadline beginning;

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
                    throw new IllegalStateException("server " + name + " cannot start: its state is " + state
                            + ", and only a server that is CREATED starts");
                }
                become(ServerState.STARTING);
                config = initial;
                beginning = new Deadline(server, "the stop of the server has failed; it is repeated", this::beginDrain);
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
            // The lock makes a client that connects at once wait, so that it is reported after the start.
            synchronized (connections) {
                socket.open(initial.socket(), loops.first());
                become(ServerState.RUNNING);
                events.serverStarted(name, socket.address());
            }
        } catch (Throwable e) {
            failure = e;
            become(ServerState.FAILED);
            beginning.end();
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
                        throw new IllegalStateException("server " + name + " cannot be reconfigured: its state is "
                                + state + "; reconfigure it after its start");
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

    /**
     * Applies a configuration to the running server. Everything that can fail comes first, so a failure changes
     * nothing.
     */
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
            // The old loops retire when the acceptor has left them: a loop stops when its last connection has left it.
            socket.moveTo(after.first()).thenRun(before::retire);
        }
    }

    /** See {@link Server#stop(Duration)}. Null stands for {@code drain.timeout}. */
    CompletableFuture<DrainResult> stop(Duration atMost) {
        boolean begins;
        Drain inProgress;
        synchronized (lock) {
            begins = state == ServerState.RUNNING;
            if (begins) {
                drain = new Drain(server, ReleaseReason.DRAIN_TIMEOUT, atMost);
                become(ServerState.DRAINING);
            } else {
                requestStop();
            }
            inProgress = drain;
        }
        if (inProgress == null) {
            unbound.complete(null);
            stopped.complete(new DrainResult(0, 0, Duration.ZERO));
        } else if (begins) {
            beginDrainOrRepeat();
        } else if (atMost != null) {
            inProgress.shorten(atMost);
        }
        return stopped;
    }

    /**
     * Stops a server that is not started or has failed, as soon as a drain in progress is over. Called under the lock.
     */
    private void requestStop() {
        if (state == ServerState.CREATED || state == ServerState.FAILED) {
            stopRequested = true;
            if (drain == null || drainIsOver) {
                become(ServerState.STOPPED);
            }
        }
    }

    /** Begins the drain, or has the housekeeper do so if there is no memory for it now. */
    private void beginDrainOrRepeat() {
        try {
            beginDrain();
        } catch (RuntimeException | Error noMemory) {
            beginning.setForHousekeeper();
            server.reportShortage("the stop of the server has failed; it is repeated", noMemory);
        }
    }

    /** Closes the socket and starts the drain. May be called again after it has thrown. */
    private void beginDrain() {
        Drain begun = drain;
        handlerChanges.stop();
        if (state == ServerState.FAILED) {
            unbound.complete(null);
            begun.start(CompletableFuture.completedFuture(null));
        } else {
            CompletableFuture<Void> closed = socket.close(begun.hasTime());
            closed.thenRun(() -> unbound.complete(null));
            begun.start(closed);
        }
    }

    /** Called by the drain when it is over. */
    void drained(DrainResult result) {
        boolean announced;
        synchronized (lock) {
            drainIsOver = true;
            announced = state == ServerState.DRAINING;
            if (announced || stopRequested) {
                become(ServerState.STOPPED);
            }
        }
        beginning.end();
        // A call that has not returned keeps its connection, and with it the loop that will end the connection.
        loops.retire();
        if (announced) {
            events.serverStopped(name, result.finished(), result.forced(), result.took());
        }
        server.resources().complete(stopped, result);
    }

    private void become(ServerState next) {
        state = next;
        sinceMillis = System.currentTimeMillis();
    }

    // ---- a lost socket

    /** See {@link Server#socketLost}. */
    void socketLost(Acceptor loser, Throwable cause) {
        socket.lost(loser, cause);
    }

    /** Runs a replacement under the lock, if the server is running; returns whether the socket was replaced. */
    boolean replaceSocket(SocketKeeper.Replacement replacement) throws IOException {
        synchronized (lock) {
            return state == ServerState.RUNNING && replacement.replace();
        }
    }

    /** Ends the running server, because it can no longer listen. Its connections are closed at once. */
    void fail(IOException cause) {
        synchronized (lock) {
            if (state != ServerState.RUNNING) {
                return;
            }
            failure = cause;
            drain = new Drain(server, ReleaseReason.HOST_FAILED, Duration.ZERO);
            become(ServerState.FAILED);
        }
        events.serverFailed(name, cause);
        beginDrainOrRepeat();
    }

    // ---- connections and their loops

    /** Called when a connection has ended. */
    void connectionEnded() {
        Drain draining = drain;
        if (draining != null) {
            draining.connectionEnded();
        }
    }

    /**
     * Returns the loop for the next connection, and adds the connection to its members.
     *
     * @throws IOException if the server has ended
     */
    EventLoop joinLoop() throws IOException {
        while (state != ServerState.STOPPED && state != ServerState.FAILED) {
            // Loops that were replaced a moment ago may have stopped already.
            EventLoop loop = loops.next();
            if (loop.tryEnter()) {
                return loop;
            }
        }
        throw new IOException("server " + name + " has ended");
    }

    /** Returns whether the server accepts connections, or is about to. */
    boolean isAcceptingSoon() {
        return state == ServerState.STARTING || state == ServerState.RUNNING;
    }

    /** Returns the loop whose thread accepts connections. Called under the lock. */
    EventLoop firstLoop() {
        return loops.first();
    }

    // ---- facts, for any thread

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

    /** See {@link Server#renewThreads}. */
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

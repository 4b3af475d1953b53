package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.socket.ListeningSocket;
import dev.patchbay.server.swap.HandlerSlot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One server: its socket, its loops, its connections, its handler.
 *
 * <pre>
 *   CREATED --start--&gt; STARTING --&gt; RUNNING --stop--&gt; DRAINING --&gt; STOPPED
 *                         |                             ^
 *                         +--&gt; FAILED                   | the last connection has ended, or the time is over
 * </pre>
 *
 * <p>A start that fails leaves nothing behind. A stop may be called at any time, in any state and more than once: before a
 * start it makes the start impossible, during one it waits for it. All methods may be called from any thread.
 */
public final class Server {

    /** What a loop may take to close a socket: it is carried on if a handler blocks it. */
    private static final long LETTING_GO_MILLIS = 5_000;

    /** Between two complaints about the same want. */
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final Host host;
    private final EventHub events;
    private final HandlerSlot slot;
    private final Changeover changeover = new Changeover(this);
    private final Statistics statistics = new Statistics();
    private final Reception reception = new Reception(this);
    private final ConcurrentHashMap<Long, Connection> connections = new ConcurrentHashMap<>();
    private final CompletableFuture<DrainResult> stopped = new CompletableFuture<>();

    /** Guards the change of state, of configuration and of socket; nobody is called while it is held. */
    private final Object lock = new Object();

    private volatile ServerState state = ServerState.CREATED;
    private volatile long sinceMillis = System.currentTimeMillis();
    private volatile ServerConfig config;
    private volatile Loops loops;
    private volatile Acceptor acceptor;
    private volatile Runnable whenConnectionEnds;

    /** Completes when the socket before the present one is closed. Guarded by the lock. */
    private CompletableFuture<Void> oldSocket = CompletableFuture.completedFuture(null);

    /** When it was last told that something has run out; null if never. */
    private volatile Long complainedAt;

    /** Makes a server that is not started. */
    public Server(String name, Host host, EventHub events) {
        this.name = name;
        this.host = host;
        this.events = events;
        this.slot = new HandlerSlot(changeover);
    }

    // ---- life

    /**
     * Starts the server: when this returns, clients can connect.
     *
     * @throws IOException           with a sentence for the operator; nothing is left behind, and the server has FAILED
     * @throws IllegalStateException if it was started or stopped before
     */
    public void start(ServerConfig initial) throws IOException {
        synchronized (lock) {
            if (state != ServerState.CREATED) {
                throw new IllegalStateException("server " + name + " cannot start: it is " + state);
            }
            become(ServerState.STARTING);
            config = initial;
            try {
                loops = Loops.start(this, initial);
                acceptor = listen(initial);
            } catch (IOException | RuntimeException e) {
                if (loops != null) {
                    loops.stop();
                }
                become(ServerState.FAILED);
                events.serverFailed(name, e);
                throw e;
            }
            become(ServerState.RUNNING);
        }
        events.serverStarted(name, acceptor.address());
        changeover.beginHold();
    }

    private Acceptor listen(ServerConfig wanted) throws IOException {
        ListeningSocket socket = ListeningSocket.open(wanted.socket());
        try {
            Acceptor fresh = new Acceptor(this, loops.first(), socket);
            fresh.start();
            return fresh;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Applies a configuration to the running server. Limits and timeouts hold at once, also for live connections. A new
     * socket is listened to before the old one is let go; live connections stay. Another engine, or another number of loops,
     * serves new connections.
     *
     * @throws IOException if the new socket cannot be made; then everything is as it was
     */
    public void reconfigure(ServerConfig wanted) throws IOException {
        synchronized (lock) {
            if (state != ServerState.RUNNING) {
                throw new IllegalStateException("server " + name + " cannot be reconfigured: it is " + state);
            }
            ServerConfig before = config;
            Loops oldLoops = loops;
            boolean otherLoops =
                    before.engine() != wanted.engine() || before.effectiveLoops() != wanted.effectiveLoops();
            Loops newLoops = otherLoops ? Loops.start(this, wanted) : oldLoops;
            try {
                loops = newLoops;
                changeSocket(before, wanted);
            } catch (IOException | RuntimeException e) {
                loops = oldLoops;
                if (otherLoops) {
                    newLoops.stop();
                }
                throw e;
            }
            config = wanted;
            if (otherLoops) {
                // Not before nobody is taken in there any more: a loop stops when its last connection has left it.
                acceptor.moveTo(newLoops.first()).runAfterBoth(oldSocket, oldLoops::retire);
            }
        }
        connections.values().forEach(connection -> {
            connection.signal(Connection.NUDGE);
            connection.loop().run(connection::restartIdleTimer);
        });
    }

    private void changeSocket(ServerConfig before, ServerConfig wanted) throws IOException {
        if (!before.socket().path().equals(wanted.socket().path())) {
            // There and back again: the loop may not have let the path go yet.
            oldSocket
                    .copy()
                    .completeOnTimeout(null, LETTING_GO_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            Acceptor old = acceptor;
            acceptor = listen(wanted);
            oldSocket = old.close();
        } else if (!before.socket().equals(wanted.socket())) {
            acceptor.change(wanted.socket());
        }
    }

    /**
     * Stops the server: no new connections; the live ones may finish for {@code drain.timeout}, then they are closed.
     *
     * @return completes when the server has stopped, telling how it went; the same for every call
     */
    public CompletableFuture<DrainResult> stop() {
        Drain drain;
        synchronized (lock) {
            if (state == ServerState.CREATED || state == ServerState.FAILED) {
                become(ServerState.STOPPED);
                stopped.complete(new DrainResult(0, 0, Duration.ZERO));
            }
            if (state != ServerState.RUNNING) {
                return stopped;
            }
            drain = new Drain(this);
            whenConnectionEnds = drain::connectionEnded;
            become(ServerState.DRAINING);
        }
        changeover.stop();
        drain.start(acceptor, config.drainTimeout());
        return stopped;
    }

    /** Called by the drain when it is over. */
    void drained(DrainResult result) {
        synchronized (lock) {
            if (state == ServerState.STOPPED) {
                return;
            }
            become(ServerState.STOPPED);
        }
        loops.stop();
        events.serverStopped(name, result.finished(), result.forced(), result.took());
        stopped.complete(result);
    }

    /** Called by the acceptor when its socket is gone for ever. */
    void acceptingFailed(Throwable cause) {
        events.serverFailed(name, cause);
    }

    private void become(ServerState next) {
        state = next;
        sinceMillis = System.currentTimeMillis();
    }

    // ---- connections

    /** Counts a connection among the live ones: from now on it hears of what changes. */
    void adopt(Connection connection) {
        connections.put(connection.id(), connection);
        connection.loop().enter();
        events.connectionOpened(name, connection.id(), connection.peer());
    }

    /** Something has failed or run out that may do so again at once. It is told once in a while, however often it happens. */
    void complain(String what, Throwable cause) {
        long now = host.nanoTime();
        Long before = complainedAt;
        if (before == null || now - before >= SILENCE_NANOS) {
            complainedAt = now;
            events.error(name, what, cause);
        }
    }

    /** Called by a connection that has ended. */
    void ended(Connection connection, ReleaseReason reason, Totals totals) {
        connections.remove(connection.id());
        reception.left(connection.peer());
        statistics.closed(reason, totals);
        events.connectionClosed(name, connection.id(), reason, totals);
        connection.loop().leave();
        Runnable check = whenConnectionEnds;
        if (check != null) {
            check.run();
        }
    }

    /** Ends a connection on behalf of an operator; returns false if there is none of that number. */
    public boolean closeConnection(long id) {
        Connection connection = connections.get(id);
        if (connection != null) {
            connection.end(ReleaseReason.OPERATOR_CLOSED);
        }
        return connection != null;
    }

    void bytesRead(Connection connection, int count) {
        if (events.wantsIo()) {
            events.bytesRead(name, connection.id(), count);
        }
    }

    void bytesWritten(Connection connection, long count) {
        if (events.wantsIo()) {
            events.bytesWritten(name, connection.id(), (int) count);
        }
    }

    /** Called by the loops when a call kept one of them for too long, and another thread carries it on. */
    void loopWasBlocked(Connection connection) {
        String handler = connection.service().handlerName();
        events.error(
                name,
                "handler " + handler + " has blocked an event loop for a second or more, in a call for connection "
                        + connection.id() + "; another thread carries the loop on. A handler that blocks has to say"
                        + " handler.execution = VIRTUAL",
                new IllegalStateException("a handler of kind EVENT_LOOP blocks"));
    }

    // ---- facts

    /** Returns the server's name. */
    public String name() {
        return name;
    }

    /** Returns where handlers are put in and taken out. */
    public HandlerSlot slot() {
        return slot;
    }

    /** Returns where the server is in its life. */
    public ServerState state() {
        return state;
    }

    /** Returns the configuration in force; null before the start. */
    public ServerConfig config() {
        return config;
    }

    /** Returns where clients connect to; empty while nothing is listened to. */
    public String address() {
        Acceptor current = acceptor;
        return current == null ? "" : current.address();
    }

    /** Returns when the server came to its state. */
    public Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    /** Returns how many connections are live. */
    public int connectionCount() {
        return connections.size();
    }

    /** Returns the live connections, the oldest first. */
    public List<ConnectionSnapshot> connectionSnapshots() {
        return connections.values().stream()
                .sorted(Comparator.comparingLong(Connection::id))
                .map(Connection::snapshot)
                .toList();
    }

    /** Returns what happened since the start. */
    public ServerTotals totals() {
        return statistics.totals(connections.values());
    }

    /** Returns the name of the poller; empty before the start. */
    public String pollerName() {
        Loops current = loops;
        return current == null ? "" : current.pollerName();
    }

    /** Returns the number of event loops; 0 before the start. */
    public int loopCount() {
        Loops current = loops;
        return current == null ? 0 : current.count();
    }

    /** Returns what completes when each event loop has taken a turn after this call; at once if the server does not run. */
    public CompletableFuture<Void> pulse() {
        Loops current = loops;
        return state == ServerState.RUNNING && current != null
                ? current.pulse()
                : CompletableFuture.completedFuture(null);
    }

    boolean isAccepting() {
        return state == ServerState.RUNNING;
    }

    boolean isDraining() {
        return state == ServerState.DRAINING;
    }

    Host host() {
        return host;
    }

    EventHub events() {
        return events;
    }

    Reception reception() {
        return reception;
    }

    /** Returns the loop for the next connection. */
    EventLoop nextLoop() {
        return loops.next();
    }

    Statistics statistics() {
        return statistics;
    }

    Collection<Connection> connections() {
        return connections.values();
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.connection.ConnectionHost;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.socket.ListeningSocket;
import dev.patchbay.server.swap.HandlerLease;
import dev.patchbay.server.swap.HandlerSlot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One server: its socket, its loops, its connections, its handler.
 *
 * <pre>
 *   CREATED --start--&gt; STARTING --&gt; RUNNING --stop--&gt; DRAINING --&gt; STOPPED
 *                         |            |                             ^
 *                         |            | socket lost for good        | stop
 *                         +----------&gt; +------------&gt; FAILED --------+
 * </pre>
 *
 * <p>A start that fails leaves nothing behind, and a server that fails later gives everything back: its path, its loops,
 * its connections. A stop may be called at any time, in any state and more than once: before a start it makes the start
 * impossible, during one it waits for it. All methods may be called from any thread; an interrupt that was pending before a
 * call is pending after it.
 */
public final class Server implements ConnectionHost {

    /** Between two complaints about the same want. */
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final EngineResources resources;
    private final EventHub events;
    private final HandlerSlot slot;
    private final Statistics statistics = new Statistics();
    private final Intake intake = new Intake(this);
    private final LiveConnections connections;
    private final Lifecycle life;

    /** What could not be told for want of memory, the latest; null if there is nothing. */
    private volatile Supplier<String> untold;

    private volatile Throwable untoldCause;

    /** When it was last told that something has run out, if it ever was. */
    private volatile long complainedAt;

    private volatile boolean hasComplained;

    /** Makes a server that is not started. */
    public Server(String name, EngineResources resources, EventHub events) {
        this(name, resources, events, ListeningSocket::open);
    }

    /** Makes a server that gets its listening sockets from the opener. */
    Server(String name, EngineResources resources, EventHub events, SocketKeeper.Opener opener) {
        this.name = name;
        this.resources = resources;
        this.events = events;
        HandlerChanges handlerChanges = new HandlerChanges(this);
        this.slot = new HandlerSlot(handlerChanges);
        this.connections = new LiveConnections(name, events, statistics);
        this.life = new Lifecycle(this, connections, handlerChanges, opener);
    }

    // ---- life

    /**
     * Starts the server: when this returns, clients can connect.
     *
     * @throws IOException           with a sentence for the operator; nothing is left behind, and the server has FAILED
     * @throws IllegalStateException if it was started or stopped before
     */
    public void start(ServerConfig initial) throws IOException {
        life.start(initial);
    }

    /**
     * Applies a configuration to the running server. Limits and timeouts hold at once, also for live connections. A new
     * socket is listened to before the old one is let go; live connections stay. Another engine, or another number of loops,
     * serves new connections. Of a server that drains only limits and timeouts change, {@code drain.timeout} among them, and
     * of one that has ended nothing.
     *
     * @throws IOException           if the new socket cannot be made; then everything is as it was
     * @throws IllegalStateException if the server was not started
     */
    public void reconfigure(ServerConfig wanted) throws IOException {
        life.reconfigure(wanted);
    }

    /**
     * Stops the server: no new connections; the live ones may finish for {@code drain.timeout}, then they are closed.
     *
     * @return completes when the server has stopped, telling how it went; the same for every call
     */
    public CompletableFuture<DrainResult> stop() {
        return life.stop(null);
    }

    /**
     * Stops the server as {@link #stop()} does, within this time instead of {@code drain.timeout}; zero ends everything at
     * once. A drain in progress is shortened, never lengthened.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public CompletableFuture<DrainResult> stop(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("a stop within " + atMost + ": the time cannot be negative");
        }
        return life.stop(atMost);
    }

    /** Returns what completes when a server that was told to stop has closed its socket, so that its path is free. */
    public CompletableFuture<Void> unbound() {
        return life.unbound();
    }

    /** Called by the drain when it is over. */
    void drained(DrainResult result) {
        life.drained(result);
    }

    /** Called by the acceptor when its socket is gone, and nothing of it is left. */
    void socketLost(Acceptor loser, Throwable cause) {
        life.socketLost(loser, cause);
    }

    // ---- connections

    /** Counts a connection, which has joined its loop, among the live ones: from now on it hears of what changes. */
    void adopt(Connection connection) {
        connections.add(connection);
    }

    /** Something has failed or run out that may do so again at once. It is told once in a while, however often it happens. Never throws. */
    @Override
    public void complain(String what, Throwable cause) {
        long now = resources.nanoTime();
        if (!hasComplained || now - complainedAt >= SILENCE_NANOS) {
            complainedAt = now;
            hasComplained = true;
            events.error(name, what, cause);
        }
    }

    /** There was no memory to tell something: the latest of that kind is told when there is, and the others count as missed. */
    @Override
    public void tellLater(Supplier<String> what, Throwable cause) {
        if (untold != null) {
            events.missed();
        }
        untoldCause = cause;
        untold = what;
    }

    /** Tells what was left to tell. To be called now and then. */
    void tellWhatIsUntold() {
        Supplier<String> what = untold;
        if (what != null) {
            events.error(name, what.get(), untoldCause);
            untold = null;
        }
    }

    /**
     * Called by a connection that has ended, once for each step, in their order. A step that throws, for want of memory, has
     * done nothing, and is made again later.
     */
    @Override
    public void ended(Connection connection, int step, ReleaseReason reason, Totals totals) {
        switch (step) {
            case 0 -> intake.left(connection.peer());
            case 1 -> connections.remove(connection, reason, totals);
            case 2 -> connection.loop().leave();
            default -> life.connectionEnded();
        }
    }

    /** Ends a connection on behalf of an operator; returns false if there is none of that number. */
    public boolean closeConnection(long id) {
        Connection connection = connections.get(id);
        if (connection != null) {
            connection.closeFor(ReleaseReason.OPERATOR_CLOSED);
        }
        return connection != null;
    }

    /** Counts bytes; {@code turn} is the worker of the turn that has read them. */
    @Override
    public void bytesRead(Connection connection, int count, Worker turn) {
        if (turn.mayBlock()) {
            statistics.read(count);
        } else {
            turn.loop.counters().countRead(count);
        }
        if (events.wantsIo()) {
            events.bytesRead(name, connection.id(), count);
        }
    }

    /** Counts bytes; {@code turn} is the worker of the turn that has sent them, or null if it was another thread. */
    @Override
    public void bytesWritten(Connection connection, long count, Worker turn) {
        if (turn == null || turn.mayBlock()) {
            statistics.sent(count);
        } else {
            turn.loop.counters().countSent(count);
        }
        if (events.wantsIo()) {
            events.bytesWritten(name, connection.id(), (int) count);
        }
    }

    /** Called by the loops when a call kept one of them for too long, and another thread carries it on. */
    void loopWasBlocked(Connection connection) {
        String handler = connection.driver().handlerName();
        events.error(
                name,
                "handler " + handler + " has blocked an event loop for a second or more, in a call for connection "
                        + connection.id() + "; another thread carries the loop on. A handler that blocks has to say"
                        + " handler.execution = VIRTUAL",
                new IllegalStateException("a handler of kind EVENT_LOOP blocks"));
    }

    // ---- facts

    /** Returns the server's name. */
    @Override
    public String name() {
        return name;
    }

    /** Returns where handlers are put in and taken out. */
    public HandlerSlot slot() {
        return slot;
    }

    /** Returns where the server is in its life. */
    public ServerState state() {
        return life.state();
    }

    /** Returns when the server came to its state. */
    public Instant since() {
        return life.since();
    }

    /** Returns why the server has failed; null if it has not. */
    public Throwable failure() {
        return life.failure();
    }

    /** Returns the configuration in force; null before the start. */
    @Override
    public ServerConfig config() {
        return life.config();
    }

    /** Returns where clients connect to; empty while nothing is listened to. */
    @Override
    public String address() {
        return life.address();
    }

    /** Returns how many connections are live. */
    public int connectionCount() {
        return connections.count();
    }

    /** Returns the live connections, the oldest first. */
    public List<ConnectionSnapshot> connectionSnapshots() {
        return connections.all().stream()
                .sorted(Comparator.comparingLong(Connection::id))
                .map(Connection::snapshot)
                .toList();
    }

    /** Returns what happened since the start. */
    public ServerTotals totals() {
        return connections.totals();
    }

    /** Returns the name of the poller; empty before the start. */
    public String pollerName() {
        return life.pollerName();
    }

    /** Returns the event loops that serve new connections; empty before the start. */
    public List<LoopSnapshot> loopSnapshots() {
        return life.loopSnapshots();
    }

    /** Returns whether this thread is in a call of the server's handler, so that it must not wait for the server's end. */
    public boolean isCallingOnThisThread() {
        return connections.all().stream().anyMatch(Connection::isHeldByThisThread);
    }

    /**
     * Returns what completes when each event loop has taken a turn after this call; at once if the server does not run, and
     * exceptionally if it has lost its socket for good.
     */
    public CompletableFuture<Void> pulse() {
        return life.pulse();
    }

    /** A handler that was called on the event loops has gone: nothing of it stays on their threads. */
    void renewThreads() {
        life.renewThreads();
    }

    boolean isAccepting() {
        return state() == ServerState.RUNNING;
    }

    /** Returns whether connections are to finish: from the moment on at which the drain is told. */
    @Override
    public boolean isDraining() {
        return connections.isDraining();
    }

    @Override
    public EngineResources resources() {
        return resources;
    }

    @Override
    public HandlerLease lease() {
        return slot.current();
    }

    @Override
    public void error(String what, Throwable cause) {
        events.error(name, what, cause);
    }

    EventHub events() {
        return events;
    }

    Intake intake() {
        return intake;
    }

    /** Returns the loop for the next connection, which has joined it by that. */
    EventLoop joinLoop() throws IOException {
        return life.joinLoop();
    }

    Statistics statistics() {
        return statistics;
    }

    Collection<Connection> connections() {
        return connections.all();
    }

    LiveConnections live() {
        return connections;
    }
}

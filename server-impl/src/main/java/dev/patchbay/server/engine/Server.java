package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.connection.ConnectionHost;
import dev.patchbay.server.engine.connection.Groups;
import dev.patchbay.server.engine.loop.CallMeter;
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
import java.util.function.Supplier;

/**
 * A server: its socket, its event loops, its connections and its handler.
 *
 * <pre>
 *   CREATED --start--&gt; STARTING --&gt; RUNNING --stop--&gt; DRAINING --&gt; STOPPED
 *                         |            |                             ^
 *                         |            | socket lost for good        | stop
 *                         +----------&gt; +------------&gt; FAILED --------+
 * </pre>
 *
 * <p>A start that fails leaves no socket, loop or thread. A server that fails later releases its path, its loops and
 * its connections. A stop may be called at any time, in any state and more than once. Before the start it prevents the
 * start; during the start it waits until the start is over.
 *
 * <p>All methods may be called from any thread. An interrupt that is pending before a call is pending after it.
 *
 * <p>This class only connects its parts. {@link Lifecycle} owns the state and the configuration,
 * {@link LiveConnections} the connections, {@link HandlerSlot} the handlers, {@link Intake} the admission of clients.
 * Connections see it as their {@link ConnectionHost}.
 */
public final class Server implements ConnectionHost {

    private final String name;
    private final EngineResources resources;
    private final EventHub events;
    private final ErrorReports reports;
    private final HandlerSlot slot;
    private final Groups groups;
    private final Statistics statistics = new Statistics();
    private final Intake intake = new Intake(this);
    private final LiveConnections connections;
    private final Lifecycle life;

    /** Creates a server that is not started, with groups of its own. */
    public Server(String name, EngineResources resources, EventHub events) {
        this(name, resources, events, new Groups(name));
    }

    /** Creates a server that is not started. */
    public Server(String name, EngineResources resources, EventHub events, Groups groups) {
        this(name, resources, events, groups, ListeningSocket::open);
    }

    /** Creates a server that is not started and gets its listening sockets from the opener. */
    Server(String name, EngineResources resources, EventHub events, Groups groups, SocketKeeper.Opener opener) {
        this.name = name;
        this.groups = groups;
        this.resources = resources;
        this.events = events;
        this.reports = new ErrorReports(name, resources, events);
        HandlerChanges handlerChanges = new HandlerChanges(this);
        this.slot = new HandlerSlot(handlerChanges, resources::nanoTime);
        this.connections = new LiveConnections(name, events, statistics);
        this.life = new Lifecycle(this, connections, handlerChanges, opener);
    }

    // ---- the life of the server

    /**
     * Starts the server. When this returns, clients can connect.
     *
     * @throws IOException           if the server cannot listen; the message says why. No socket or thread remains, and
     *                               the state is FAILED
     * @throws IllegalStateException if the server was started or stopped before
     */
    public void start(ServerConfig initial) throws IOException {
        life.start(initial);
    }

    /**
     * Applies a configuration to the running server. Limits and timeouts apply at once, also to live connections. A new
     * socket listens before the old one is closed; live connections stay. A change of the engine or of the number of
     * loops applies to new connections. While the server drains, only limits and timeouts change, including
     * {@code drain.timeout}. On a server that has ended, this method does nothing.
     *
     * @throws IOException           if the new socket cannot be opened; then nothing has changed
     * @throws IllegalStateException if the server was not started
     */
    public void reconfigure(ServerConfig wanted) throws IOException {
        life.reconfigure(wanted);
    }

    /**
     * Stops the server. It accepts no new connections; the live ones have {@code drain.timeout} to finish, and are then
     * closed.
     *
     * @return completes with the result when the server has stopped; the same future for every call
     */
    public CompletableFuture<DrainResult> stop() {
        return life.stop(null);
    }

    /**
     * Stops the server like {@link #stop()}, but within the given time instead of {@code drain.timeout}. With zero, all
     * connections are closed at once. A drain in progress can be shortened by this, but not extended.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public CompletableFuture<DrainResult> stop(Duration atMost) {
        requireTime(atMost);
        return life.stop(atMost);
    }

    /**
     * Checks the time that is given to a stop.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static void requireTime(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException(
                    "cannot stop within " + atMost + ", which is negative: the time must be zero or positive");
        }
    }

    /** Returns a future that completes when the server, after a call of stop, has closed its socket and so freed its path. */
    public CompletableFuture<Void> unbound() {
        return life.unbound();
    }

    /** Called by the drain when it is over. */
    void drained(DrainResult result) {
        life.drained(result);
    }

    /** Called by an acceptor that has lost and released its socket. */
    void socketLost(Acceptor acceptor, Throwable cause) {
        life.socketLost(acceptor, cause);
    }

    // ---- connections

    /** Adds a connection, which has joined its loop, to the live ones. From now on it is signalled when something changes. */
    void adopt(Connection connection) {
        connections.add(connection);
    }

    /**
     * Reports a failure or shortage that may recur at once. It is reported once a minute, however often it occurs.
     * Never throws.
     */
    @Override
    public void reportShortage(String what, Throwable cause) {
        reports.reportShortage(what, cause);
    }

    /**
     * Keeps a report for which there is no memory now. The latest one is reported later; the others count as missed
     * events.
     */
    @Override
    public void reportLater(Supplier<String> what, Throwable cause) {
        reports.postpone(what, cause);
    }

    /** Makes the report that was postponed, if there is one. Called once a second by the housekeeper. */
    void reportPostponed() {
        reports.reportPostponed();
    }

    /**
     * Called by a connection that has ended, once for each step, in order. A step that throws for want of memory has
     * done nothing, and is called again later.
     */
    @Override
    public void ended(Connection connection, int step, ReleaseReason reason, Totals totals) {
        switch (step) {
            case 0 -> intake.leave(connection.peer());
            case 1 -> connections.remove(connection, reason, totals);
            case 2 -> connection.loop().leave();
            default -> life.connectionEnded();
        }
    }

    /** Closes a connection on behalf of an operator; returns false if there is no live connection with that id. */
    public boolean closeConnection(long id) {
        Connection connection = connections.get(id);
        if (connection != null) {
            connection.closeFor(ReleaseReason.OPERATOR_CLOSED);
        }
        return connection != null;
    }

    /** Counts bytes. The worker is that of the thread that has read them. */
    @Override
    public void bytesRead(Connection connection, int count, Worker worker) {
        if (worker.mayBlock()) {
            statistics.read(count);
        } else {
            worker.loop.counters().countRead(count);
        }
        if (events.wantsIo()) {
            events.bytesRead(name, connection.id(), count);
        }
    }

    /**
     * Counts bytes. The worker is that of the thread that has sent them; null if that thread does not have the strand.
     */
    @Override
    public void bytesWritten(Connection connection, long count, Worker worker) {
        if (worker == null || worker.mayBlock()) {
            statistics.sent(count);
        } else {
            worker.loop.counters().countSent(count);
        }
        if (events.wantsIo()) {
            events.bytesWritten(name, connection.id(), (int) count);
        }
    }

    /** Reports that a call has blocked a loop, which another thread carries now. Called by the housekeeper. */
    void loopWasBlocked(Connection connection, StackTraceElement[] stack) {
        reports.loopWasBlocked(connection, stack);
    }

    // ---- state and snapshots

    @Override
    public String name() {
        return name;
    }

    @Override
    public Groups groups() {
        return groups;
    }

    /** Returns the slot that handlers are added to and removed from. */
    public HandlerSlot slot() {
        return slot;
    }

    /** Returns the state of the server. */
    public ServerState state() {
        return life.state();
    }

    /** Returns the time at which the server entered its state. */
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

    /** Returns the address that clients connect to; empty while the server does not listen. */
    @Override
    public String address() {
        return life.address();
    }

    /** Returns the number of live connections. */
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

    /** Returns what waits in the server. Looks at each connection. */
    public ServerBacklog backlog() {
        return connections.backlog(events.lag());
    }

    /** Returns the totals since the start. */
    public ServerTotals totals() {
        return connections.totals();
    }

    /** Returns the poller's name; empty before the start. */
    public String pollerName() {
        return life.pollerName();
    }

    /** Returns the event loops that serve new connections; empty before the start. */
    public List<LoopSnapshot> loopSnapshots() {
        return life.loopSnapshots();
    }

    /** Returns whether this thread is in a call of the server's handler, and so must not wait for the server to stop. */
    public boolean isCallingOnThisThread() {
        return connections.all().stream().anyMatch(Connection::isHeldByThisThread);
    }

    /**
     * Returns a future that completes when each event loop has run a task posted by this call; complete if the server does not
     * run, failed if it has lost its socket for good.
     */
    public CompletableFuture<Void> pulse() {
        return life.pulse();
    }

    /** Replaces the event loops' threads after the removal of a handler, so that its thread locals and classes go too. */
    void renewThreads() {
        life.renewThreads();
    }

    boolean isAccepting() {
        return state() == ServerState.RUNNING;
    }

    /** Returns whether connections are to finish. This is so from the moment at which the drain is reported. */
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
    public CallMeter calls() {
        return statistics.calls();
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

    /** Returns the loop for the next connection, and adds the connection to its members. */
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

package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.connection.Outbound;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.engine.loop.LoopQueue;
import dev.patchbay.server.engine.loop.LoopTask;
import dev.patchbay.server.engine.memory.ChunkPool;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.swap.HandlerEntry;
import dev.patchbay.server.swap.HandlerLease;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection in the care of handler A, on a fake port, with a real server, slot and loop around it, and no thread at all:
 * whoever arranges a turn runs it, and so every actor may end up with the turn. Subclasses are tests: they say what the
 * actors do. {@link #verdict} says what came of it, or the first thing that was wrong.
 */
abstract class Rig implements FakePort.Witness {

    /** Between any two looks at the clock there was silence enough for a drain to go on. */
    private static final AtomicLong CLOCK = new AtomicLong();

    static final EngineResources HOST = resources();
    private static final EventHub NOBODY = new EventHub("rig");
    static final PeerCredentials PEER = new PeerCredentials(1, 1, List.of());
    static final ServerConfig CONFIG = config(Map.of());

    /** With this, four bytes of output are many and one is few. */
    static final ServerConfig FEW = config(Map.of("write.high", 4, "write.low", 1));

    /** After so many rounds a loop is taken to run without end. */
    private static final int MOST_ROUNDS = 10_000;

    private static final VarHandle SERVER_LIFE = field(Server.class, "life", Lifecycle.class);

    private static final VarHandle LIFE_CONFIG = field(Lifecycle.class, "config", ServerConfig.class);

    private static final VarHandle LIFE_STATE = field(Lifecycle.class, "state", ServerState.class);
    private static final VarHandle LOOP_TASKS = field(EventLoop.class, "tasks", ConcurrentLinkedQueue.class);
    private static final VarHandle LOOP_QUEUE = field(EventLoop.class, "queue", LoopQueue.class);

    /** Reads a configuration of these keys and of those that there have to be. */
    static ServerConfig config(Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>(Map.of("socket.path", "@rig", "engine", "portable", "loops", "1"));
        all.putAll(keys);
        try {
            return ConfigReader.read(all, filter -> properties -> true);
        } catch (InvalidConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    final Server server;
    final EventLoop loop;
    final FakePort port = new FakePort(this);
    final Connection connection;
    final Probe a = new Probe(this, "A");
    final Probe b = new Probe(this, "B");

    /** Who is in charge, as the calls say. Owned by the turn. */
    Probe inCharge;

    /** Up to which byte whoever is in charge was shown the input. Owned by the turn. */
    int shown;

    /** Whether bytes that are sent have to be those that were consumed. */
    boolean echoes = true;

    /** How many of the bytes that were sent are no echo. Owned by whoever sends. */
    int beside;

    private volatile String fault;
    private volatile CompletableFuture<Void> removal;
    private volatile boolean mustEnd;

    Rig() {
        this(HOST, CONFIG);
    }

    /** A rig of a given host and a given configuration. */
    Rig(EngineResources resources, ServerConfig config) {
        server = running(resources, config);
        loop = new EventLoop("rig", resources, null, failure -> wrong("the loop met " + failure));
        connection = new Connection(server, loop, 1, PEER, "");
        server.slot().put(entry(1, 0, a));
        connection.begin(port);
        loop.tryEnter();
        server.adopt(connection);
        done();
    }

    /** Makes a host without threads, whose clock goes on whenever it is looked at. */
    static EngineResources resources() {
        return resources(new CallingThread(), new NoTimer(), new ChunkPool());
    }

    /** As {@link #resources()}, with these threads, deadlines and memory. */
    static EngineResources resources(ExecutorService blocking, ScheduledExecutorService timer, ChunkPool memory) {
        return new EngineResources(
                blocking,
                timer,
                () -> CLOCK.addAndGet(Drain.QUIET_NANOS),
                memory,
                choice -> null,
                new Housekeeper(null));
    }

    /** Makes a server that thinks that it was started, without a socket and without threads. */
    static Server running(EngineResources resources, ServerConfig config) {
        Server server = new Server("rig", resources, NOBODY);
        Object life = SERVER_LIFE.get(server);
        LIFE_CONFIG.setVolatile(life, config);
        LIFE_STATE.setVolatile(life, ServerState.RUNNING);
        return server;
    }

    static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static HandlerEntry entry(long id, int ranking, Probe probe) {
        return new HandlerEntry(id, probe.name, ranking, HandlerExecution.VIRTUAL, "rig", probe);
    }

    // ---- what actors do

    /** Bytes come in, and the loop's thread says so. Only while there is always a handler: else the loop has the turn. */
    final void arrive(int count) {
        port.arrived += count;
        connection.ready(Pollable.READABLE);
        done();
    }

    /** Bytes come in, perhaps while the connection is held. */
    final void arrivePerhapsHeld(int count) {
        port.arrived += count;
        connection.signal(Pollable.READABLE);
        done();
    }

    /** The client closes its socket. */
    final void hangUp() {
        port.inputEnded = true;
        mustEnd = true;
        connection.outbound().requestSendFromHost(Outbound.ROOM | Outbound.GONE);
        connection.signal(Pollable.READABLE | Pollable.INPUT_ENDED | Pollable.HANGUP);
        done();
    }

    /** The client reads, so that there is room for so many bytes more, and the loop's thread hears of it. */
    final void makeRoom(int count) {
        port.room.addAndGet(count);
        connection.ready(Pollable.WRITABLE);
        done();
    }

    /** A better handler is bound. */
    final void bindB() {
        server.slot().put(entry(2, 1, b));
        done();
    }

    /** Handler A is unbound. */
    final void unbindA() {
        removal = server.slot().remove(1);
        removal.thenRun(() -> a.gone = true);
        done();
    }

    /** Handler B is unbound. */
    final void unbindB() {
        removal = server.slot().remove(2);
        removal.thenRun(() -> b.gone = true);
        done();
    }

    /** An operator closes the connection. */
    final void closeByOperator() {
        mustEnd = true;
        server.closeConnection(connection.id());
        done();
    }

    /** Handler A closes the connection, on a thread of its own; returns false if it is not its business any more. */
    final void closeByA() {
        try {
            a.context.close();
            mustEnd = true;
        } catch (IllegalStateException released) {
            expect(a.released > 0, "A was told that it is released, and is not");
        }
        done();
    }

    /** The server drains. */
    final void drain() {
        mustEnd = true;
        server.live().beginDrain(ReleaseReason.DRAIN_TIMEOUT);
        server.connections().forEach(live -> live.signal(Connection.NUDGE));
        done();
    }

    /** Every actor ends with this: runs the turns that it has given to the loop. */
    void done() {
        settle();
    }

    /** Runs all that is to be run on the loop. */
    final void settle() {
        runLoop(loop);
        expect(!Thread.interrupted(), "an interrupt was left on the thread");
    }

    /** Runs what is to be run on a loop's thread, as its carrier does. */
    static void runLoop(EventLoop loop) {
        Queue<?> tasks = (Queue<?>) LOOP_TASKS.get(loop);
        LoopQueue queue = (LoopQueue) LOOP_QUEUE.get(loop);
        for (int rounds = 0; !queue.isEmpty() || !tasks.isEmpty(); rounds++) {
            if (rounds == MOST_ROUNDS) {
                throw new AssertionError("the turns never come to rest");
            }
            for (LoopTask strand = queue.takeAll(); strand != null; ) {
                LoopTask following = strand.unlink();
                strand.run();
                strand = following;
            }
            for (Object task = tasks.poll(); task != null; task = tasks.poll()) {
                ((Runnable) task).run();
            }
        }
    }

    // ---- what came of it

    /** A byte has left for the client. By default it has to be one of those that were consumed, in order. */
    @Override
    public void left(byte value) {
        expect(!echoes || value == (byte) port.sent, "output is not in the order of input");
    }

    @Override
    public final void wrong(String sentence) {
        if (fault == null) {
            fault = sentence;
        }
    }

    final void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrong(otherwise);
        }
    }

    /** Called by an arbiter, when everybody is done. */
    final String verdict() {
        // No timer does it here, and what waits to be sent late would never be let go.
        server.resources().lateOutput().run();
        settle();
        if (removal != null) {
            expect(removal.isDone(), "the removal never completes");
        }
        expect(port.presented == port.given, "read " + port.given + " bytes, presented " + port.presented);
        if (connection.hasEnded()) {
            checkEnded();
        } else {
            checkLive();
        }
        if (fault != null) {
            return fault;
        }
        return connection.hasEnded() ? "ended" : inCharge == null ? "held" : inCharge.name + " in charge";
    }

    private void checkEnded() {
        expect(inCharge == null, "ended, and " + inCharge + " was not released");
        expect(port.closed == 1, "ended, and the port was closed " + port.closed + " times");
        expect(server.connectionCount() == 0, "ended, and still counted");
        HandlerLease chosen = server.slot().current();
        expect(chosen == null || chosen.inCare() == 0, "ended, and still in care of " + inCharge);
    }

    private void checkLive() {
        HandlerLease chosen = server.slot().current();
        Handler wanted = chosen == null ? null : chosen.entry().handler();
        expect(!mustEnd, "should have ended");
        expect(port.closed == 0, "lives, and the port is closed");
        expect(inCharge == wanted, "in charge is " + inCharge + ", chosen " + wanted);
        expect(
                connection.outbound().queued() == 0,
                "lives, and queued are " + connection.outbound().queued());
        expect(connection.outbound().isIdle(), "lives, and still sends");
        if (inCharge != null) {
            expect(chosen.inCare() == 1, "in care: " + chosen.inCare());
            expect(port.given == port.arrived, port.arrived + " bytes came, read " + port.given);
            expect(shown == port.given, inCharge + " was shown " + shown + " bytes of " + port.given);
            expect(port.consumed == (port.given & ~1), "of " + port.given + " bytes consumed " + port.consumed);
            int echoed = port.sent - beside;
            expect(!echoes || echoed == port.consumed, port.consumed + " bytes consumed, echoed " + echoed);
        }
    }
}

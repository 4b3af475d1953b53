package dev.patchbay.test;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.ServerOptions;
import dev.patchbay.test.engine.VirtualServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A server in memory whose handler is under test:
 *
 * <pre>{@code
 * try (HandlerTester tester = HandlerTester.of(ShoutHandler::new)) {
 *     TestClient client = tester.connect().expect("hello\n");
 *     client.send("ten min");
 *     tester.swap();
 *     client.send("utes\n").expect("TEN MINUTES\n");
 * }
 * }</pre>
 *
 * <p>The engine is the real one, with one event loop; the sockets are in memory and time passes with {@link #advance} alone. What
 * a method causes, such as the calls of the handler for the bytes that a client sends, is done when the method returns. It is not
 * if a call waits for something, or leaves work to a thread of its own: then {@code expect} of a client waits for it, up to the
 * {@linkplain #patience patience} of the tester in real time.
 *
 * <p>What the handler does wrong fails the test, at the next {@code expect} of the client in question or else in {@link #close}:
 * exceptions of its callbacks and tasks, writing after it has ended the output, and using a connection that was handed over to
 * another handler. A buffer is spoilt after the call that it was passed to, so that bytes of a buffer that was kept are wrong.
 *
 * <p>Used by one thread. Not tested here, because it needs a socket: who may connect, limits of connections, and socket files.
 */
public final class HandlerTester implements AutoCloseable {

    /** Who the clients are, unless the test says otherwise. */
    private static final PeerCredentials PEER = new PeerCredentials(4711, 1000, List.of(1000L));

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a swap waits for an answer that another thread may be about to give. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Supplier<? extends Handler> handlers;
    private final Map<Long, Journal> journals = new ConcurrentHashMap<>();
    private final List<TestClient> clients = new ArrayList<>();
    private HandlerOptions options = new HandlerOptions();
    private ServerOptions configuration = new ServerOptions();
    private Duration patience = PATIENCE;

    /** Null before the first client connects. */
    private VirtualServer server;

    private HandlerTester(Supplier<? extends Handler> handlers) {
        this.handlers = handlers;
    }

    /**
     * Creates a tester.
     *
     * @param handlers makes a new handler, at first and for each swap; what the handlers share, such as a database, the
     *                 supplier gives to each of them
     * @return a tester to which no client has connected yet
     */
    public static HandlerTester of(Supplier<? extends Handler> handlers) {
        return new HandlerTester(handlers);
    }

    // ---- the setting

    /**
     * Sets the threads on which the handler is called. Without this, it is what {@link HandlerProperties} on its class says.
     *
     * @param execution the execution, for the first handler and for those that replace it
     * @return this tester
     * @throws IllegalStateException if a client has connected already
     */
    public HandlerTester execution(HandlerExecution execution) {
        if (server != null) {
            throw new IllegalStateException(
                    "the server runs already: choose the execution before the first client connects");
        }
        options = options.execution(execution);
        return this;
    }

    /**
     * Sets the configuration of the server. While clients are connected, it is changed for them, too.
     *
     * @param wanted the options; {@code socket.path} has no effect, since there is no socket
     * @return this tester
     */
    public HandlerTester with(ServerOptions wanted) {
        configuration = wanted;
        if (server != null) {
            server.configure(wanted.toMap());
        }
        return this;
    }

    /**
     * Sets how long, in real time, {@code expect} waits for what other threads do. The default is 5 seconds.
     *
     * @param atMost the longest wait
     * @return this tester
     */
    public HandlerTester patience(Duration atMost) {
        patience = atMost;
        return this;
    }

    // ---- what happens

    /**
     * A client connects: process 4711 of user and group 1000.
     *
     * @return the client
     */
    public TestClient connect() {
        return connect(PEER);
    }

    /**
     * A client of this process and user connects.
     *
     * @param peer what {@link dev.patchbay.api.ConnContext#peer()} returns to the handler
     * @return the client
     */
    public TestClient connect(PeerCredentials peer) {
        VirtualServer running = server();
        TestClient client = new TestClient(this, running.connect(peer));
        clients.add(client);
        return client;
    }

    /**
     * The handler is replaced by a new one from the supplier, as in an update. Returns when it is in charge of all connections;
     * if a call or a {@linkplain dev.patchbay.api.ConnContext#pending() promise} keeps the old one in charge, it is replaced when
     * they are over, or when {@code swap.timeout} has passed.
     */
    public void swap() {
        swapTo(handlers.get());
    }

    /**
     * The handler is replaced by the given one.
     *
     * @param handler the handler, of whatever class; later swaps take theirs from the supplier again
     */
    public void swapTo(Handler handler) {
        awaitChange(put(server(), handler));
    }

    /** The handler goes, so that connections are held until the next {@link #swap}, or until {@code hold.timeout} has passed. */
    public void hold() {
        awaitChange(server().removeHandler());
    }

    /**
     * Time passes: timers, idle timeouts and all other deadlines come when it is their time.
     *
     * @param time how far the clock of the server goes on, without a wait in real time
     */
    public void advance(Duration time) {
        server().pass(time);
    }

    /**
     * The server begins to drain. It has stopped when all connections have ended, after {@code drain.timeout} at the latest:
     * {@link #advance}.
     */
    public void drain() {
        server().stop();
    }

    /**
     * {@return a group of connections, to send to it from outside of the handler} {@code expect} finds what was sent.
     *
     * @param name the name that the handler uses
     */
    public ConnectionGroup group(String name) {
        return server().group(name);
    }

    /**
     * Ends all connections and the server.
     *
     * @throws AssertionError if the handler has done something wrong that no {@code expect} has reported yet
     */
    @Override
    public void close() {
        if (server == null) {
            return;
        }
        clients.forEach(TestClient::ignoreEnd);
        server.close();
        clients.forEach(TestClient::dispose);
        clients.forEach(TestClient::requireNoFault);
    }

    // ---- for the clients

    Journal journal(long connection) {
        return journals.computeIfAbsent(connection, fresh -> new Journal());
    }

    /** Waits until something holds, if it can come to hold without the test doing anything. */
    void await(BooleanSupplier condition, Journal journal) {
        server.settle();
        boolean engaged = server.isBusy();
        if (engaged && !condition.getAsBoolean()) {
            // What a call has written that goes on is sent after some milliseconds.
            server.pass(Duration.ofMillis(20));
        }
        Duration atMost = engaged || journal.expectsOthers() || patience.compareTo(PATIENCE) != 0
                ? patience
                : patience.dividedBy(5);
        awaitReal(() -> condition.getAsBoolean() || journal.hasFault(), atMost);
    }

    private void awaitReal(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            sleep();
            server.settle();
        }
    }

    /** A change may wait for threads of the handler, and for an answer, which may need the test. */
    private void awaitChange(Future<?> change) {
        boolean promised = journals.values().stream().anyMatch(Journal::expectsAnswers);
        awaitReal(change::isDone, promised ? GLANCE : patience.dividedBy(5));
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        }
    }

    private VirtualServer server() {
        if (server == null) {
            server = new VirtualServer(configuration.toMap());
            put(server, handlers.get());
        }
        return server;
    }

    private CompletableFuture<?> put(VirtualServer running, Handler handler) {
        Map<String, Object> properties = options.properties(handler);
        return running.handler(
                (String) properties.get(HandlerProperties.NAME),
                HandlerExecution.valueOf((String) properties.get(HandlerProperties.EXECUTION)),
                CheckedHandler.of(handler, this::journal));
    }
}

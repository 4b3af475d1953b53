package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The way of notifications to a client, which outlives the handler: what it consists of belongs to the connection and is
 * of JDK types, so that a handle which a method has kept leads to the handler that is in charge now. While there is none,
 * notifications wait.
 */
final class Outlet {

    private static final String ROUTE = "dev.patchbay.handler.json.route";
    private static final String WAITING = "dev.patchbay.handler.json.waiting";
    private static final String GONE = "dev.patchbay.handler.json.gone";

    /** How many notifications may wait for the next handler. */
    private static final int WAITING_MAX = 1024;

    /** Leads to the handler in charge; null within while there is none. Its monitor guards the step into the queue. */
    private final AtomicReference<Consumer<byte[]>> route;

    private final Queue<byte[]> waiting;
    private final CompletableFuture<Void> gone;

    private Outlet(AtomicReference<Consumer<byte[]>> route, Queue<byte[]> waiting, CompletableFuture<Void> gone) {
        this.route = route;
        this.waiting = waiting;
        this.gone = gone;
    }

    /** Returns the outlet of the connection; null if it has none and none is to be made. */
    @SuppressWarnings("unchecked") // Only this class, of whatever version, uses these keys.
    static Outlet of(ConnContext conn, boolean make) {
        Map<String, Object> attributes = conn.attributes();
        if (!make && !attributes.containsKey(ROUTE)) {
            return null;
        }
        Object queue = attributes.computeIfAbsent(WAITING, key -> new ConcurrentLinkedQueue<byte[]>());
        Object route = attributes.computeIfAbsent(ROUTE, key -> new AtomicReference<Consumer<byte[]>>());
        // Nothing of this class's own may wait for the connection's end, or it would keep the class until then.
        Object gone = attributes.computeIfAbsent(
                GONE, key -> CompletableFuture.allOf(conn.closed().toCompletableFuture()));
        return new Outlet(
                (AtomicReference<Consumer<byte[]>>) route, (Queue<byte[]>) queue, (CompletableFuture<Void>) gone);
    }

    /** Returns what completes when the client has gone. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Leads to this handler from now on; what has waited is sent first. */
    void attach(Consumer<byte[]> sender) {
        synchronized (route) {
            for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
                sender.accept(next);
            }
            route.set(sender);
        }
    }

    /** Leads nowhere for the time being. */
    void detach() {
        synchronized (route) {
            route.set(null);
        }
    }

    /**
     * Sends a notification.
     *
     * @throws IllegalStateException if too many wait
     */
    void send(byte[] notification) {
        Consumer<byte[]> sender = routeOrWait(notification);
        if (sender == null) {
            return;
        }
        try {
            sender.accept(notification);
        } catch (IllegalStateException e) {
            // The handler was released in this moment, and its successor may not have attached itself yet.
            route.compareAndSet(sender, null);
            send(notification);
        }
    }

    private Consumer<byte[]> routeOrWait(byte[] notification) {
        synchronized (route) {
            Consumer<byte[]> sender = route.get();
            if (sender == null) {
                if (waiting.size() >= WAITING_MAX) {
                    throw new IllegalStateException(
                            WAITING_MAX + " notifications wait already while the handler is being replaced");
                }
                waiting.add(notification);
            }
            return sender;
        }
    }
}

package dev.patchbay.handler.json.notification;

import dev.patchbay.api.ConnContext;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The channel through which notifications reach a client. It belongs to the connection: its parts are attributes of JDK
 * types, so a handle that a method has kept sends through whichever handler is in charge. Notifications are queued
 * while none is. Safe for any thread.
 */
public final class NotificationChannel {

    private static final String ROUTE = "dev.patchbay.handler.json.route";
    private static final String WAITING = "dev.patchbay.handler.json.waiting";
    private static final String WAITING_BYTES = "dev.patchbay.handler.json.waiting.bytes";
    private static final String GONE = "dev.patchbay.handler.json.gone";

    /** How many bytes of notifications may be queued for the next handler. */
    private static final long WAITING_MAX_BYTES = 1 << 20;

    /** How many notifications may be queued for the next handler. */
    private static final int WAITING_MAX = 1024;

    /** Holds the sender of the handler in charge; null while there is none. Its monitor guards the queue. */
    private final AtomicReference<Consumer<byte[]>> route;

    private final Queue<byte[]> waiting;

    /** The bytes in the queue, guarded like it. */
    private final AtomicLong waitingBytes;

    private final CompletableFuture<Void> gone;

    private NotificationChannel(
            AtomicReference<Consumer<byte[]>> route,
            Queue<byte[]> waiting,
            AtomicLong waitingBytes,
            CompletableFuture<Void> gone) {
        this.route = route;
        this.waiting = waiting;
        this.waitingBytes = waitingBytes;
        this.gone = gone;
    }

    /** Returns the channel of a connection; null if there is none and none is to be created. */
    @SuppressWarnings("unchecked") // Only versions of this class use these keys.
    public static NotificationChannel of(ConnContext conn, boolean make) {
        Map<String, Object> attributes = conn.attributes();
        if (!make && !attributes.containsKey(ROUTE)) {
            return null;
        }
        Object queue = attributes.computeIfAbsent(WAITING, key -> new ConcurrentLinkedQueue<byte[]>());
        Object bytes = attributes.computeIfAbsent(WAITING_BYTES, key -> new AtomicLong());
        Object route = attributes.computeIfAbsent(ROUTE, key -> new AtomicReference<Consumer<byte[]>>());
        // No object of this class may depend on the end of the connection, which would keep the class loaded until
        // then.
        Object gone = attributes.computeIfAbsent(
                GONE, key -> CompletableFuture.allOf(conn.closed().toCompletableFuture()));
        return new NotificationChannel(
                (AtomicReference<Consumer<byte[]>>) route,
                (Queue<byte[]>) queue,
                (AtomicLong) bytes,
                (CompletableFuture<Void>) gone);
    }

    /** Completes when the client has disconnected. */
    CompletableFuture<Void> closed() {
        return gone;
    }

    /** Makes a handler's sender the current one. Queued notifications are sent first. */
    public void attach(Consumer<byte[]> sender) {
        synchronized (route) {
            for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
                waitingBytes.addAndGet(-next.length);
                sender.accept(next);
            }
            route.set(sender);
        }
    }

    /** Queues notifications from now on. */
    public void detach() {
        synchronized (route) {
            route.set(null);
        }
    }

    /**
     * Sends a notification, or queues it.
     *
     * @throws IllegalStateException if the queue is full
     */
    void send(byte[] notification) {
        Consumer<byte[]> sender = routeOrWait(notification);
        if (sender == null) {
            return;
        }
        try {
            sender.accept(notification);
        } catch (IllegalStateException e) {
            // The handler has just been released, and its successor may not have attached itself yet.
            route.compareAndSet(sender, null);
            send(notification);
        }
    }

    private Consumer<byte[]> routeOrWait(byte[] notification) {
        synchronized (route) {
            Consumer<byte[]> sender = route.get();
            if (sender == null) {
                if (waiting.size() >= WAITING_MAX || waitingBytes.get() >= WAITING_MAX_BYTES) {
                    throw new IllegalStateException(waiting.size() + " notifications of " + waitingBytes
                            + " bytes are queued already while the handler is being replaced; send fewer");
                }
                waitingBytes.addAndGet(notification.length);
                waiting.add(notification);
            }
            return sender;
        }
    }
}

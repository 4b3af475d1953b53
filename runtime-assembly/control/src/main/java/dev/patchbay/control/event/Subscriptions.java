package dev.patchbay.control.event;

import dev.patchbay.api.ServerEvents;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All subscriptions, by connection, and the listener that exists while there are any. All methods may be called from any
 * thread. None waits for a client; the first subscription and the end of the last one wait for the servers to add or remove
 * the listener.
 */
public final class Subscriptions implements AutoCloseable {

    /** How many events of connections in order each server need report in a second: no subscriber gets more. */
    public static final int CONNECTIONS_PER_SECOND = RateBound.PER_SECOND;

    /** How many subscriptions there may be. */
    static final int MOST = 100;

    private final Function<ServerEvents, Runnable> whiteboard;
    private final LongSupplier nanoTime;
    private final Map<Object, Subscription> byConnection = new ConcurrentHashMap<>();
    private final EventFeed feed = new EventFeed(this::isWanted, this::offer, this::miss);

    /** Held while the listener is added or removed. No client and no subscription is called with it. */
    private final Object lock = new Object();

    /** Removes the listener; null while it is not added. Guarded by the lock. */
    private Runnable removal;

    private boolean closed;

    /**
     * Creates no subscription yet.
     *
     * @param whiteboard adds a listener to all servers, and returns how it is removed again
     */
    public Subscriptions(Function<ServerEvents, Runnable> whiteboard) {
        this(whiteboard, System::nanoTime);
    }

    /** Has the clock of the bound on events; for tests. */
    Subscriptions(Function<ServerEvents, Runnable> whiteboard, LongSupplier nanoTime) {
        this.whiteboard = whiteboard;
        this.nanoTime = nanoTime;
    }

    /**
     * Has a client get events from now on, in place of those that it got before.
     *
     * @param connection identifies the connection of the client
     * @param servers    the servers of interest; empty for all
     * @param types      the types of interest; empty for all
     * @param client     writes to the client, and may wait for it
     * @return whether it does; false if there are too many subscriptions already
     */
    public boolean add(
            Object connection, Set<String> servers, Set<EventType> types, Consumer<Map<String, Object>> client) {
        Subscription fresh = new Subscription(servers, types, client, "patchbay-subscriber-" + connection, nanoTime);
        Subscription before;
        synchronized (lock) {
            if (closed || byConnection.size() >= MOST && !byConnection.containsKey(connection)) {
                return false;
            }
            before = byConnection.put(connection, fresh);
            if (removal == null) {
                removal = whiteboard.apply(feed);
            }
        }
        if (before != null) {
            before.end();
        }
        fresh.start();
        return true;
    }

    /** Ends the subscription of a connection, if it has one. */
    public void remove(Object connection) {
        Subscription gone = byConnection.remove(connection);
        if (gone != null) {
            gone.end();
            removeListenerIfUnused();
        }
    }

    private void removeListenerIfUnused() {
        synchronized (lock) {
            if (byConnection.isEmpty() && removal != null) {
                removal.run();
                removal = null;
            }
        }
    }

    /** Ends all subscriptions. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        byConnection.keySet().forEach(this::remove);
        removeListenerIfUnused();
    }

    private boolean isWanted(String server, EventType type) {
        for (Subscription subscription : byConnection.values()) {
            if (subscription.wants(server, type)) {
                return true;
            }
        }
        return false;
    }

    /** Passes an event on; it is put into words if anyone has room for it. */
    void offer(Occurrence occurrence) {
        Event event = null;
        for (Subscription subscription : byConnection.values()) {
            if (subscription.wants(occurrence.server(), occurrence.type())
                    && subscription.admits(occurrence.server(), occurrence.type())) {
                event = event == null ? occurrence.words().get() : event;
                subscription.offer(event);
            }
        }
    }

    private void miss(String server, long events) {
        for (Subscription subscription : byConnection.values()) {
            if (subscription.isAbout(server)) {
                subscription.miss(server, events);
            }
        }
    }
}

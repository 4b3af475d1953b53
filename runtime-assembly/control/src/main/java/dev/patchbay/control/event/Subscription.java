package dev.patchbay.control.event;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that gets events, with a bounded queue and the thread that writes to the client. After an event has not fitted,
 * those that follow are dropped too until the queue is empty; then the client is told how many it has missed of each server.
 * All methods may be called from any thread, and none waits for the client.
 */
final class Subscription {

    /** How many events wait for a client. */
    static final int CAPACITY = 1_000;

    /** How long the thread pauses after it could not send. */
    private static final long RESPITE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final Set<String> servers;
    private final Set<EventType> types;
    private final Consumer<Map<String, Object>> client;
    private final Thread thread;

    /** Guarded by this, like the fields below. */
    private final Queue<Event> queue = new ArrayDeque<>();

    /** How many events of each server were dropped since the queue was full. */
    private final Map<String, Long> missed = new LinkedHashMap<>();

    private boolean ended;

    /**
     * Creates a subscription, whose thread runs after {@link #start}.
     *
     * @param servers the servers of interest; empty for all
     * @param types   the types of interest; empty for all. What was missed is told in any case
     * @param client  writes to the client, and may wait for it
     * @param name    the name of the thread
     */
    Subscription(Set<String> servers, Set<EventType> types, Consumer<Map<String, Object>> client, String name) {
        this.servers = Set.copyOf(servers);
        this.types = Set.copyOf(types);
        this.client = client;
        this.thread = new Thread(this::write, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Returns whether the client wants an event. */
    boolean wants(String server, EventType type) {
        return isAbout(server) && (types.isEmpty() || types.contains(type));
    }

    /** Returns whether the client wants events of a server. */
    boolean isAbout(String server) {
        return servers.isEmpty() || servers.contains(server);
    }

    /** Queues an event that the client wants, or counts it as missed. */
    synchronized void offer(Event event) {
        if (ended) {
            return;
        }
        if (missed.isEmpty() && queue.size() < CAPACITY) {
            queue.add(event);
            notifyAll();
        } else {
            missed.merge(event.server(), 1L, Long::sum);
        }
    }

    /** Counts events that never got here. */
    synchronized void miss(String server, long events) {
        if (!ended) {
            missed.merge(server, events, Long::sum);
            notifyAll();
        }
    }

    /** Writes no more events than the one that is being written. */
    void end() {
        synchronized (this) {
            ended = true;
            queue.clear();
            missed.clear();
            notifyAll();
        }
        thread.interrupt();
    }

    private void write() {
        try {
            for (Event event = next(); event != null; event = next()) {
                write(event);
            }
        } catch (InterruptedException e) {
            // The subscription has ended; so does the thread.
            Thread.currentThread().interrupt();
        }
    }

    private void write(Event event) throws InterruptedException {
        try {
            client.accept(event.params());
        } catch (RuntimeException e) {
            // The handler is being replaced, and too much is waiting for the next one.
            LOG.debug("an event could not be sent", e);
            miss(event.server(), missedBy(event));
            Thread.sleep(RESPITE_MILLIS);
        }
    }

    private static long missedBy(Event event) {
        return event.type() == EventType.EVENTS_MISSED
                ? ((Number) event.values().get("events")).longValue()
                : 1;
    }

    /** Waits for the next event; null when the subscription has ended. */
    private synchronized Event next() throws InterruptedException {
        while (!ended && queue.isEmpty() && missed.isEmpty()) {
            wait();
        }
        if (ended) {
            return null;
        }
        return queue.isEmpty() ? gap() : queue.remove();
    }

    private Event gap() {
        var first = missed.entrySet().iterator().next();
        missed.remove(first.getKey());
        long events = first.getValue();
        return Event.of(
                first.getKey(),
                EventType.EVENTS_MISSED,
                events + (events == 1 ? " event" : " events") + " of server " + first.getKey()
                        + " missing here, because the subscriber was too slow",
                Map.of("events", events));
    }
}

package dev.patchbay.control.event;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that gets events, with a bounded queue and the thread that writes to the client. Of the events of connections it
 * gets so many in a second ({@link RateBound}), and they leave room in the queue for the other events. After one has not
 * fitted, those of its kind that follow are dropped too until the queue is empty. What was dropped is told to the client in its
 * place: before the next event, or when the queue is empty and the second is over. All methods may be called from any thread,
 * and none waits for the client.
 */
final class Subscription {

    /** How many events wait for a client. */
    static final int CAPACITY = 1_000;

    /** How many of them may be events of connections. */
    static final int CONNECTIONS_CAPACITY = CAPACITY - RateBound.PER_SECOND;

    /** How long the thread pauses after it could not send. */
    private static final long RESPITE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final Set<String> servers;
    private final Set<EventType> types;
    private final Consumer<Map<String, Object>> client;
    private final Thread thread;

    /** Guarded by this, like the fields below. */
    private final Queue<Event> queue = new ArrayDeque<>();

    private final RateBound bound;

    private final Missed slow = new Missed("the subscriber was too slow");
    private final Missed many = new Missed("there were too many at once");

    /** An event has not fitted since the queue was empty. */
    private boolean full;

    /** One of a connection has not. */
    private boolean fullOfConnections;

    private boolean ended;

    /**
     * Creates a subscription, whose thread runs after {@link #start}.
     *
     * @param servers the servers of interest; empty for all
     * @param types   the types of interest; empty for all. What was missed is told in any case
     * @param client  writes to the client, and may wait for it
     * @param name    the name of the thread
     * @param nanoTime the clock of the bound
     */
    Subscription(
            Set<String> servers,
            Set<EventType> types,
            Consumer<Map<String, Object>> client,
            String name,
            LongSupplier nanoTime) {
        this.bound = new RateBound(nanoTime);
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

    /** Returns whether there is room for an event that the client wants, and counts it as missed if not. */
    synchronized boolean admits(String server, EventType type) {
        if (ended) {
            return false;
        }
        boolean ofConnection = RateBound.isFor(type);
        if (ofConnection && !bound.admits()) {
            if (many.isEmpty()) {
                // The thread has waited for an event only, and waits for the end of the second now.
                notifyAll();
            }
            many.add(server, 1);
            return false;
        }
        int gaps = slow.servers() + many.servers();
        full |= queue.size() + gaps >= CAPACITY;
        fullOfConnections |= full || ofConnection && queue.size() + gaps >= CONNECTIONS_CAPACITY;
        if (ofConnection ? fullOfConnections : full) {
            slow.add(server, 1);
            return false;
        }
        return true;
    }

    /** Queues an event that was admitted, after what was missed before it. */
    synchronized void offer(Event event) {
        if (!ended) {
            for (Event gap = gap(); gap != null; gap = gap()) {
                queue.add(gap);
            }
            queue.add(event);
            notifyAll();
        }
    }

    /** Counts events that never got here, because there were too many. */
    synchronized void miss(String server, long events) {
        if (!ended) {
            bound.begin();
            many.add(server, events);
            notifyAll();
        }
    }

    /** Writes no more events than the one that is being written. */
    void end() {
        synchronized (this) {
            ended = true;
            queue.clear();
            slow.clear();
            many.clear();
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
            synchronized (this) {
                slow.add(event.server(), missedBy(event));
            }
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
        while (!ended && queue.isEmpty()) {
            full = false;
            fullOfConnections = false;
            long nanos = many.isEmpty() ? Long.MAX_VALUE : bound.nanosLeft();
            if (!slow.isEmpty() || nanos == 0) {
                return gap();
            }
            // What is missed because of the bound is told once a second, not one by one.
            wait(nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        return ended ? null : queue.remove();
    }

    /** Returns what was missed of one server and is not told yet; null if there is nothing. */
    private Event gap() {
        if (!slow.isEmpty()) {
            return slow.take();
        }
        return many.isEmpty() ? null : many.take();
    }
}

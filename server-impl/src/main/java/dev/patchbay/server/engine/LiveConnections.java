package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.events.EventHub;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The live connections of a server, and the counts of those that a drain has ended.
 *
 * <p>A connection that joins, a connection that ends and the beginning of a drain each change the set and report the
 * event in one step, under the lock of this object. So the number reported with the beginning of a drain is the number
 * of connections whose end is reported after it, and the counts of the drain agree with the events. Reading takes no
 * lock. All methods may be called from any thread.
 */
final class LiveConnections {

    private final String server;
    private final EventHub events;
    private final Statistics statistics;

    /** The live connections. Guarded by this for writing; read by any thread. */
    private final ConcurrentHashMap<Long, Connection> byId = new ConcurrentHashMap<>();

    /** The release reason of connections that a drain forces; null before a drain. Guarded by this. */
    private ReleaseReason forceReason;

    /** Whether the beginning of a drain was reported. Guarded by this for writing; read by any thread. */
    private volatile boolean draining;

    /** The connections that have finished by themselves since the drain began. Guarded by this. */
    private int finished;

    /** The connections that were forced since the drain began. Guarded by this. */
    private int forced;

    LiveConnections(String server, EventHub events, Statistics statistics) {
        this.server = server;
        this.events = events;
        this.statistics = statistics;
    }

    /** Adds a connection and reports it. If this throws, the connection has not joined. */
    synchronized void add(Connection connection) {
        byId.put(connection.key(), connection);
        try {
            events.connectionOpened(server, connection.id(), connection.peer());
        } catch (Throwable t) {
            byId.remove(connection.key());
            throw t;
        }
    }

    /** Removes a connection that has ended, and reports it. If this throws for want of memory, nothing has changed. */
    synchronized void remove(Connection connection, ReleaseReason reason, Totals totals) {
        statistics.closed(reason);
        byId.remove(connection.key());
        if (reason == forceReason) {
            forced++;
        } else if (forceReason != null) {
            finished++;
        }
        events.connectionClosed(server, connection.id(), reason, totals);
    }

    /**
     * Counts the connections that end from now on, and reports the drain unless the server drains because it has
     * failed.
     *
     * @param reasonOfForce the release reason of connections that are forced
     */
    synchronized void beginDrain(ReleaseReason reasonOfForce) {
        forceReason = reasonOfForce;
        draining = reasonOfForce == ReleaseReason.DRAIN_TIMEOUT;
        if (draining) {
            events.serverDraining(server, byId.size());
        }
    }

    /** Returns whether the beginning of a drain was reported. */
    boolean isDraining() {
        return draining;
    }

    /** Returns the number of connections that have finished by themselves since the drain began. */
    synchronized int finished() {
        return finished;
    }

    /** Returns the number of connections that were forced since the drain began. */
    synchronized int forced() {
        return forced;
    }

    /** Returns whether all connections have ended, and the end of each was reported. */
    synchronized boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Returns what waits in the connections, and the given lag. */
    ServerBacklog backlog(Duration eventLag) {
        long queued = 0;
        int held = 0;
        for (Connection connection : byId.values()) {
            queued += connection.outbound().queued();
            held += connection.driver().lease() == null ? 1 : 0;
        }
        return new ServerBacklog(queued, held, eventLag);
    }

    /** Returns the totals since the start. */
    ServerTotals totals() {
        return statistics.totals();
    }

    /** Returns the live connection with that id, or null. */
    Connection get(long id) {
        return byId.get(id);
    }

    /** Returns a view of the live connections, which changes as they come and go. */
    Collection<Connection> all() {
        return byId.values();
    }

    /** Returns the number of live connections. */
    int count() {
        return byId.size();
    }
}

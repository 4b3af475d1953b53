package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.events.EventHub;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The live connections of a server, and what became of those that have ended.
 *
 * <p>Joining, ending and the beginning of a drain each change the set and tell the listeners in one step, under this
 * object's lock. So the number told with the beginning of a drain is that of the connections whose end is told after it,
 * and the counts of the drain are those of the events. Looking at the connections takes no lock. For all threads.
 */
final class LiveConnections {

    private final String server;
    private final EventHub events;
    private final Statistics statistics;
    private final ConcurrentHashMap<Long, Connection> byId = new ConcurrentHashMap<>();

    /** With which reason a drain ends those that do not finish by themselves; null before a drain. Guarded by this. */
    private ReleaseReason forceReason;

    private volatile boolean draining;

    /** Connections that have ended since the drain began. Guarded by this. */
    private int finished;

    /** Those of them that were forced. Guarded by this. */
    private int forced;

    LiveConnections(String server, EventHub events, Statistics statistics) {
        this.server = server;
        this.events = events;
        this.statistics = statistics;
    }

    /** A connection has joined. If this fails, it has not. */
    synchronized void add(Connection connection) {
        byId.put(connection.key(), connection);
        try {
            events.connectionOpened(server, connection.id(), connection.peer());
        } catch (Throwable t) {
            byId.remove(connection.key());
            throw t;
        }
    }

    /** A connection has ended. If this fails, for want of memory, nothing has changed. */
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

    /** The server drains from now on, and says so, unless it drains because it has failed. */
    synchronized void beginDrain(ReleaseReason reasonOfForce) {
        forceReason = reasonOfForce;
        draining = reasonOfForce == ReleaseReason.DRAIN_TIMEOUT;
        if (draining) {
            events.serverDraining(server, byId.size());
        }
    }

    /** Returns whether the beginning of a drain was told. */
    boolean isDraining() {
        return draining;
    }

    /** Returns how many connections have finished by themselves since the drain began. */
    synchronized int finished() {
        return finished;
    }

    /** Returns how many connections were forced since the drain began. */
    synchronized int forced() {
        return forced;
    }

    /** Returns whether all connections have ended, and the end of each was told. */
    synchronized boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Returns what happened since the start. */
    ServerTotals totals() {
        return statistics.totals();
    }

    /** Returns the connection of that number, or null. */
    Connection get(long id) {
        return byId.get(id);
    }

    /** Returns the connections, as they come and go. */
    Collection<Connection> all() {
        return byId.values();
    }

    int count() {
        return byId.size();
    }
}

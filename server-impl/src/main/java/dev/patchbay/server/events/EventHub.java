package dev.patchbay.server.events;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Passes the events of one server on to its listeners, to each on a thread of its own.
 *
 * <p>All methods may be called from any thread. The methods that report events never wait and never fail: if there is no memory
 * for an event, the listeners miss it, and are told so as soon as there is ({@link ServerEvents#missed}). Each listener receives
 * events in the order in which these methods were called; so the events of one connection, and those of the server's life, arrive
 * in the order in which they happened. {@link Subscription#awaitEnd} and {@link #close} wait for listeners, for a bounded time.
 */
public final class EventHub implements ServerEvents, AutoCloseable {

    /** How connections end with which nothing is wrong. */
    private static final Set<ReleaseReason> EXPECTED = EnumSet.of(
            ReleaseReason.CLIENT_CLOSED,
            ReleaseReason.HANDLER_CLOSED,
            ReleaseReason.HANDLER_ABORTED,
            ReleaseReason.DRAINED,
            ReleaseReason.IDLE_TIMEOUT,
            ReleaseReason.SWAPPED);

    /** Never changed, but replaced under the lock: to go through it needs no memory. */
    private volatile EventPump[] pumps = {};

    private final String server;
    private volatile boolean io;

    /** Written and read under the lock, so that no listener is added after the last one has ended. */
    private boolean closed;

    /** The events that a listener receives in addition to those of the server's life. Each constant includes those above it. */
    public enum Interest {
        /** Refused connections, failures, and connections that ended in trouble or with bytes left over. */
        TROUBLE,
        /** The beginning and the end of every connection. */
        CONNECTIONS,
        /** Every read and write. */
        IO
    }

    /** A listener that was added. All methods may be called from any thread, again and again. */
    public interface Subscription {

        /** Removes the listener: no further call into it begins after this method has returned. Does not wait. */
        void end();

        /**
         * Waits, after the end, until no call into the listener is running. One that does not return within some seconds, or for
         * which the waiting thread is interrupted, is interrupted and not waited for any longer. Has no effect in a call of the
         * listener itself.
         */
        void awaitEnd();
    }

    /** Creates a hub without listeners. */
    public EventHub(String server) {
        this.server = server;
    }

    /**
     * Adds a listener, which receives the events from now on. Has no effect once the hub is closed. A listener that is added twice
     * receives everything twice.
     *
     * @throws OutOfMemoryError if no thread can be started for the listener; it is not added
     */
    public Subscription add(ServerEvents listener, Interest interest) {
        return add(listener, interest, 0);
    }

    /**
     * Adds a listener as {@link #add(ServerEvents, Interest)} does, which hears of a number of connections only.
     *
     * @param connectionsPerSecond how many events of connections that are in order are reported in a second; the others are
     *                             counted as missed. 0 for all
     */
    public synchronized Subscription add(ServerEvents listener, Interest interest, int connectionsPerSecond) {
        if (closed) {
            return new Added(null);
        }
        ConnectionBound bound =
                connectionsPerSecond == 0 ? null : new ConnectionBound(connectionsPerSecond, System::nanoTime);
        EventPump pump = new EventPump(this, server, listener, interest, bound);
        EventPump[] more = Arrays.copyOf(pumps, pumps.length + 1);
        more[pumps.length] = pump;
        setPumps(more);
        return new Added(pump);
    }

    private synchronized void remove(EventPump pump) {
        setPumps(Stream.of(pumps).filter(other -> other != pump).toArray(EventPump[]::new));
    }

    /** The listener of a pump; of none if the hub was closed before. */
    private final class Added implements Subscription {

        private final EventPump pump;

        Added(EventPump pump) {
            this.pump = pump;
        }

        @Override
        public void end() {
            if (pump != null) {
                remove(pump);
                pump.stop();
            }
        }

        @Override
        public void awaitEnd() {
            if (pump != null) {
                pump.awaitEnd();
            }
        }
    }

    /** Delivers the events reported so far, and ends the threads. Calls after the first have no effect. */
    @Override
    public void close() {
        EventPump[] last;
        synchronized (this) {
            closed = true;
            last = pumps;
        }
        for (EventPump pump : last) {
            pump.finish();
        }
        synchronized (this) {
            setPumps(new EventPump[0]);
        }
    }

    /** Returns whether the calling thread is one on which a listener is called. */
    public boolean isCallingOnThisThread() {
        return EventPump.isThreadOf(this);
    }

    /** Returns whether any listener receives reads and writes. */
    public boolean wantsIo() {
        return io;
    }

    /** Returns how far the delivery of events is behind, at the slowest listener. */
    public Duration lag() {
        long nanos = 0;
        for (EventPump pump : pumps) {
            nanos = Math.max(nanos, pump.lagNanos());
        }
        return Duration.ofNanos(nanos);
    }

    @Override
    public void serverStarted(String name, String address) {
        try {
            tell(Interest.TROUBLE, listener -> listener.serverStarted(name, address));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void serverDraining(String name, int connections) {
        try {
            tell(Interest.TROUBLE, listener -> listener.serverDraining(name, connections));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void serverStopped(String name, int finished, int forced, Duration took) {
        try {
            tell(Interest.TROUBLE, listener -> listener.serverStopped(name, finished, forced, took));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void serverFailed(String name, Throwable cause) {
        try {
            tell(Interest.TROUBLE, listener -> listener.serverFailed(name, cause));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void connectionOpened(String name, long connection, PeerCredentials peer) {
        for (EventPump pump : pumps) {
            if (pump.admitsConnection()) {
                try {
                    pump.offer(listener -> listener.connectionOpened(name, connection, peer));
                } catch (Error noMemory) {
                    pump.miss();
                }
            }
        }
    }

    @Override
    public void connectionClosed(String name, long connection, ReleaseReason reason, Totals totals) {
        boolean undone = totals.unconsumed() > 0 || totals.unsent() > 0 || !EXPECTED.contains(reason);
        for (EventPump pump : pumps) {
            if (undone ? pump.wants(Interest.TROUBLE) : pump.admitsConnection()) {
                try {
                    pump.offer(listener -> listener.connectionClosed(name, connection, reason, totals));
                } catch (Error noMemory) {
                    pump.miss();
                }
            }
        }
    }

    @Override
    public void connectionRefused(String name, PeerCredentials peer, RefusalReason reason) {
        try {
            tell(Interest.TROUBLE, listener -> listener.connectionRefused(name, peer, reason));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void handlerSwapped(String name, String from, String to, int moved, Duration took) {
        try {
            tell(Interest.TROUBLE, listener -> listener.handlerSwapped(name, from, to, moved, took));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    /** Reports a change of the handler to listeners that are {@link OperatorEvents}; see there. */
    public void handlerChanged(String from, String to, int moved, Duration took, boolean held) {
        try {
            tell(Interest.TROUBLE, listener -> {
                if (listener instanceof OperatorEvents operator) {
                    operator.handlerChanged(server, from, to, moved, took, held);
                }
            });
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void holdingStarted(String name, int connections) {
        try {
            tell(Interest.TROUBLE, listener -> listener.holdingStarted(name, connections));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void holdingEnded(String name, String handler, Duration held) {
        try {
            tell(Interest.TROUBLE, listener -> listener.holdingEnded(name, handler, held));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void configurationRejected(String name, List<String> faults) {
        try {
            tell(Interest.TROUBLE, listener -> listener.configurationRejected(name, faults));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void error(String name, String what, Throwable cause) {
        try {
            tell(Interest.TROUBLE, listener -> listener.error(name, what, cause));
        } catch (Error noMemory) {
            missed(Interest.TROUBLE);
        }
    }

    @Override
    public void bytesRead(String name, long connection, int bytes) {
        try {
            tell(Interest.IO, listener -> listener.bytesRead(name, connection, bytes));
        } catch (Error noMemory) {
            missed(Interest.IO);
        }
    }

    @Override
    public void bytesWritten(String name, long connection, int bytes) {
        try {
            tell(Interest.IO, listener -> listener.bytesWritten(name, connection, bytes));
        } catch (Error noMemory) {
            missed(Interest.IO);
        }
    }

    /** Something has happened that could not be put into words, for want of memory: the listeners hear that they missed it. */
    public void missed() {
        missed(Interest.TROUBLE);
    }

    private void missed(Interest kind) {
        for (EventPump pump : pumps) {
            if (pump.wants(kind)) {
                pump.miss();
            }
        }
    }

    private void tell(Interest kind, Consumer<ServerEvents> event) {
        for (EventPump pump : pumps) {
            if (pump.wants(kind)) {
                pump.offer(event);
            }
        }
    }

    /** With the lock held, so that no older look at the listeners overwrites a newer one. */
    private void setPumps(EventPump[] now) {
        io = Stream.of(now).anyMatch(pump -> pump.wants(Interest.IO));
        pumps = now;
    }
}

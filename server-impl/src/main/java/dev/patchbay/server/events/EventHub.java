package dev.patchbay.server.events;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Passes the events of one server on to its listeners, to each on a thread of its own.
 *
 * <p>All methods may be called from any thread. The methods that report events never wait. Each listener receives events in the
 * order in which these methods were called; so the events of one connection, and those of the server's life, arrive in the order
 * in which they happened. {@link #remove} and {@link #close} wait for listeners, for a bounded time.
 */
public final class EventHub implements ServerEvents, AutoCloseable {

    private final CopyOnWriteArrayList<EventPump> pumps = new CopyOnWriteArrayList<>();
    private final String server;
    private volatile boolean io;
    private volatile boolean everyConnection;

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

    /** Creates a hub without listeners. */
    public EventHub(String server) {
        this.server = server;
    }

    /**
     * Adds a listener, which receives the events from now on. Has no effect once the hub is closed.
     *
     * @throws OutOfMemoryError if no thread can be started for the listener; it is not added
     */
    public void add(ServerEvents listener, Interest interest) {
        synchronized (this) {
            if (closed) {
                return;
            }
            pumps.add(new EventPump(server, listener, interest));
        }
        refresh();
    }

    /**
     * Removes a listener, and waits until no call into it is running. A listener that does not return within some seconds is
     * interrupted and not waited for any longer. A listener that removes itself is not waited for.
     */
    public void remove(ServerEvents listener) {
        for (EventPump pump : pumps) {
            if (pump.listener() == listener && pumps.remove(pump)) {
                pump.stop();
            }
        }
        refresh();
    }

    /** Delivers the events reported so far, and ends the threads. Calls after the first have no effect. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        pumps.forEach(EventPump::finish);
        pumps.clear();
        refresh();
    }

    /** Returns whether the calling thread is one on which a listener is called. */
    public boolean isCallingOnThisThread() {
        return pumps.stream().anyMatch(EventPump::isThisThread);
    }

    /** Returns whether any listener receives reads and writes. */
    public boolean wantsIo() {
        return io;
    }

    @Override
    public void serverStarted(String name, String address) {
        tell(Interest.TROUBLE, listener -> listener.serverStarted(name, address));
    }

    @Override
    public void serverDraining(String name, int connections) {
        tell(Interest.TROUBLE, listener -> listener.serverDraining(name, connections));
    }

    @Override
    public void serverStopped(String name, int finished, int forced, Duration took) {
        tell(Interest.TROUBLE, listener -> listener.serverStopped(name, finished, forced, took));
    }

    @Override
    public void serverFailed(String name, Throwable cause) {
        tell(Interest.TROUBLE, listener -> listener.serverFailed(name, cause));
    }

    @Override
    public void connectionOpened(String name, long connection, PeerCredentials peer) {
        if (everyConnection) {
            tell(Interest.CONNECTIONS, listener -> listener.connectionOpened(name, connection, peer));
        }
    }

    @Override
    public void connectionClosed(String name, long connection, ReleaseReason reason, Totals totals) {
        boolean undone = totals.unconsumed() > 0 || totals.unsent() > 0 || isTrouble(reason);
        if (undone || everyConnection) {
            tell(
                    undone ? Interest.TROUBLE : Interest.CONNECTIONS,
                    listener -> listener.connectionClosed(name, connection, reason, totals));
        }
    }

    private static boolean isTrouble(ReleaseReason reason) {
        return switch (reason) {
            case CLIENT_CLOSED, HANDLER_CLOSED, HANDLER_ABORTED, DRAINED, IDLE_TIMEOUT, SWAPPED -> false;
            default -> true;
        };
    }

    @Override
    public void connectionRefused(String name, PeerCredentials peer, RefusalReason reason) {
        tell(Interest.TROUBLE, listener -> listener.connectionRefused(name, peer, reason));
    }

    @Override
    public void handlerSwapped(String name, String from, String to, int moved, Duration took) {
        tell(Interest.TROUBLE, listener -> listener.handlerSwapped(name, from, to, moved, took));
    }

    @Override
    public void holdingStarted(String name, int connections) {
        tell(Interest.TROUBLE, listener -> listener.holdingStarted(name, connections));
    }

    @Override
    public void holdingEnded(String name, String handler, Duration held) {
        tell(Interest.TROUBLE, listener -> listener.holdingEnded(name, handler, held));
    }

    @Override
    public void configurationRejected(String name, List<String> faults) {
        tell(Interest.TROUBLE, listener -> listener.configurationRejected(name, faults));
    }

    @Override
    public void error(String name, String what, Throwable cause) {
        tell(Interest.TROUBLE, listener -> listener.error(name, what, cause));
    }

    @Override
    public void bytesRead(String name, long connection, int bytes) {
        tell(Interest.IO, listener -> listener.bytesRead(name, connection, bytes));
    }

    @Override
    public void bytesWritten(String name, long connection, int bytes) {
        tell(Interest.IO, listener -> listener.bytesWritten(name, connection, bytes));
    }

    private void tell(Interest kind, Consumer<ServerEvents> event) {
        for (EventPump pump : pumps) {
            if (pump.interest().compareTo(kind) >= 0) {
                pump.offer(event);
            }
        }
    }

    /** Updates the flags; one thread at a time, so that an older look at the listeners does not overwrite a newer one. */
    private synchronized void refresh() {
        io = pumps.stream().anyMatch(pump -> pump.interest() == Interest.IO);
        everyConnection = pumps.stream().anyMatch(pump -> pump.interest() != Interest.TROUBLE);
    }
}

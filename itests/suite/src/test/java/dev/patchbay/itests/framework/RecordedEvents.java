package dev.patchbay.itests.framework;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A listener that records events for a test that waits for them. Each event is returned once, the oldest first. */
final class RecordedEvents implements ServerEvents {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Event> events = new ArrayList<>();

    /** Waits for an event of this kind from this server, and takes it. */
    synchronized <E extends Event> E await(Class<E> kind, String server) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            E event = take(kind, server);
            if (event != null) {
                return event;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("server " + server + " told no " + kind.getSimpleName() + " within " + PATIENCE
                        + ", but " + events);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted; there were " + events, e);
            }
        }
    }

    /** Returns the events of a server that no test has waited for. */
    synchronized List<Event> rest(String server) {
        return events.stream().filter(event -> event.server().equals(server)).toList();
    }

    private <E extends Event> E take(Class<E> kind, String server) {
        Iterator<Event> all = events.iterator();
        while (all.hasNext()) {
            Event event = all.next();
            if (kind.isInstance(event) && event.server().equals(server)) {
                all.remove();
                return kind.cast(event);
            }
        }
        return null;
    }

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public void serverStarted(String server, String address) {
        add(new Event.Started(server, address));
    }

    @Override
    public void serverDraining(String server, int connections) {
        add(new Event.Draining(server, connections));
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        add(new Event.Stopped(server, finished, forced));
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        add(new Event.Failed(server, cause));
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        add(new Event.Opened(server, connection, peer));
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        add(new Event.Closed(server, connection, reason, totals));
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        add(new Event.Swapped(server, from, to, moved));
    }

    @Override
    public void holdingStarted(String server, int connections) {
        add(new Event.HoldingStarted(server, connections));
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        add(new Event.HoldingEnded(server, handler));
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        add(new Event.Rejected(server, faults));
    }
}

package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a server tells, so that a test can wait for it. */
final class RecordedEvents implements ServerEvents {

    private static final long BOUND_SECONDS = 20;

    record Closed(long connection, ReleaseReason reason, Totals totals) {}

    record Swapped(String from, String to, int moved) {}

    final BlockingQueue<Long> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<Closed> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<RefusalReason> refused = new LinkedBlockingQueue<>();
    final BlockingQueue<Swapped> swapped = new LinkedBlockingQueue<>();
    final BlockingQueue<String> life = new LinkedBlockingQueue<>();
    final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> causes = new LinkedBlockingQueue<>();

    /** Waits for the next of a kind. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T event = queue.poll(BOUND_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was told within " + BOUND_SECONDS + " s");
        }
        return event;
    }

    /** Waits for so many of a kind. */
    static <T> List<T> next(BlockingQueue<T> queue, int count) throws InterruptedException {
        List<T> all = new ArrayList<>();
        while (all.size() < count) {
            all.add(next(queue));
        }
        return all;
    }

    /** Returns what was told and not awaited, for reports. */
    String told() {
        return "closed " + closed + ", refused " + refused + ", errors " + errors;
    }

    @Override
    public void serverStarted(String server, String address) {
        life.add("started");
    }

    @Override
    public void serverDraining(String server, int connections) {
        life.add("draining");
    }

    @Override
    public void serverStopped(String server, int finished, int forced, Duration took) {
        life.add("stopped");
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        life.add("failed");
    }

    @Override
    public void holdingStarted(String server, int connections) {
        life.add("holding");
    }

    @Override
    public void holdingEnded(String server, String handler, Duration held) {
        life.add("served by " + handler);
    }

    @Override
    public void connectionOpened(String server, long connection, PeerCredentials peer) {
        opened.add(connection);
    }

    @Override
    public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
        closed.add(new Closed(connection, reason, totals));
    }

    @Override
    public void connectionRefused(String server, PeerCredentials peer, RefusalReason reason) {
        refused.add(reason);
    }

    @Override
    public void handlerSwapped(String server, String from, String to, int moved, Duration took) {
        swapped.add(new Swapped(from, to, moved));
    }

    @Override
    public void error(String server, String what, Throwable cause) {
        if (cause != null) {
            causes.add(cause);
        }
        errors.add(what + ": " + cause);
    }
}

package dev.patchbay.test.engine;

import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.poll.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * A poller whose sockets are {@link VirtualSocket}s, ready when the test says so, and whose waits end by a {@link VirtualClock}.
 * The test goes on when the loop has nothing left to do ({@link #awaitRest}).
 */
final class VirtualPoller implements Poller {

    /** What is ready for what. */
    private record Report(Pollable target, int readiness) {}

    private final VirtualClock clock;

    // What follows is guarded by this, but for what the loop's thread was given.

    private final Map<Pollable, VirtualSocket> sockets = new HashMap<>();
    private final List<Report> coming = new ArrayList<>();
    private List<Report> given = List.of();
    private boolean woken;
    private boolean resting;
    private boolean closed;
    private long until;
    private Thread loop;

    VirtualPoller(VirtualClock clock) {
        this.clock = clock;
    }

    // ---- for the test

    /** A socket becomes ready. */
    synchronized void report(Pollable target, int readiness) {
        coming.add(new Report(target, readiness));
        notifyAll();
    }

    /** The clock was set. */
    synchronized void timePassed() {
        notifyAll();
    }

    /** Waits until the loop waits for the test, or has closed the poller. */
    synchronized void awaitRest() {
        Bound bound = new Bound();
        while (!closed && (!resting || mustGoOn())) {
            bound.require(loop);
            waitFor(100);
        }
    }

    /** Returns whether the loop has something to do. */
    synchronized boolean isAwake() {
        return !closed && (!resting || mustGoOn());
    }

    /** Returns when the loop's wait ends by itself; {@link Long#MAX_VALUE} for never. Only while it rests. */
    synchronized long wakesAt() {
        return closed ? Long.MAX_VALUE : until;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns the socket of a connection; null if there is none yet. */
    synchronized VirtualSocket socket(Pollable target) {
        return sockets.get(target);
    }

    // ---- for the loop

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public synchronized Port open(ClientSocket none, Pollable target) {
        VirtualSocket socket = new VirtualSocket();
        sockets.put(target, socket);
        return socket;
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) {
        throw new UnsupportedOperationException("a server in virtual time does not listen");
    }

    @Override
    public synchronized int await(long timeoutMillis) {
        loop = Thread.currentThread();
        until = timeoutMillis < 0 ? Long.MAX_VALUE : clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!mustGoOn()) {
            resting = true;
            notifyAll();
            waitFor(0);
        }
        resting = false;
        woken = false;
        given = List.copyOf(coming);
        coming.clear();
        return given.size();
    }

    private boolean mustGoOn() {
        return woken || !coming.isEmpty() || clock.getAsLong() >= until;
    }

    /** An interrupt has no effect, as in any poller. */
    private void waitFor(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException ignored) {
            woken = true;
        }
    }

    @Override
    public Pollable target(int index) {
        return given.get(index).target;
    }

    @Override
    public int readiness(int index) {
        return given.get(index).readiness;
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

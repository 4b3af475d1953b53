package dev.patchbay.server.engine;

import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.poll.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * A poller whose sockets are {@link FakePort}s and ready when the test says so, and whose waits end by a {@link ManualClock}.
 * The loop's thread and the test's take turns: the test goes on when the loop has nothing left to do ({@link #awaitRest}).
 */
final class FakePoller implements Poller {

    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** What is ready for what. */
    private record Report(Pollable target, int readiness) {}

    private final ManualClock clock;
    private final FakePort.Witness witness;

    // What follows is guarded by this, but for what the loop's thread was given.

    private final List<Report> coming = new ArrayList<>();
    private List<Report> given = List.of();
    private int most = Integer.MAX_VALUE;
    private boolean woken;
    private boolean resting;
    private boolean closed;
    private long until;
    private int wakeups;
    private FakePort latest;

    FakePoller(ManualClock clock, FakePort.Witness witness) {
        this.clock = clock;
        this.witness = witness;
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
        long end = System.nanoTime() + BOUND_NANOS;
        while (!closed && (!resting || mustGoOn())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("the loop does not come to rest");
            }
            waitFor(left);
        }
    }

    /** Returns when the loop's wait ends by itself; {@link Long#MAX_VALUE} for never. Only while it rests. */
    synchronized long wakesAt() {
        return closed ? Long.MAX_VALUE : until;
    }

    /** From now on there is room for so many reports at once. */
    synchronized void giveAtMost(int reports) {
        most = reports;
    }

    synchronized int wakeups() {
        return wakeups;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns the port that was opened last. */
    synchronized FakePort latest() {
        return latest;
    }

    // ---- for the loop

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public synchronized Port open(ClientSocket socket, Pollable target) {
        latest = new FakePort(witness);
        return latest;
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) {
        throw new UnsupportedOperationException("a fake poller has no listening sockets");
    }

    @Override
    public synchronized int await(long timeoutMillis) {
        until = timeoutMillis < 0 ? Long.MAX_VALUE : clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!mustGoOn()) {
            resting = true;
            notifyAll();
            waitFor(0);
        }
        resting = false;
        woken = false;
        List<Report> now = coming.subList(0, Math.min(most, coming.size()));
        given = List.copyOf(now);
        now.clear();
        return given.size();
    }

    @Override
    public boolean hasMore() {
        return given.size() == most;
    }

    private boolean mustGoOn() {
        return woken || !coming.isEmpty() || clock.getAsLong() >= until;
    }

    /** An interrupt means nothing here, as in any poller. */
    private void waitFor(long millis) {
        boolean interrupted = false;
        try {
            wait(millis);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            witness.wrong("the loop was interrupted between two calls");
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
        wakeups++;
        woken = true;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}

package dev.patchbay.itests.swap.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The events that a server has reported to its listeners. */
public final class ServerRecord {

    private static final int CLOSED_KEPT = 100;

    /** A swap, as the server told of it. */
    public record Swap(String from, String to, int moved, long nanos) {}

    private final List<String> closed = new ArrayList<>();
    private Swap last;
    private boolean started;
    private int opened;
    private int ended;
    private long swaps;
    private long moved;
    private long longestSwapNanos;
    private long holds;
    private long heldNanos;

    /** The server accepts connections. */
    public synchronized void started() {
        started = true;
        notifyAll();
    }

    /** A connection was accepted. */
    public synchronized void opened() {
        opened++;
        notifyAll();
    }

    /** A connection has ended. */
    public synchronized void closed(String how) {
        ended++;
        if (closed.size() < CLOSED_KEPT) {
            closed.add(how);
        }
        notifyAll();
    }

    /** All connections of one handler are in the charge of another. */
    public synchronized void swapped(Swap swap) {
        last = swap;
        swaps++;
        moved += swap.moved();
        longestSwapNanos = Math.max(longestSwapNanos, swap.nanos());
        notifyAll();
    }

    /** The server had no handler for so long. */
    public synchronized void held(long nanos) {
        holds++;
        heldNanos += nanos;
        notifyAll();
    }

    /** Waits until something can be said of this record. */
    public synchronized void await(String what, long seconds, Predicate<ServerRecord> fulfilled)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!fulfilled.test(this)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("not within " + seconds + " s: " + what + ", but " + this);
            }
            wait(left);
        }
    }

    /** Returns whether it accepts connections. */
    public synchronized boolean hasStarted() {
        return started;
    }

    /** Returns how many connections were accepted. */
    public synchronized int openedCount() {
        return opened;
    }

    /** Returns how many connections have ended. */
    public synchronized int closedCount() {
        return ended;
    }

    /** Returns how connections ended. */
    public synchronized List<String> closed() {
        return List.copyOf(closed);
    }

    /** Returns the last swap, or null. */
    public synchronized Swap last() {
        return last;
    }

    /** Returns how many swaps there were. */
    public synchronized long swaps() {
        return swaps;
    }

    @Override
    public synchronized String toString() {
        return String.format(
                "%d connections opened, %d ended; %d swaps moved %d connections, the slowest in %.1f ms; "
                        + "%d holds, %.3f s together",
                opened, ended, swaps, moved, longestSwapNanos / 1e6, holds, heldNanos / 1e9);
    }
}

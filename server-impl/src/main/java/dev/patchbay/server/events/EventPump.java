package dev.patchbay.server.events;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.events.EventHub.Interest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's queue and thread. What does not fit into the queue is counted, and told in its place: before the next
 * event that does fit, or at the end.
 */
final class EventPump {

    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);
    private static final int CAPACITY = 4096;
    private static final long STOP_SECONDS = 5;

    /** How long a thread waits that could not even fail in order: for want of memory, most likely. */
    private static final long RESPITE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingQueue<Consumer<ServerEvents>> queue;
    private final String server;
    private final ServerEvents listener;
    private final Interest interest;
    private final Thread thread;

    /** Tells what was missed by then. Made beforehand: to put it into the queue needs no memory. */
    private final Consumer<ServerEvents> gap = listening -> tellMissed();

    /** Events dropped since the last one that fitted. Guarded by this. */
    private long missed;

    /** Nothing more is taken in; the thread ends when the queue is empty. Written under the lock. */
    private volatile boolean finishing;

    /** Nothing more is delivered. */
    private volatile boolean stopped;

    /**
     * Starts the thread.
     *
     * @throws OutOfMemoryError if there is none to be had
     */
    EventPump(String server, ServerEvents listener, Interest interest) {
        this(server, listener, interest, new ArrayBlockingQueue<>(CAPACITY));
    }

    /** Takes the queue, for tests of what may happen to one. */
    EventPump(String server, ServerEvents listener, Interest interest, BlockingQueue<Consumer<ServerEvents>> queue) {
        this.queue = queue;
        this.server = server;
        this.listener = listener;
        this.interest = interest;
        this.thread = new Thread(this::pump, "patchbay-" + server + "-events");
        thread.setDaemon(true);
        thread.start();
    }

    ServerEvents listener() {
        return listener;
    }

    Interest interest() {
        return interest;
    }

    boolean isThisThread() {
        return Thread.currentThread() == thread;
    }

    /** Never throws: what tells of an event has something else to do than to look after listeners. */
    synchronized void offer(Consumer<ServerEvents> event) {
        if (finishing) {
            return;
        }
        long before = missed;
        missed = before + 1;
        try {
            if (queue.offer(before == 0 ? event : behindGap(before, event))) {
                missed = 0;
            }
        } catch (OutOfMemoryError e) {
            // The event counts as missed, so the listener will hear of it.
        }
    }

    /** Counts an event that could not be made for want of memory; the listener hears of it soon. Never throws. */
    synchronized void miss() {
        if (finishing) {
            return;
        }
        missed++;
        try {
            queue.offer(gap);
        } catch (Error e) {
            // It is told before the next event that fits, or at the end.
            return;
        }
    }

    private void tellMissed() {
        long dropped;
        synchronized (this) {
            dropped = missed;
            missed = 0;
        }
        if (dropped > 0) {
            deliver(telling -> telling.missed(server, dropped));
        }
    }

    private Consumer<ServerEvents> behindGap(long dropped, Consumer<ServerEvents> event) {
        return listening -> {
            deliver(telling -> telling.missed(server, dropped));
            event.accept(listening);
        };
    }

    /** Ends the thread when everything that is queued has been delivered. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        wake();
        awaitEnd();
    }

    /** Ends the thread; what is queued is not delivered. */
    void stop() {
        stopped = true;
        queue.clear();
        wake();
        awaitEnd();
    }

    /** Gives a thread that waits something to take; if the queue is full, it does not wait. */
    private void wake() {
        queue.offer(nobody -> {});
    }

    private void awaitEnd() {
        if (isThisThread()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (thread.isAlive()) {
                LOG.warn("listener {} of server {} does not return, and is interrupted", listener, server);
                interrupt();
            }
        } catch (InterruptedException e) {
            interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        stopped = true;
        thread.interrupt();
    }

    private void pump() {
        while (!isOver()) {
            try {
                deliver(queue.take());
            } catch (InterruptedException e) {
                // The end, which isOver knows of; or whoever interrupts threads that are not theirs.
                LOG.debug("the thread of listener {} of server {} was interrupted", listener, server);
            } catch (Throwable t) {
                // Memory for neither the event nor the log: the listener must not go deaf because of that.
                LockSupport.parkNanos(RESPITE_NANOS);
            }
        }
        long dropped = missedAtTheEnd();
        if (dropped > 0) {
            deliver(listening -> listening.missed(server, dropped));
        }
    }

    private boolean isOver() {
        return stopped || finishing && queue.isEmpty();
    }

    /** A listener, or the log, has had no memory: what it was to hear counts as missed. */
    private void failed(Throwable cause) {
        try {
            LOG.warn("listener {} failed at an event of server {}", listener, server, cause);
        } catch (Error noMemory) {
            miss();
        }
    }

    private synchronized long missedAtTheEnd() {
        return stopped ? 0 : missed;
    }

    private void deliver(Consumer<ServerEvents> event) {
        try {
            event.accept(listener);
        } catch (Throwable t) {
            failed(t);
        } finally {
            // What a listener leaves on the thread is not meant for the next event.
            Thread.interrupted();
        }
    }
}

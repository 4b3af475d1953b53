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
 * The queue and the thread of one listener. Events that do not fit into the queue are dropped and counted, and the listener
 * learns their number in their place: before the next event that fits, or at the end.
 */
final class EventPump {

    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);
    private static final int CAPACITY = 4096;
    private static final long STOP_SECONDS = 5;

    /** How long the thread pauses after a failure that it could not even log, most likely for lack of memory. */
    private static final long RESPITE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final BlockingQueue<Consumer<ServerEvents>> queue;
    private final String server;
    private final ServerEvents listener;
    private final Interest interest;
    private final Thread thread;
    private final DeliveryLag lag = new DeliveryLag(System::nanoTime);

    /** The listener if it is to be called when time has passed; otherwise null. */
    private final OperatorEvents timed;

    /** Tells the listener how many events it has missed. Made in advance, because queueing it needs no memory then. */
    private final Consumer<ServerEvents> gap = listening -> tellMissed();

    /** For the events of connections that were in order; null if all of them are reported. */
    private final ConnectionBound bound;

    /** Wakes the thread. */
    private static final Consumer<ServerEvents> NOTHING = listening -> {};

    /** The number of events dropped since the last one that fitted. Guarded by this. */
    private long missed;

    /** How often the listener has failed, and the number at which that is logged next. Owned by the thread. */
    private long failures;

    private long failuresToLog = 1;

    /** No more events are accepted; the thread ends when the queue is empty. Written under the lock. */
    private volatile boolean finishing;

    /** No more events are delivered. */
    private volatile boolean stopped;

    /** The thread of a pump. */
    private static final class PumpThread extends Thread {

        private final Object owner;

        PumpThread(Object owner, Runnable task, String name) {
            super(task, name);
            this.owner = owner;
        }
    }

    /**
     * Starts the thread.
     *
     * @param owner has this pump and others
     * @throws OutOfMemoryError if no thread can be started
     */
    EventPump(Object owner, String server, ServerEvents listener, Interest interest) {
        this(owner, server, listener, interest, null);
    }

    /**
     * Starts the thread.
     *
     * @param bound for the events of connections; null if there is none
     */
    EventPump(Object owner, String server, ServerEvents listener, Interest interest, ConnectionBound bound) {
        this(owner, server, listener, interest, bound, new ArrayBlockingQueue<>(CAPACITY));
    }

    /** Uses the given queue; for tests. */
    EventPump(
            Object owner,
            String server,
            ServerEvents listener,
            Interest interest,
            ConnectionBound bound,
            BlockingQueue<Consumer<ServerEvents>> queue) {
        this.queue = queue;
        this.bound = bound;
        this.server = server;
        this.listener = listener;
        this.interest = interest;
        this.timed = listener instanceof OperatorEvents operator ? operator : null;
        this.thread = new PumpThread(owner, this::pump, "patchbay-" + server + "-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether the calling thread is that of a pump of the owner, even if that pump was stopped in the meantime. */
    static boolean isThreadOf(Object owner) {
        return Thread.currentThread() instanceof PumpThread pumping && pumping.owner == owner;
    }

    /** Returns whether the listener receives events of that kind now. */
    boolean wants(Interest kind) {
        return interest.compareTo(kind) >= 0
                || kind == Interest.CONNECTIONS && timed != null && timed.wantsEveryConnection();
    }

    /** Returns whether the listener receives one more event of a connection that is in order, and counts it as missed if not. */
    boolean admitsConnection() {
        if (!wants(Interest.CONNECTIONS)) {
            return false;
        }
        if (bound == null || bound.admits()) {
            return true;
        }
        if (bound.miss()) {
            wakeForGap();
        }
        return false;
    }

    /** Has the thread wait for the end of the second, to tell the listener then. Never throws. */
    private synchronized void wakeForGap() {
        try {
            if (!finishing) {
                add(NOTHING);
            }
        } catch (Error e) {
            // It is told before the next event, or at the end.
            return;
        }
    }

    /** Returns how many events were dropped, and forgets them. With the lock held. */
    private long takeMissed() {
        long dropped = missed + (bound == null ? 0 : bound.take());
        missed = 0;
        return dropped;
    }

    /** Queues an event. Never throws and never waits, so that reporting an event cannot disturb what reports it. */
    synchronized void offer(Consumer<ServerEvents> event) {
        if (finishing) {
            return;
        }
        long before = takeMissed();
        missed = before + 1;
        try {
            if (add(before == 0 ? event : afterGap(before, event))) {
                missed = 0;
            }
        } catch (OutOfMemoryError e) {
            // The event counts as missed, and the listener learns of it that way.
        }
    }

    /** Counts an event that could not be made for want of memory; the listener hears of it soon. Never throws. */
    synchronized void miss() {
        if (finishing) {
            return;
        }
        missed++;
        try {
            add(gap);
        } catch (Error e) {
            // It is told before the next event that fits, or at the end.
            return;
        }
    }

    /** Adds an event if there is room. With the lock held. */
    private boolean add(Consumer<ServerEvents> event) {
        lag.adding();
        boolean fits = queue.offer(event);
        if (fits) {
            lag.added();
        }
        return fits;
    }

    /** Returns how far the delivery is behind, in nanoseconds. For any thread. */
    long lagNanos() {
        return lag.nanos();
    }

    private void tellMissed() {
        long dropped;
        synchronized (this) {
            dropped = takeMissed();
        }
        if (dropped > 0) {
            deliver(telling -> telling.missed(server, dropped));
        }
    }

    private Consumer<ServerEvents> afterGap(long dropped, Consumer<ServerEvents> event) {
        return listening -> {
            deliver(telling -> telling.missed(server, dropped));
            deliver(event);
        };
    }

    /** Ends the thread once everything in the queue has been delivered, and waits for that. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        wake();
        awaitEnd();
    }

    /** Ends the thread without delivering what is in the queue: a call that has not begun by now does not begin. Does not wait. */
    void stop() {
        synchronized (this) {
            finishing = true;
            stopped = true;
        }
        queue.clear();
        wake();
    }

    /** Wakes the thread if it waits for an event. If the queue is full, it does not wait. */
    private void wake() {
        queue.offer(listening -> {});
    }

    /** Waits until the thread has ended, and interrupts it after some seconds. */
    void awaitEnd() {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (thread.isAlive()) {
                LOG.warn(
                        "listener {} of server {} has not returned within " + STOP_SECONDS + " s, and is interrupted",
                        Printable.text(listener),
                        Printable.text(server));
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
                next();
            } catch (InterruptedException e) {
                // Either the end, which isOver reports, or code that interrupts threads it does not own.
                LOG.debug(
                        "the thread of listener {} of server {} was interrupted",
                        Printable.text(listener),
                        Printable.text(server));
            } catch (Throwable t) {
                // No memory for the event or the log. The thread goes on, so that the listener receives later events.
                LockSupport.parkNanos(RESPITE_NANOS);
            }
        }
        long dropped = missedAtTheEnd();
        if (dropped > 0) {
            deliver(listening -> listening.missed(server, dropped));
        }
        if (timed != null) {
            call(listening -> timed.end());
        }
    }

    /** Delivers the next event, or calls a listener for which it is time. */
    private void next() throws InterruptedException {
        long untilTick = timed == null ? Long.MAX_VALUE : timed.nanosUntilTick();
        long untilGap = bound == null ? Long.MAX_VALUE : bound.nanosUntilTold();
        long nanos = Math.min(untilTick, untilGap);
        Consumer<ServerEvents> event =
                nanos == Long.MAX_VALUE ? queue.take() : nanos > 0 ? queue.poll(nanos, TimeUnit.NANOSECONDS) : null;
        if (event != null) {
            try {
                deliver(event);
            } finally {
                lag.delivered();
            }
        } else if (untilGap < untilTick) {
            tellMissed();
        } else {
            deliver(listening -> timed.tick());
        }
    }

    private boolean isOver() {
        return stopped || finishing && queue.isEmpty();
    }

    /**
     * Logs a failure of the listener: the first, the tenth, the hundredth, because a listener may fail at every read of every
     * connection. If there is no memory for the log, the event counts as missed.
     */
    private void failed(Throwable cause) {
        try {
            failures++;
            if (failures == failuresToLog) {
                failuresToLog *= 10;
                LOG.warn(
                        "listener {} has failed at an event of server {}, {} time(s) so far",
                        Printable.text(listener),
                        Printable.text(server),
                        failures,
                        Printable.throwable(cause));
            }
        } catch (Error noMemory) {
            miss();
        }
    }

    private synchronized long missedAtTheEnd() {
        return stopped ? 0 : takeMissed();
    }

    /** Calls the listener, unless that was to stop meanwhile. */
    private void deliver(Consumer<ServerEvents> event) {
        if (!stopped) {
            call(event);
        }
    }

    private void call(Consumer<ServerEvents> event) {
        try {
            event.accept(listener);
        } catch (Throwable t) {
            failed(t);
        } finally {
            // An interrupt that a listener leaves on the thread is not meant for the next event.
            Thread.interrupted();
        }
    }
}

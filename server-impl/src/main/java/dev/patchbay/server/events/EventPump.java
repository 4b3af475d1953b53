package dev.patchbay.server.events;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.events.EventHub.Interest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener's queue and thread. What does not fit into the queue is counted, and told before the next event. */
final class EventPump {

    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);
    private static final int CAPACITY = 4096;
    private static final long STOP_SECONDS = 5;

    private final BlockingQueue<Consumer<ServerEvents>> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong missed = new AtomicLong();
    private final String server;
    private final ServerEvents listener;
    private final Interest interest;
    private final Thread thread;
    private volatile boolean stopped;

    EventPump(String server, ServerEvents listener, Interest interest) {
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

    void offer(Consumer<ServerEvents> event) {
        if (!queue.offer(event)) {
            missed.incrementAndGet();
        }
    }

    /** Ends the thread when everything that is queued has been delivered. */
    void finish() {
        offer(last -> stopped = true);
        awaitEnd();
    }

    /** Ends the thread; what is queued is not delivered. */
    void stop() {
        stopped = true;
        queue.clear();
        offer(last -> stopped = true);
        awaitEnd();
    }

    private void awaitEnd() {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            if (thread.isAlive()) {
                stopped = true;
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void pump() {
        try {
            do {
                Consumer<ServerEvents> event = queue.take();
                long lost = missed.getAndSet(0);
                if (lost > 0) {
                    deliver(listening -> listening.missed(server, lost));
                }
                deliver(event);
            } while (!stopped);
        } catch (InterruptedException e) {
            LOG.debug("the events of server {} are no longer delivered to {}", server, listener);
        }
    }

    private void deliver(Consumer<ServerEvents> event) {
        try {
            event.accept(listener);
        } catch (Throwable t) {
            LOG.warn("listener {} failed at an event of server {}", listener, server, t);
        }
    }
}

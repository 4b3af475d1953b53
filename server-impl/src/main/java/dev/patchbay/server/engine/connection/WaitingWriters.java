package dev.patchbay.server.engine.connection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The threads that wait until the client has read enough of the queued output. For any thread that may block. */
final class WaitingWriters {

    /** A waiting thread tries to send at this interval, because the call in which it waits may itself occupy the loop. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Connection connection;
    private final Outbound outbound;

    /** The waiting threads, created on first use. The field is guarded by this; the queue is changed by any thread. */
    private volatile ConcurrentLinkedQueue<Thread> waiting;

    WaitingWriters(Connection connection, Outbound outbound) {
        this.connection = connection;
        this.outbound = outbound;
    }

    /**
     * Waits if {@code write.high} bytes are queued, until no more than {@code write.low} are, or until nothing can be sent any
     * more.
     *
     * @throws CancellationException if the thread is interrupted
     */
    void await(HandlerContext writer) {
        if (!connection.isFull()) {
            return;
        }
        Thread current = Thread.currentThread();
        ConcurrentLinkedQueue<Thread> queue = queue();
        // Before the first look at the queue's length: a wake-up in between is not lost.
        queue.add(current);
        try {
            while (outbound.queued() > connection.config().writeLow()
                    && connection.output().canReachClient(writer)) {
                if (current.isInterrupted()) {
                    throw new CancellationException(
                            "interrupted while " + connection + " waited for its client to read");
                }
                LockSupport.parkNanos(this, RETRY_NANOS);
                if (connection.loop().isKept()) {
                    outbound.requestSend(Outbound.ROOM);
                }
            }
        } finally {
            queue.remove(current);
        }
    }

    private synchronized ConcurrentLinkedQueue<Thread> queue() {
        if (waiting == null) {
            waiting = new ConcurrentLinkedQueue<>();
        }
        return waiting;
    }

    /** Has all waiting threads check again whether they may go on. For any thread. */
    void wake() {
        ConcurrentLinkedQueue<Thread> queue = waiting;
        if (queue != null) {
            queue.forEach(LockSupport::unpark);
        }
    }
}

package dev.patchbay.server.engine.connection;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where threads wait until the client has read enough of what is queued for it. For any thread that may block. */
final class WaitingWriters {

    /** A thread that waits tries to send by itself now and then: the loop may be kept by the very call that it waits in. */
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Connection connection;
    private final Outbound outbound;

    /** The threads that wait; made when first needed. */
    private volatile ConcurrentLinkedQueue<Thread> waiting;

    WaitingWriters(Connection connection, Outbound outbound) {
        this.connection = connection;
        this.outbound = outbound;
    }

    /**
     * Waits while {@code write.high} bytes are queued, until no more than {@code write.low} are, or nothing can be sent any
     * more.
     *
     * @throws CancellationException if the thread is interrupted
     */
    void await(HandlerContext writer) {
        if (outbound.queued() < connection.config().writeHigh()) {
            return;
        }
        Thread me = Thread.currentThread();
        ConcurrentLinkedQueue<Thread> queue = queue();
        queue.add(me);
        try {
            while (outbound.queued() > connection.config().writeLow() && connection.takesOutput(writer)) {
                if (me.isInterrupted()) {
                    throw new CancellationException(
                            "interrupted while " + connection + " waited for its client to read");
                }
                LockSupport.parkNanos(this, TRY_NANOS);
                if (connection.loop().isKept()) {
                    outbound.kick(Outbound.ROOM);
                }
            }
        } finally {
            queue.remove(me);
        }
    }

    private synchronized ConcurrentLinkedQueue<Thread> queue() {
        if (waiting == null) {
            waiting = new ConcurrentLinkedQueue<>();
        }
        return waiting;
    }

    /** Lets those who wait look again. */
    void wake() {
        ConcurrentLinkedQueue<Thread> queue = waiting;
        if (queue != null) {
            queue.forEach(LockSupport::unpark);
        }
    }
}

package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.engine.connection.Strand.Outcome;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The end of a connection, after the handler has been released: sending stops, the socket is closed, memory is given back, and
 * the server is informed.
 *
 * <p>The strand begins it. The rest runs on the thread that was the last to send, which need not hold the strand. An error, for
 * want of memory, postpones the rest: every step is made once, none is left out, and a step that throws is repeated later.
 */
final class Teardown {

    /** How often closing the socket is tried if the virtual machine fails. */
    private static final int MAX_CLOSE_ATTEMPTS = 3;

    /** The totals of a connection that has ended when there was no memory for its numbers. */
    private static final Totals UNKNOWN = new Totals(0, 0, 0, 0, Duration.ZERO);

    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Teardown.class, "closed", CompletableFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final Outbound outbound;
    private final Inbound inbound;

    /** Set once, before the strand starts. */
    private Port port;

    /** Why the connection has ended, or null before that. Owned by the strand, which sets it before sending is shut. */
    private ReleaseReason reason;

    /** Whether sending is shut, so that only the conclusion is left to do. Written by the strand. */
    private volatile boolean shut;

    /** Whether the socket is closed. Owned by the thread that concludes. */
    private boolean portClosed;

    /** How often closing the socket has failed. Owned by the thread that concludes. */
    private int closeAttempts;

    /** The bytes that were queued at the end. Owned by the thread that concludes. */
    private long unsent;

    /** The steps of {@link ConnectionHost#ended} made so far, and one for the waiters. Owned by the thread that concludes. */
    private int steps;

    /** Created on first use. Written by any thread, atomically. */
    private volatile CompletableFuture<ReleaseReason> closed;

    Teardown(Connection connection, Outbound outbound, Inbound inbound) {
        this.connection = connection;
        this.outbound = outbound;
        this.inbound = inbound;
    }

    void attach(Port opened) {
        port = opened;
    }

    // ---- on the strand

    /** Returns whether the end has begun. */
    boolean hasBegun() {
        return reason != null;
    }

    /** Stops sending. The strand never serves the connection again. The last thread to send concludes. */
    void begin(ReleaseReason why) {
        reason = why;
        outbound.shut();
        shut = true;
    }

    /** Continues where an error has interrupted the end. */
    Outcome resume() {
        if (shut) {
            conclude();
            return Outcome.ENDED;
        }
        try {
            begin(reason);
            return Outcome.ENDED;
        } catch (Error noMemory) {
            return Outcome.RETRY_LATER;
        }
    }

    /** Ends a connection that was not set up: it has no socket and no sender, and only the server is informed. */
    void endWithoutBeginning() {
        reason = ReleaseReason.HOST_FAILED;
        shut = true;
        portClosed = true;
    }

    // ---- on the last thread to send

    /** Closes the socket and completes the end. */
    void conclude(long dropped) {
        unsent = dropped;
        conclude();
    }

    /** Completes the end. After an error the strand is put off, and {@link #resume} repeats what is left. */
    void conclude() {
        try {
            if (!portClosed) {
                closePort();
            }
            Totals totals = totals();
            inbound.end();
            connection.setEnded(reason);
            endMailbox();
            makeSteps(totals);
        } catch (Error later) {
            connection.resources().postpone(connection);
        }
    }

    /** Drops the messages that wait, and leaves all groups. */
    private void endMailbox() {
        Mailbox mailbox = connection.driver().settings().mailbox();
        if (mailbox != null) {
            mailbox.end();
        }
    }

    private void closePort() {
        try {
            port.close();
        } catch (IOException | RuntimeException | Error e) {
            if (e instanceof Error noMemory && ++closeAttempts < MAX_CLOSE_ATTEMPTS) {
                throw noMemory;
            }
            portClosed = true;
            connection.report(() -> "cannot close " + connection, e);
        }
        portClosed = true;
    }

    private Totals totals() {
        try {
            InputBuffer input = inbound.input();
            long millis = System.currentTimeMillis() - connection.acceptedMillis();
            long dropped = unsent + connection.output().discarded();
            return new Totals(input.total(), outbound.total(), input.available(), dropped, Duration.ofMillis(millis));
        } catch (OutOfMemoryError noMemory) {
            return UNKNOWN;
        }
    }

    private void makeSteps(Totals totals) {
        while (steps < ConnectionHost.STEPS_OF_END) {
            connection.host().ended(connection, steps, reason, totals);
            steps++;
        }
        if (steps == ConnectionHost.STEPS_OF_END) {
            informWaiters();
            steps++;
        }
    }

    /** Completes {@link #closed}, wakes waiting writers and stops the idle timer. */
    private void informWaiters() {
        try {
            CompletableFuture<ReleaseReason> future = closed;
            if (future != null) {
                connection.resources().complete(future, reason);
            }
        } finally {
            connection.output().wakeWriters();
            connection.stopIdleTimer();
        }
    }

    // ---- for any thread

    /** Returns a stage that completes with the reason when the connection has ended. */
    CompletionStage<ReleaseReason> closed() {
        CompletableFuture<ReleaseReason> future = closed;
        if (future == null) {
            CompletableFuture<ReleaseReason> fresh = new CompletableFuture<>();
            future = CLOSED.compareAndSet(this, null, fresh) ? fresh : closed;
        }
        // After the field is set: an end that has not seen the stage is seen here.
        ReleaseReason endedBy = connection.endedBy();
        if (endedBy != null) {
            connection.resources().complete(future, endedBy);
        }
        return future.minimalCompletionStage();
    }
}

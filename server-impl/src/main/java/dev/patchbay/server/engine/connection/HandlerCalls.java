package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.LoopThread;
import dev.patchbay.server.engine.loop.Worker;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** What surrounds every call into a handler: the gate, the output, and what follows when it throws. Owned by the turn. */
final class HandlerCalls {

    /** So deep a cause is looked for among the causes of what a call has thrown. */
    private static final int MOST_CAUSES = 16;

    private static final Supplier<String> NO_WORDS =
            () -> "a handler failed, and its connection is closed; there was no memory to say which";

    /** A call into the handler. */
    interface Call {
        void run() throws Exception;
    }

    private final Connection connection;
    private final CallOutput sending;
    private Worker worker;

    /** Why the connection is closing, if neither side wished it. */
    private ReleaseReason failure;

    /** Whether a task runs. Written by the turn. */
    private boolean inTask;

    HandlerCalls(Connection connection, CallOutput sending) {
        this.connection = connection;
        this.sending = sending;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    /** The handler is about to be called. */
    void enter() {
        worker.gate.enter(
                connection, worker.loop == null ? connection.resources().nanoTime() : worker.loop.now());
        if (worker.loop == null && connection.isHangupToInterrupt()) {
            worker.gate.interrupt(connection);
        }
    }

    /** The call has returned or thrown: its thread is as it was, and what it wrote is sent. */
    void exit() {
        if (worker.gate.exit()) {
            worker.lost = true;
        }
        Thread.interrupted();
        if (worker.loop != null) {
            ((LoopThread) Thread.currentThread()).restore();
        }
        sending.callEnded();
    }

    /** Makes a call; what it throws closes the connection. */
    void make(HandlerContext context, String callback, Call call) {
        enter();
        try {
            call.run();
        } catch (Throwable t) {
            threw(context, callback, t);
        } finally {
            exit();
        }
    }

    /** Calls {@code released}; takes no memory. */
    void release(HandlerContext context, ReleaseReason reason) {
        enter();
        try {
            context.lease.entry().handler().released(context, reason);
        } catch (Throwable t) {
            threw(context, "released", t);
        } finally {
            exit();
        }
    }

    /** Runs tasks, each as a call, until the connection is to end or the handler is given up. */
    void run(HandlerContext context, TaskQueue.Task tasks) {
        for (TaskQueue.Task task = tasks; task != null && mayRun(context); task = task.next()) {
            inTask = true;
            try {
                make(context, "a task", task.action()::run);
            } finally {
                inTask = false;
            }
        }
    }

    private boolean mayRun(HandlerContext context) {
        return connection.endRequested() == null && !context.lease.isAbandoned();
    }

    boolean isInTask() {
        return inTask;
    }

    /**
     * A call has thrown: the connection closes. What the host itself has brought about, by an interrupt or by refusing a write
     * in vain, is no failure. First the end is decided, which takes no memory; then it is told.
     */
    void threw(HandlerContext context, String callback, Throwable cause) {
        if (cause instanceof ConnectionEndedException ended && !isOfThis(ended)) {
            return;
        }
        Throwable cancellation = cancellation(cause);
        boolean cutShort = cancellation instanceof ConnectionEndedException ended && isOfThis(ended)
                || cancellation != null && connection.isCutShort();
        if (!cutShort) {
            failed(ReleaseReason.HANDLER_FAILED);
        } else if (connection.clientHasLeft()) {
            failed(ReleaseReason.CLIENT_CLOSED);
        }
        connection.closeAfterOutput();
        if (!cutShort) {
            tell(context, callback, cause);
        }
    }

    private void tell(HandlerContext context, String callback, Throwable cause) {
        try {
            connection.tell(
                    () -> "handler " + context.lease.entry().name() + " failed in " + callback + " of connection "
                            + connection.id() + ", which is closed",
                    cause);
        } catch (Error noMemory) {
            // Or what had to be linked for the first time could not be.
            connection.host().tellLater(NO_WORDS, cause);
        }
    }

    /** Returns whether it is this connection that has ended, and not another one to which the call has written. */
    private boolean isOfThis(ConnectionEndedException ended) {
        return ended.connection() == connection.id()
                && ended.server().equals(connection.host().name());
    }

    /** Returns what a call was cut short by: what it has thrown or a cause of that; null if it has failed by itself. */
    private static Throwable cancellation(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof CancellationException
                    || cause instanceof InterruptedException
                    || cause instanceof InterruptedIOException
                    || cause instanceof ClosedByInterruptException) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The connection closes for this reason, unless there was one before. */
    void failed(ReleaseReason reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Returns why the connection is closing, or null if one of the two sides wished it. */
    ReleaseReason failure() {
        return failure;
    }
}

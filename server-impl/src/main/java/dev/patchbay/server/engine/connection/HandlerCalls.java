package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.LoopThread;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.Pollable;
import java.io.InterruptedIOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * The calls into the handler. Each one passes the worker's gate, its output is sent after it, and an exception closes the
 * connection. Owned by the strand.
 */
final class HandlerCalls {

    /** How many causes of an exception are searched for a cancellation. */
    private static final int MAX_CAUSES = 16;

    private static final Supplier<String> WITHOUT_DETAILS =
            () -> "a handler failed, and its connection is closed; there was no memory to name them";

    /** A call into the handler. */
    interface Call {
        void run() throws Exception;
    }

    private final Connection connection;
    private final HandlerOutput output;

    /** Why the connection is closing if neither side has asked for it, else null. Owned by the strand. */
    private ReleaseReason failure;

    /** Whether a task is running. Owned by the strand. */
    private boolean inTask;

    HandlerCalls(Connection connection, HandlerOutput output) {
        this.connection = connection;
        this.output = output;
    }

    // ---- one call

    /**
     * Opens the gate before a call, which can be interrupted from here on. A call that may block is interrupted at once if
     * that is due already: a thread that has asked for it before the gate was open has met no call.
     */
    void enter(Worker worker) {
        openGate(worker);
        if (worker.loop == null) {
            VarHandle.fullFence();
            if (connection.isEnding()) {
                worker.gate.interrupt(connection);
            } else if (isInterruptedByHangup()) {
                worker.gate.interruptRevocably(connection, this::isInterruptedByHangup);
            }
        }
    }

    private void openGate(Worker worker) {
        long now = worker.loop == null ? connection.resources().nanoTime() : worker.loop.now();
        if (connection.host().calls().begin(worker, now)) {
            worker.timesCall = true;
            now = connection.resources().nanoTime();
        }
        worker.gate.enter(connection, now);
    }

    /** Returns whether a hangup is signalled that the strand has not seen yet, and that interrupts the call. */
    private boolean isInterruptedByHangup() {
        return connection.isSignalled(Pollable.HANGUP) && connection.driver().isInterruptedByHangup();
    }

    /** Closes the gate after a call, clears what the call has left on its thread, and sends what it has written. */
    void exit(Worker worker) {
        if (worker.timesCall) {
            worker.timesCall = false;
            connection.host().calls().end(worker, connection.resources().nanoTime());
        }
        if (worker.gate.exit()) {
            worker.lost = true;
        }
        Thread.interrupted();
        if (worker.loop != null) {
            ((LoopThread) Thread.currentThread()).restore();
        }
        output.callEnded(worker);
    }

    /** Makes a call. An exception closes the connection. */
    void make(Worker worker, HandlerContext context, String callback, Call call) {
        enter(worker);
        try {
            call.run();
        } catch (Throwable t) {
            failed(context, callback, t);
        } finally {
            exit(worker);
        }
    }

    /** Calls {@code released}. Unlike {@link #make} this needs no memory. */
    void release(Worker worker, HandlerContext context, ReleaseReason reason) {
        openGate(worker);
        try {
            context.handler.released(context, reason);
        } catch (Throwable t) {
            failed(context, "released", t);
        } finally {
            exit(worker);
        }
    }

    // ---- tasks

    /** Runs tasks, each as a call of its own, until the connection is to end or the handler is abandoned. */
    void run(Worker worker, HandlerContext context, TaskQueue.Task tasks) {
        for (TaskQueue.Task task = tasks; task != null && mayRun(context); task = task.next()) {
            inTask = true;
            try {
                make(worker, context, "a task", task.action()::run);
            } finally {
                inTask = false;
            }
        }
    }

    private boolean mayRun(HandlerContext context) {
        return connection.endRequested() == null && !context.lease.isAbandoned();
    }

    /** Returns whether a task is running. */
    boolean isInTask() {
        return inTask;
    }

    // ---- messages

    /** Calls {@code message} as far as messages wait; {@code mailbox} may be null. */
    void deliverMessages(Worker worker, HandlerContext context, Mailbox mailbox) {
        if (mailbox != null) {
            mailbox.deliver(worker, context, this);
        }
    }

    /** Returns whether messages wait that another round can deliver; {@code context} and {@code mailbox} may be null. */
    boolean mayDeliver(Worker worker, HandlerContext context, Mailbox mailbox) {
        return mailbox != null && context != null && mailbox.isDeliverable(worker, context);
    }

    /** Returns whether no message waits that can be delivered. From then on none is taken. {@code mailbox} may be null. */
    boolean areMessagesDone(Mailbox mailbox) {
        return mailbox == null || mailbox.isDone();
    }

    // ---- notices

    /** Calls {@code writable}, {@code draining}, {@code handOverWanted} and {@code clientClosed} as far as they are due. */
    void deliverNotices(Worker worker, HandlerContext context, boolean hungUp) {
        if (mayNotify(worker, context) && output.takeWritableAgain()) {
            make(worker, context, "writable", () -> context.handler.writable(context));
        }
        if (connection.host().isDraining() && !context.toldDraining && mayNotify(worker, context)) {
            context.toldDraining = true;
            make(worker, context, "draining", () -> context.handler.draining(context));
        }
        if (isHandOverWanted(context) && mayNotify(worker, context)) {
            askForHandOver(worker, context);
        }
        if (hungUp && !context.toldHangup && mayNotify(worker, context)) {
            context.toldHangup = true;
            make(worker, context, "clientClosed", () -> context.handler.clientClosed(context));
        }
    }

    /** Calls {@code handOverWanted}. A handler that resumes its input in this call needs the rest of a message. */
    private void askForHandOver(Worker worker, HandlerContext context) {
        boolean bySwap = context.lease != connection.host().lease();
        context.askedBySwap |= bySwap;
        context.askedByDrain |= connection.host().isDraining();
        Inbound inbound = connection.driver().inbound();
        inbound.takeResumed(context);
        make(worker, context, "handOverWanted", () -> context.handler.handOverWanted(context));
        if (bySwap && context.isResumed()) {
            inbound.readOn();
        }
    }

    /** Returns whether a swap or a drain waits for an answer of the handler, who was not told yet. */
    private boolean isHandOverWanted(HandlerContext context) {
        ConnectionHost host = connection.host();
        return context.state.hasPending()
                && (context.lease != host.lease() && !context.askedBySwap
                        || host.isDraining() && !context.askedByDrain);
    }

    /**
     * Returns whether {@code writable} or {@code handOverWanted} is due and can be called; {@code context} is null if no handler
     * is in charge.
     */
    boolean mustNotify(Worker worker, HandlerContext context) {
        return context != null && (output.isWritableAgain() || isHandOverWanted(context)) && mayNotify(worker, context);
    }

    private boolean mayNotify(Worker worker, HandlerContext context) {
        return context.opened && !worker.lost && !connection.isClosing() && connection.endRequested() == null;
    }

    // ---- failures

    /**
     * Closes the connection after an exception of a call. An exception that the host has caused itself, by an interrupt or by
     * refusing a write that cannot reach the client, is not a failure of the handler.
     *
     * <p>The end is decided first, because that needs no memory. The report follows.
     */
    void failed(HandlerContext context, String callback, Throwable cause) {
        if (cause instanceof ConnectionEndedException ended && !isOfThisConnection(ended)) {
            return;
        }
        Throwable cancellation = cancellation(cause);
        boolean cutShort = cancellation instanceof ConnectionEndedException ended && isOfThisConnection(ended)
                || cancellation != null && connection.isCutShort();
        if (!cutShort) {
            failed(ReleaseReason.HANDLER_FAILED);
        } else if (connection.clientHasLeft()) {
            failed(ReleaseReason.CLIENT_CLOSED);
        }
        connection.closeAfterOutput();
        if (!cutShort) {
            report(context, callback, cause);
        }
    }

    private void report(HandlerContext context, String callback, Throwable cause) {
        try {
            connection.report(
                    () -> "handler " + context.lease.entry().name() + " failed in " + callback + " of connection "
                            + connection.id() + ", which is closed",
                    cause);
        } catch (Error noMemory) {
            // Perhaps only linking the lambda for the first time failed.
            connection.host().reportLater(WITHOUT_DETAILS, cause);
        }
    }

    /** Returns whether this connection has ended, and not another one that the call has written to. */
    private boolean isOfThisConnection(ConnectionEndedException ended) {
        return ended.connection() == connection.id()
                && ended.server().equals(connection.host().name());
    }

    /** Returns the exception or the cause of it that cut the call short, or null if the call failed by itself. */
    private static Throwable cancellation(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
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

    /** Sets the reason for which the connection closes, unless there is one already. */
    void failed(ReleaseReason reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Returns why the connection is closing if neither side has asked for it, else null. */
    ReleaseReason failure() {
        return failure;
    }
}

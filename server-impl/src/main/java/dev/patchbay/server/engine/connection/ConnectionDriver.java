package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.Strand.Outcome;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Port;
import dev.patchbay.server.swap.HandlerLease;

/**
 * The work of a connection's strand. Each round puts the chosen handler in charge, runs tasks, reads and presents input, and
 * decides whether the connection ends.
 *
 * <p>Owned by the strand. Methods for any thread say so.
 */
public final class ConnectionDriver {

    /** After so many failures of the host the connection is closed without a call of {@code released}. */
    private static final int MAX_FAILURES = 3;

    /** The same limit while memory is short. The rounds are then spaced out, so that they last for about a minute. */
    private static final int MAX_FAILURES_WITHOUT_MEMORY = 60;

    private final Connection connection;
    private final ConnectionHost host;
    private final Outbound outbound;
    private final ConnectionSettings settings = new ConnectionSettings();
    private final HandlerCalls calls;
    private final Inbound inbound;
    private final Teardown teardown;

    /** The handler in charge, or null while the connection is held. Owned by the strand; others may see an older value. */
    private HandlerContext context;

    /** The name of the handler that was in charge before, or null. Owned by the strand. */
    private String previousHandler;

    /**
     * Whether the last round has left nothing to do. Everything but input then comes with another signal than that of input, so
     * that a round for input alone need not look for it. Owned by the strand.
     */
    private boolean settled;

    /** How often the host itself has failed in a round. Owned by the strand. */
    private int failures;

    ConnectionDriver(Connection connection, ConnectionHost host, Outbound outbound, HandlerOutput output) {
        this.connection = connection;
        this.host = host;
        this.outbound = outbound;
        this.calls = new HandlerCalls(connection, output);
        this.inbound = new Inbound(connection, host, calls, outbound, settings);
        this.teardown = new Teardown(connection, outbound, inbound);
    }

    /** Sets the socket, before the strand starts. */
    void attach(Port port) {
        inbound.attach(port);
        teardown.attach(port);
    }

    InputBuffer input() {
        return inbound.input();
    }

    ConnectionSettings settings() {
        return settings;
    }

    Inbound inbound() {
        return inbound;
    }

    Teardown teardown() {
        return teardown;
    }

    // ---- for any thread, perhaps out of date

    /** Returns whether the next run of the strand belongs on the loop's thread. Certain for the thread that schedules it. */
    boolean isForLoop() {
        return context == null || context.isOnLoop();
    }

    /** Returns the name of the handler in charge, or null if there is none. */
    public String handlerName() {
        HandlerContext now = context;
        return now == null ? null : now.lease.entry().name();
    }

    /** Returns the lease of the handler in charge, or null if there is none. */
    public HandlerLease lease() {
        HandlerContext now = context;
        return now == null ? null : now.lease;
    }

    /** Returns whether the handler has promised an answer that is still to come. */
    boolean awaitsAnswer() {
        HandlerContext now = context;
        return now != null && now.state.hasPending();
    }

    boolean isCloseRequested() {
        HandlerContext now = context;
        return now != null && now.state.isCloseRequested();
    }

    /** Returns whether the handler has left input for later, or has paused it. */
    boolean leavesInput() {
        HandlerContext now = context;
        return now != null && (now.isPaused() || input().available() > 0 && outbound.queued() == 0);
    }

    /** Returns the time since which the handler waits for the rest of a message, or null if it does not. */
    Long incompleteSince() {
        HandlerContext now = context;
        return now == null || now.isPaused() || now.state.hasPending() ? null : inbound.incompleteSince();
    }

    /**
     * Returns whether a hangup interrupts the running call. Not after the end of output: the kernel reports a hangup also when
     * both sides have only ended their output, and then the last bytes of the client are perhaps being served.
     */
    boolean isInterruptedByHangup() {
        return !outbound.isOutputEnded() && settings.isInterruptedByHangup();
    }

    /** Returns the idle timeout that a handler has set; negative for none. */
    long idleNanos() {
        return settings.idleNanos();
    }

    /** Returns whether a task is running. */
    boolean isInTask() {
        return calls.isInTask();
    }

    // ---- one round

    /** Serves the given bits. A failure of the host ends this connection, and affects no other. */
    Outcome serve(Worker worker, int bits) {
        if (connection.endRequested() != null && teardown.hasBegun()) {
            return teardown.resume();
        }
        try {
            if (failures > 0 && connection.endRequested() == null) {
                // An earlier round has failed, and so has the reaction to it: linking the code for it may need memory.
                connection.end(ReleaseReason.HOST_FAILED);
            }
            return serveRound(worker, bits);
        } catch (Throwable t) {
            return hostFailed(t);
        }
    }

    private Outcome serveRound(Worker worker, int bits) {
        boolean onlyInput = settled && bits == Pollable.READABLE;
        settled = false;
        inbound.note(bits);
        if (!isOnRightThread(worker)) {
            return Outcome.RESCHEDULE;
        }
        boolean more = false;
        if (!onlyInput) {
            if (connection.endRequested() != null) {
                return finish(worker, connection.endRequested());
            }
            if (!attend(worker)) {
                return Outcome.RESCHEDULE;
            }
            more = calls.mayDeliver(worker, context, settings.mailbox());
        }
        more |= inbound.serve(worker, context);
        inbound.deliverEnd(worker, context);
        Outcome outcome = decide(worker, more);
        settled = outcome == Outcome.IDLE;
        return outcome;
    }

    /** Does what a signal other than input may be about; returns false if the strand has to continue elsewhere. */
    private boolean attend(Worker worker) {
        inbound.outputWasSent();
        if (!bringHandlerIntoLine(worker)) {
            return false;
        }
        if (context != null && !context.lease.isAbandoned()) {
            runTasks(worker);
            calls.deliverMessages(worker, context, settings.mailbox());
            calls.deliverNotices(worker, context, inbound.hasHungUp() && !outbound.isOutputEnded());
        }
        return true;
    }

    private boolean isOnRightThread(Worker worker) {
        return context == null || context.isOnLoop() != worker.mayBlock();
    }

    /** Ends the connection after a failure of the host. Never throws: the next round does what cannot be done now. */
    private Outcome hostFailed(Throwable cause) {
        failures++;
        try {
            connection.end(ReleaseReason.HOST_FAILED);
            if (failures >= MAX_FAILURES && !(cause instanceof Error && failures < MAX_FAILURES_WITHOUT_MEMORY)) {
                abandonHandler();
                teardown.begin(ReleaseReason.HOST_FAILED);
                return Outcome.ENDED;
            }
            if (failures == 1) {
                connection.reportHostFailure(cause);
            }
        } catch (Error noMemory) {
            return Outcome.RETRY_LATER;
        }
        return failures >= MAX_FAILURES ? Outcome.RETRY_LATER : Outcome.RESCHEDULE;
    }

    /** Ends the handler's time in charge without a call of {@code released}. */
    private void abandonHandler() {
        if (context != null) {
            context.state.over();
            context.lease.leave(false);
            context = null;
        }
    }

    // ---- the handler in charge

    /**
     * Releases the handler if it is no longer the chosen one, and puts the chosen one in charge.
     *
     * @return false if the strand has to continue on another kind of thread
     */
    private boolean bringHandlerIntoLine(Worker worker) {
        HandlerLease chosen = host.lease();
        if (context != null && context.lease != chosen && !handOver(worker)) {
            return true;
        }
        while (context == null && !connection.isClosing()) {
            chosen = host.lease();
            if (chosen == null) {
                return true;
            }
            if (chosen.enter()) {
                context = new HandlerContext(connection, chosen, previousHandler);
                inbound.descriptors().setOwner(context);
                outbound.setAuthor(context);
            }
        }
        if (context == null) {
            return true;
        }
        if (!isOnRightThread(worker)) {
            return false;
        }
        if (!context.opened) {
            open(worker);
        }
        return true;
    }

    private void open(Worker worker) {
        HandlerContext opening = context;
        // Created before the state changes, because linking the lambda for the first time may need memory.
        HandlerCalls.Call opened = () -> opening.handler.opened(opening);
        opening.opened = true;
        inbound.startAnew();
        calls.make(worker, opening, "opened", opened);
    }

    /** Releases the handler between two calls while the connection lives on; returns false if an answer is still to come. */
    private boolean handOver(Worker worker) {
        runTasks(worker);
        boolean force = !context.opened || context.lease.isAbandoned();
        if (!context.state.release(force)) {
            return false;
        }
        if (context.opened) {
            previousHandler = context.lease.entry().name();
        }
        release(worker, connection.isClosing() ? closeReason() : ReleaseReason.SWAPPED);
        return true;
    }

    /**
     * Calls {@code released} if {@code opened} was called, and leaves the lease. If the connection lives on, tasks submitted
     * during the decision, or while {@code released} ran, still run.
     */
    private void release(Worker worker, ReleaseReason reason) {
        HandlerContext leaving = context;
        leaving.state.release(true);
        leaving.dropTimers();
        leaving.state.begin();
        if (leaving.opened && !leaving.lease.isAbandoned()) {
            leaving.opened = false;
            calls.release(worker, leaving, reason);
        }
        TaskQueue.Task late = leaving.tasks.seal();
        if (!reason.endsConnection()) {
            calls.run(worker, leaving, late);
        }
        boolean close = leaving.state.over();
        outbound.setAuthor(null);
        context = null;
        try {
            inbound.descriptors().setOwner(null);
        } finally {
            leaving.lease.leave(!reason.endsConnection());
        }
        if (close) {
            connection.closeAfterOutput();
        }
        if (leaving.state.isAbortRequested()) {
            connection.end(ReleaseReason.HANDLER_ABORTED);
        }
    }

    private void runTasks(Worker worker) {
        if (!context.tasks.isEmpty()) {
            calls.run(worker, context, context.tasks.take());
        }
    }

    // ---- the decision at the end of a round

    /** Ends the connection if that is due, or returns whether the strand runs again without a signal. */
    private Outcome decide(Worker worker, boolean more) {
        closeIfRequested();
        ReleaseReason end = connection.endRequested();
        if (end == null && connection.isClosing() && (outbound.broken() != null || isAllSent())) {
            end = closeReason();
        }
        boolean lookOnceMore = inbound.mustLookForDrain();
        if (end == null && host.isDraining() && !lookOnceMore && isDrained()) {
            end = ReleaseReason.DRAINED;
        }
        if (end != null && isOnRightThread(worker)) {
            return finish(worker, end);
        }
        boolean again =
                more || lookOnceMore || worker.lost || calls.mustNotify(worker, context) || inbound.mayContinue();
        return end != null || again ? Outcome.RESCHEDULE : Outcome.IDLE;
    }

    /** Returns whether everything was sent, and the handler, if it has asked for the end, has heard of that. */
    private boolean isAllSent() {
        return outbound.isIdle() && (context == null || context.tasks.isEmpty() || !context.state.isCloseRequested());
    }

    /**
     * Closes the connection if the handler has asked for it, or if both sides have ended their output, once everything that the
     * handler had started before is done.
     */
    private void closeIfRequested() {
        if (context != null
                && (context.state.isCloseRequested() || context.toldInputEnd && outbound.isOutputEnded())
                && !context.state.hasPending()
                && context.tasks.isEmpty()
                && !connection.isClosing()) {
            connection.closeAfterOutput();
        }
    }

    private boolean isDrained() {
        return outbound.isIdle() && (context == null || isDone());
    }

    /** Returns whether the handler has done everything; from then on the connection takes no more messages. */
    private boolean isDone() {
        return inbound.isDrained(context)
                && !context.state.hasPending()
                && context.tasks.isEmpty()
                && calls.areMessagesDone(settings.mailbox());
    }

    private ReleaseReason closeReason() {
        if (calls.failure() != null) {
            return calls.failure();
        }
        if (connection.closingFor() != null) {
            return connection.closingFor();
        }
        ReleaseReason broken = outbound.broken();
        if (broken != null) {
            return broken;
        }
        return inbound.clientHasEnded() ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.HANDLER_CLOSED;
    }

    private Outcome finish(Worker worker, ReleaseReason reason) {
        connection.end(reason);
        if (context != null) {
            release(worker, reason);
        }
        teardown.begin(reason);
        return Outcome.ENDED;
    }
}

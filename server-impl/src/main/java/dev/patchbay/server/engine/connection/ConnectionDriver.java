package dev.patchbay.server.engine.connection;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.engine.connection.Strand.Outcome;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.Port;
import dev.patchbay.server.swap.HandlerLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What is done in a connection's turn: the handler in charge is brought into line with the server's choice, tasks run, input
 * is read and presented, and the end is brought about. Everything here is owned by the turn.
 */
public final class ConnectionDriver {

    /** After so many failures of the host the connection is closed without the handler being told. */
    private static final int MOST_FAILURES = 3;

    /** What is told of a connection that has ended when there was no memory left for its numbers. */
    static final Totals UNKNOWN = new Totals(0, 0, 0, 0, Duration.ZERO);

    /** So often it is tried if memory is what is missing: with a pause, so that it is for about a minute. */
    private static final int MOST_WITHOUT_MEMORY = 60;

    private final Connection connection;
    private final ConnectionHost host;
    private final Outbound outbound;
    private final CallOutput sending;
    private final HandlerCalls calls;
    private final Inbound inbound;
    private Port port;
    private Worker worker;

    /** The handler in charge; null while the connection is held. Written by the turn. */
    private HandlerContext context;

    /** The charge before the present one, for its settings. */
    private HandlerContext last;

    private String previousHandler;

    /** How often the host itself has failed here. */
    private int failures;

    /** Whether the socket was closed; owned by whoever concludes. */
    private boolean portClosed;

    /** How often that has failed; owned by whoever concludes. */
    private int closeFailures;

    /** Whether the way to the client was shut after the end, so that all that is left is to conclude. */
    private volatile boolean isShut;

    /** Why the connection has ended; set when it is over but for the socket. */
    private ReleaseReason endedBy;

    ConnectionDriver(Connection connection, ConnectionHost host, Outbound outbound, WaitingWriters room) {
        this.connection = connection;
        this.host = host;
        this.outbound = outbound;
        this.sending = new CallOutput(connection, outbound, room);
        this.calls = new HandlerCalls(connection, sending);
        this.inbound = new Inbound(connection, host, calls, outbound);
    }

    void attach(Port opened) {
        port = opened;
        inbound.attach(opened);
    }

    InputBuffer input() {
        return inbound.input();
    }

    Inbound inbound() {
        return inbound;
    }

    /** Returns whether the next turn belongs on the loop's thread. To be asked by whoever arranges it. */
    boolean isForLoop() {
        return context == null || context.isOnLoop();
    }

    // ---- facts for reports and timers, perhaps out of date

    /** Returns the handler in charge; null if there is none. */
    public String handlerName() {
        HandlerContext now = context;
        return now == null ? null : now.lease.entry().name();
    }

    /** Returns the lease of the handler in charge; null if there is none. */
    public HandlerLease lease() {
        HandlerContext now = context;
        return now == null ? null : now.lease;
    }

    boolean awaitsAnswer() {
        HandlerContext now = context;
        return now != null && now.state.hasPending();
    }

    boolean isCloseRequested() {
        HandlerContext now = context;
        return now != null && now.state.isCloseRequested();
    }

    /** Returns whether the handler has left input for later, or wants to be shown none. */
    boolean leavesInput() {
        HandlerContext now = context;
        return now != null && (now.isPaused() || input().available() > 0 && outbound.queued() == 0);
    }

    /** Returns since when the handler waits for the rest of a message; null if it does not. */
    Long incompleteSince() {
        HandlerContext now = context;
        return now == null || now.isPaused() || now.state.hasPending() ? null : inbound.incompleteSince();
    }

    boolean isInterruptedByHangup() {
        HandlerContext now = context;
        return now == null || now.isInterruptedByHangup();
    }

    /** Returns the timeout that a handler has set; negative for none. */
    long idleNanos() {
        HandlerContext now = context;
        now = now == null ? last : now;
        return now == null ? -1 : now.idleNanos();
    }

    boolean isInTask() {
        return calls.isInTask();
    }

    /** Returns whether so much is queued that not even an event loop may queue more. */
    boolean isBeyondAllowance() {
        return sending.isBeyondAllowance();
    }

    // ---- a round

    /** Serves what the bits say. Whatever goes wrong in the host itself ends this connection and nothing else. */
    Outcome serve(Worker mine, int bits) {
        if (endedBy != null) {
            return concludeAgain();
        }
        try {
            if (failures > 0 && connection.endRequested() == null) {
                // It failed, and that could not be followed up: there may not even have been memory to link what does
                // it.
                connection.end(ReleaseReason.HOST_FAILED);
            }
            return round(mine, bits);
        } catch (Throwable t) {
            return broke(t);
        }
    }

    private Outcome concludeAgain() {
        if (isShut) {
            connection.conclude();
            return Outcome.ENDED;
        }
        try {
            end(endedBy);
            return Outcome.ENDED;
        } catch (Error noMemory) {
            return Outcome.TURN_LATER;
        }
    }

    /** Never throws: what cannot be done now is done in the next turn. */
    private Outcome broke(Throwable cause) {
        failures++;
        try {
            connection.end(ReleaseReason.HOST_FAILED);
            if (failures >= MOST_FAILURES && !(cause instanceof Error && failures < MOST_WITHOUT_MEMORY)) {
                forsake();
                end(ReleaseReason.HOST_FAILED);
                return Outcome.ENDED;
            }
            if (failures == 1) {
                connection.hostFailed(cause);
            }
        } catch (Error noMemory) {
            return Outcome.TURN_LATER;
        }
        return failures >= MOST_FAILURES ? Outcome.TURN_LATER : Outcome.TURN_ANEW;
    }

    /** The handler is in charge no longer, and not told of it. */
    private void forsake() {
        if (context != null) {
            context.state.over();
            context.lease.leave(false);
            context = null;
        }
    }

    private Outcome round(Worker mine, int bits) {
        worker = mine;
        sending.use(mine);
        calls.use(mine);
        inbound.use(mine);
        inbound.note(bits);
        if (!isOnRightThread()) {
            return Outcome.TURN_ANEW;
        }
        if (connection.endRequested() != null) {
            return finish(connection.endRequested());
        }
        inbound.outputWasSent();
        if (!bringHandlerIntoLine()) {
            return Outcome.TURN_ANEW;
        }
        if (context != null && !context.lease.isAbandoned()) {
            runTasks();
            inbound.tell(context);
        }
        boolean more = inbound.serve(context);
        inbound.tellEnd(context);
        return conclude(more);
    }

    private boolean isOnRightThread() {
        return context == null || context.isOnLoop() != worker.mayBlock();
    }

    /** Writes bytes of the handler in charge, within its call. */
    void write(HandlerContext writer, ByteBuffer data) {
        sending.write(writer, data);
    }

    // ---- the handler in charge

    /** Releases the handler if it is no longer the chosen one, and puts the chosen one in charge; false to move the turn. */
    private boolean bringHandlerIntoLine() {
        HandlerLease chosen = host.lease();
        if (context != null && context.lease != chosen && !handOver()) {
            return true;
        }
        while (context == null && !connection.isClosing()) {
            chosen = host.lease();
            if (chosen == null) {
                return true;
            }
            if (chosen.enter()) {
                context = new HandlerContext(connection, chosen, last, previousHandler);
                last = null;
                inbound.descriptors().belongTo(context);
                outbound.author(context);
            }
        }
        if (context == null) {
            return true;
        }
        if (!isOnRightThread()) {
            return false;
        }
        if (!context.opened) {
            open();
        }
        return true;
    }

    private void open() {
        Handler handler = context.lease.entry().handler();
        HandlerContext opening = context;
        HandlerCalls.Call opened = () -> handler.opened(opening);
        opening.opened = true;
        inbound.startAnew();
        calls.make(opening, "opened", opened);
    }

    /** Lets the handler go between two calls, the connection living on; false if an answer is still to come. */
    private boolean handOver() {
        runTasks();
        boolean force = !context.opened || context.lease.isAbandoned();
        if (!context.state.release(force)) {
            return false;
        }
        if (context.opened) {
            previousHandler = context.lease.entry().name();
        }
        let(connection.isClosing() ? closeReason() : ReleaseReason.SWAPPED);
        return true;
    }

    /**
     * Calls {@code released} if {@code opened} was called, and leaves the lease. If the connection lives on, tasks that came
     * while it was decided, or while {@code released} ran, still run.
     */
    private void let(ReleaseReason reason) {
        HandlerContext leaving = context;
        leaving.state.release(true);
        leaving.state.begin();
        if (leaving.opened && !leaving.lease.isAbandoned()) {
            leaving.opened = false;
            calls.release(leaving, reason);
        }
        TaskQueue.Task late = leaving.tasks.seal();
        if (!reason.endsConnection()) {
            calls.run(leaving, late);
        }
        boolean close = leaving.state.over();
        outbound.author(null);
        last = leaving;
        context = null;
        try {
            inbound.descriptors().belongTo(null);
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

    private void runTasks() {
        if (!context.tasks.isEmpty()) {
            calls.run(context, context.tasks.take());
        }
    }

    // ---- the end

    private Outcome conclude(boolean more) {
        closeIfAsked();
        ReleaseReason end = connection.endRequested();
        if (end == null && connection.isClosing() && (outbound.broken() != null || outbound.isIdle())) {
            end = closeReason();
        }
        boolean lookOnceMore = inbound.mustLookForDrain();
        if (end == null && host.isDraining() && !lookOnceMore && isDrained()) {
            end = ReleaseReason.DRAINED;
        }
        if (end != null && isOnRightThread()) {
            return finish(end);
        }
        boolean again = more || lookOnceMore || worker.lost || inbound.mustTell(context) || inbound.mayGoOn();
        return end != null || again ? Outcome.TURN_ANEW : Outcome.REST;
    }

    /** Closes the connection if the handler has asked for it, and what it had asked for before that is done. */
    private void closeIfAsked() {
        if (context != null
                && context.state.isCloseRequested()
                && !context.state.hasPending()
                && context.tasks.isEmpty()
                && !connection.isClosing()) {
            connection.closeAfterOutput();
        }
    }

    private boolean isDrained() {
        if (context == null) {
            return outbound.isIdle();
        }
        return outbound.isIdle()
                && inbound.isDrained(context)
                && !context.state.hasPending()
                && context.tasks.isEmpty();
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

    private Outcome finish(ReleaseReason reason) {
        connection.end(reason);
        if (context != null) {
            let(reason);
        }
        end(reason);
        return Outcome.ENDED;
    }

    /** The turn is over for ever. Whoever is the last to send closes the socket. */
    private void end(ReleaseReason reason) {
        endedBy = reason;
        outbound.shut();
        isShut = true;
    }

    /** The connection was not set up: all that there is to do is to count it out. */
    void neverBegins() {
        endedBy = ReleaseReason.HOST_FAILED;
        isShut = true;
        portClosed = true;
    }

    /** Closes the socket and gives back what the connection holds. By whoever was the last to send, on any thread. */
    void conclude(long dropped) {
        if (!portClosed) {
            closePort();
        }
        Totals totals = totals(dropped);
        inbound.end();
        connection.ended(endedBy, totals);
    }

    /** Closes the socket. If the virtual machine fails in that, for want of memory, it is tried again a few times. */
    private void closePort() {
        try {
            port.close();
        } catch (IOException | RuntimeException | Error e) {
            if (e instanceof Error noMemory && ++closeFailures < MOST_FAILURES) {
                throw noMemory;
            }
            portClosed = true;
            connection.tell(() -> "cannot close " + connection, e);
        }
        portClosed = true;
    }

    private Totals totals(long dropped) {
        try {
            long millis = System.currentTimeMillis() - connection.acceptedMillis();
            return new Totals(
                    input().total(), outbound.total(), input().available(), dropped, Duration.ofMillis(millis));
        } catch (OutOfMemoryError noMemory) {
            return UNKNOWN;
        }
    }
}

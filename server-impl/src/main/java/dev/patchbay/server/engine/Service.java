package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.engine.Turn.Outcome;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Port;
import dev.patchbay.server.swap.HandlerLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What is done in a connection's turn: the handler in charge is brought into line with the server's choice, output is
 * flushed, tasks run, input is read and presented, and the end is brought about. Everything here is owned by the turn.
 */
final class Service {

    /** After so many failures of the host the connection is closed without the handler being told. */
    private static final int MOST_FAILURES = 3;

    private final Connection connection;
    private final Server server;
    private final Sending sending;
    private final Output output;
    private final Calls calls;
    private final Receiving receiving;
    private Port port;
    private Worker worker;

    /** The handler in charge; null while the connection is held. */
    private Charge charge;

    private String previousHandler;

    /** How often the host itself has failed here. */
    private int failures;

    Service(Connection connection, Server server) {
        this.connection = connection;
        this.server = server;
        this.sending = new Sending(connection, server);
        this.output = sending.output();
        this.calls = new Calls(connection, server, sending);
        this.receiving = new Receiving(connection, server, calls, output);
    }

    void attach(Port opened) {
        port = opened;
        sending.attach(opened);
        receiving.attach(opened);
    }

    Input input() {
        return receiving.input();
    }

    Output output() {
        return output;
    }

    Receiving receiving() {
        return receiving;
    }

    /** Tells whether the next turn belongs on the loop's thread. To be asked by whoever arranges it. */
    boolean isForLoop() {
        return charge == null || charge.isOnLoop();
    }

    /** Returns the handler in charge for reports; may be out of date. */
    String handlerName() {
        Charge now = charge;
        return now == null ? null : now.lease.entry().name();
    }

    /** Returns the lease of the handler in charge; may be out of date. */
    HandlerLease lease() {
        Charge now = charge;
        return now == null ? null : now.lease;
    }

    boolean awaitsAnswer() {
        Charge now = charge;
        return now != null && now.hasPending();
    }

    /** Serves what the bits say. Whatever goes wrong in the host itself ends this connection and nothing else. */
    Outcome serve(Worker mine, int bits) {
        try {
            return round(mine, bits);
        } catch (Throwable t) {
            return broke(t);
        }
    }

    private Outcome broke(Throwable cause) {
        if (++failures == 1) {
            server.events().error(server.name(), "the host failed in " + connection + ", which is closed", cause);
        }
        connection.end(ReleaseReason.HOST_FAILED);
        if (failures < MOST_FAILURES) {
            return Outcome.TURN_ANEW;
        }
        end(ReleaseReason.HOST_FAILED);
        return Outcome.ENDED;
    }

    private Outcome round(Worker mine, int bits) {
        worker = mine;
        sending.use(mine);
        calls.use(mine);
        receiving.use(mine);
        note(bits);
        if (!isOnRightThread()) {
            return Outcome.TURN_ANEW;
        }
        if (connection.endRequested() != null) {
            return finish(connection.endRequested());
        }
        sending.flush(charge);
        receiving.outputWasSent();
        if (!bringHandlerIntoLine()) {
            return Outcome.TURN_ANEW;
        }
        runTasks();
        receiving.tellHangup(charge);
        boolean more = receiving.serve(charge);
        receiving.tellEnd(charge);
        return conclude(more);
    }

    /** Takes note of what the bits of {@link Turn} say. */
    void note(int bits) {
        receiving.note(bits);
        if ((bits & Pollable.WRITABLE) != 0) {
            output.becameWritable();
        }
        if ((bits & Pollable.HANGUP) != 0) {
            output.breakOff();
        }
    }

    private boolean isOnRightThread() {
        return charge == null || charge.isOnLoop() == worker.isOnLoop();
    }

    // ---- output

    /** Writes bytes of the handler in charge, within its call. */
    void write(Charge writer, ByteBuffer data) {
        if (writer != charge) {
            writer.requireInCharge();
        }
        if (writer != charge || !connection.takesOutput()) {
            if (!connection.isClosing()) {
                output.countDropped(data.remaining());
            }
            data.position(data.limit());
            return;
        }
        sending.write(charge, data);
    }

    /** Queues what was handed in, within the handler's call, and waits if there is too much. */
    void takeHandedIn() {
        if (charge != null) {
            sending.takeHandedIn(charge);
        }
    }

    // ---- the handler in charge

    /** Releases the handler if it is no longer the chosen one, and puts the chosen one in charge; false to move the turn. */
    private boolean bringHandlerIntoLine() {
        HandlerLease chosen = server.slot().current();
        if (charge != null && charge.lease != chosen && !handOver()) {
            return true;
        }
        while (charge == null && !connection.isClosing()) {
            chosen = server.slot().current();
            if (chosen == null) {
                return true;
            }
            if (chosen.enter()) {
                charge = new Charge(connection, chosen, previousHandler);
            }
        }
        if (charge == null) {
            return true;
        }
        if (!isOnRightThread()) {
            return false;
        }
        if (!charge.opened) {
            open();
        }
        return true;
    }

    private void open() {
        charge.opened = true;
        receiving.startAnew();
        Handler handler = charge.lease.entry().handler();
        calls.enter();
        try {
            handler.opened(charge);
        } catch (Throwable t) {
            calls.threw(charge, "opened", t);
        } finally {
            calls.exit();
        }
    }

    /** Lets the handler go between two calls, the connection living on; false if an answer is still to come. */
    private boolean handOver() {
        runTasks();
        if (charge.opened && !charge.release(false)) {
            return false;
        }
        if (charge.opened) {
            previousHandler = charge.lease.entry().name();
        }
        ReleaseReason reason = connection.isClosing() ? closeReason() : ReleaseReason.SWAPPED;
        calls.run(charge, charge.mailbox().sealTasks());
        let(reason);
        return true;
    }

    /** Calls {@code released} if {@code opened} was called, and leaves the lease. */
    private void let(ReleaseReason reason) {
        Charge leaving = charge;
        leaving.release(true);
        if (leaving.opened && !leaving.lease.isAbandoned()) {
            leaving.opened = false;
            calls.enter();
            try {
                leaving.lease.entry().handler().released(leaving, reason);
            } catch (Throwable t) {
                calls.threw(charge, "released", t);
            } finally {
                calls.exit();
            }
        }
        leaving.over();
        sending.takeLast(leaving.mailbox().sealBytes(), reason.endsConnection());
        charge = null;
        leaving.lease.leave(!reason.endsConnection());
    }

    private void runTasks() {
        if (charge != null && charge.mailbox().hasTasks()) {
            calls.run(charge, charge.mailbox().takeTasks());
        }
    }

    // ---- the end

    private Outcome conclude(boolean more) {
        ReleaseReason end = connection.endRequested();
        if (end == null && connection.isClosing() && (output.isBroken() || isAllSent())) {
            end = closeReason();
        }
        boolean lookOnceMore = receiving.mustLookForDrain();
        if (end == null && server.isDraining() && !lookOnceMore && isDrained()) {
            end = ReleaseReason.DRAINED;
        }
        if (end != null && isOnRightThread()) {
            return finish(end);
        }
        return end != null || more || lookOnceMore || worker.lost ? Outcome.TURN_ANEW : Outcome.REST;
    }

    private boolean isAllSent() {
        return output.isEmpty() && (charge == null || !charge.mailbox().hasBytes());
    }

    private boolean isDrained() {
        if (charge == null) {
            return isAllSent();
        }
        return isAllSent()
                && receiving.isDrained(charge)
                && !charge.hasPending()
                && !charge.mailbox().hasTasks();
    }

    private ReleaseReason closeReason() {
        if (calls.failure() != null) {
            return calls.failure();
        }
        if (output.dropped() > 0) {
            return ReleaseReason.CONNECTION_LOST;
        }
        return receiving.clientHasEnded() ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.HANDLER_CLOSED;
    }

    private Outcome finish(ReleaseReason reason) {
        connection.end(reason);
        if (charge != null) {
            charge.mailbox().sealTasks();
            let(reason);
        }
        end(reason);
        return Outcome.ENDED;
    }

    private void end(ReleaseReason reason) {
        Totals totals = new Totals(
                input().total(),
                output.total(),
                input().available(),
                output.queued() + output.dropped(),
                Duration.ofMillis(
                        System.currentTimeMillis() - connection.acceptedAt().toEpochMilli()));
        receiving.end();
        output.breakOff();
        try {
            port.close();
        } catch (IOException e) {
            server.events().error(server.name(), "cannot close " + connection, e);
        }
        connection.ended(reason, totals);
    }
}

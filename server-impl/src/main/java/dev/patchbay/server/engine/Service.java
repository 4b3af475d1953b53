package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
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

    /** How a round of service ended. */
    enum Outcome {
        /** There is nothing more to do until a signal comes. */
        REST,
        /** The turn has to go on: on another kind of thread, or after others had theirs. */
        TURN_ANEW,
        /** The connection is no more. */
        ENDED
    }

    /** Reads in one turn before others get theirs, on a loop and elsewhere. */
    private static final int READS_ON_LOOP = 1;

    private static final int READS_ELSEWHERE = 16;

    /** After so many failures of the host the connection is closed without the handler being told. */
    private static final int MOST_FAILURES = 3;

    private final Connection connection;
    private final Server server;
    private final Input input;
    private final Output output;
    private final Sending sending;
    private final Calls calls;
    private final Descriptors descriptors = new Descriptors();
    private Port port;
    private Worker worker;

    /** The handler in charge; null while the connection is held. */
    private Charge charge;

    private String previousHandler;

    private boolean inputEnded;
    private boolean hungUp;

    /** Whether input waits that the handler has not been shown, or wanted to be shown again. */
    private boolean present;

    /** Whether reading has stopped until the client has read enough. */
    private boolean stalled;

    private boolean wasPaused;
    private boolean sawDrain;
    private boolean sawBreak;

    /** How often the host itself has failed here. */
    private int failures;

    Service(Connection connection, Server server) {
        this.connection = connection;
        this.server = server;
        this.input = new Input(server.host().chunks());
        this.sending = new Sending(connection, server);
        this.output = sending.output();
        this.calls = new Calls(connection, server, sending);
    }

    void attach(Port opened) {
        port = opened;
        sending.attach(opened);
    }

    Input input() {
        return input;
    }

    Output output() {
        return output;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    /** Lets descriptors come in, within the handler's call. */
    void acceptDescriptors(int max) {
        try {
            descriptors.accept(port, max);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot accept descriptors on " + connection, e);
        }
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

    /** Tells whether the client has closed its socket; for the turn. */
    boolean hasHungUp() {
        return hungUp;
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
        note(bits);
        if (!isOnRightThread()) {
            return Outcome.TURN_ANEW;
        }
        if (connection.endRequested() != null) {
            return finish(connection.endRequested());
        }
        flush();
        if (!bringHandlerIntoLine()) {
            return Outcome.TURN_ANEW;
        }
        runTasks();
        boolean more = serveInput();
        tellInputEnd();
        return conclude(more);
    }

    /** Takes note of what the bits of {@link Connection} say. */
    void note(int bits) {
        if ((bits & Pollable.READABLE) != 0) {
            input.becameReadable();
        }
        if ((bits & Pollable.INPUT_ENDED) != 0) {
            input.endIsNear();
        }
        if ((bits & Pollable.WRITABLE) != 0) {
            output.becameWritable();
        }
        if ((bits & Pollable.HANGUP) != 0) {
            hungUp = true;
            output.breakOff();
        }
        if (server.isDraining() && !sawDrain) {
            // What a client has sent before the drain began may not have been announced yet: look once more.
            sawDrain = true;
            input.becameReadable();
        }
        boolean paused = connection.isPaused();
        if (wasPaused && !paused) {
            present = input.available() > 0;
        }
        wasPaused = paused;
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

    private void flush() {
        sending.flush(charge);
        if (stalled && output.queued() <= server.config().writeLow()) {
            stalled = false;
            present = input.available() > 0;
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
        present = input.available() > 0;
        if (wasPaused) {
            connection.pauseInput(false);
            wasPaused = false;
        }
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
        calls.run(charge, charge.sealTasks());
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
        sending.takeLast(leaving.sealBytes(), reason.endsConnection());
        charge = null;
        leaving.lease.leave(!reason.endsConnection());
    }

    private void runTasks() {
        if (charge != null && charge.hasTasks()) {
            calls.run(charge, charge.takeTasks());
        }
    }

    // ---- input

    /** Reads and presents; returns true if there may be more, but others should have their turns first. */
    private boolean serveInput() {
        int reads = worker.isOnLoop() ? READS_ON_LOOP : READS_ELSEWHERE;
        while (mayPresent()) {
            noteBrokenOutput();
            if (present) {
                presentInput();
            } else if (inputEnded || !input.isReadable()) {
                return false;
            } else if (reads-- == 0) {
                return true;
            } else if (read() > 0) {
                presentInput();
            }
        }
        return false;
    }

    /** A write that fails may be all that ever tells of the client's end: junixsocket closes the channel then. */
    private void noteBrokenOutput() {
        if (output.isBroken() && !sawBreak) {
            sawBreak = true;
            input.becameReadable();
            input.endIsNear();
        }
    }

    private boolean mayPresent() {
        return charge != null
                && charge.opened
                && !stalled
                && !worker.lost
                && !connection.isClosing()
                && !connection.isPaused()
                && connection.endRequested() == null
                && charge.lease == server.slot().current();
    }

    private int read() {
        int most = server.config().messageMax();
        if (input.available() >= most) {
            tooLarge();
            return 0;
        }
        int count;
        try {
            count = input.read(port, worker, most);
            if (!descriptors.collect(port)) {
                tooLarge();
            }
        } catch (IOException e) {
            calls.failed(ReleaseReason.CONNECTION_LOST);
            output.breakOff();
            connection.closeAfterOutput();
            return 0;
        }
        if (count < 0) {
            inputEnded = true;
        } else if (count > 0) {
            connection.wasActive();
            server.bytesRead(connection, count);
        }
        return count;
    }

    private void presentInput() {
        present = false;
        ByteBuffer in = input.view();
        int from = in.position();
        int to = in.limit();
        calls.enter();
        try {
            charge.lease.entry().handler().received(charge, in);
            if (in.position() < from || in.position() > to) {
                throw new IllegalStateException("the handler left the position of its input at " + in.position()
                        + ", outside of what it was given: " + from + " to " + to);
            }
        } catch (Throwable t) {
            calls.threw(charge, "received", t);
        } finally {
            calls.exit();
        }
        int position = Math.max(from, Math.min(to, in.position()));
        input.consumed(position);
        if (input.available() == 0) {
            descriptors.consumed();
        }
        stalled = output.queued() >= server.config().writeHigh();
        if (position == from && !stalled && input.available() >= server.config().messageMax() && mayPresent()) {
            tooLarge();
        }
    }

    private void tooLarge() {
        calls.failed(ReleaseReason.MESSAGE_TOO_LARGE);
        connection.closeAfterOutput();
    }

    private void tellInputEnd() {
        if (!inputEnded || !mayPresent() || present) {
            return;
        }
        if (!charge.toldInputEnd) {
            charge.toldInputEnd = true;
            calls.enter();
            try {
                charge.lease.entry().handler().inputEnded(charge);
            } catch (Throwable t) {
                calls.threw(charge, "inputEnded", t);
            } finally {
                calls.exit();
            }
        }
        if (hungUp) {
            connection.closeAfterOutput();
        }
    }

    // ---- the end

    private Outcome conclude(boolean more) {
        ReleaseReason end = connection.endRequested();
        if (end == null && connection.isClosing() && (output.isBroken() || isAllSent())) {
            end = closeReason();
        }
        boolean lookOnceMore = server.isDraining() && !sawDrain;
        if (end == null && server.isDraining() && !lookOnceMore && isDrained()) {
            end = ReleaseReason.DRAINED;
        }
        if (end != null && isOnRightThread()) {
            return finish(end);
        }
        return end != null || more || lookOnceMore || worker.lost ? Outcome.TURN_ANEW : Outcome.REST;
    }

    private boolean isAllSent() {
        return output.isEmpty() && (charge == null || !charge.hasBytes());
    }

    private boolean isDrained() {
        if (charge == null) {
            return isAllSent();
        }
        boolean allRead = inputEnded || connection.isPaused() || !input.isReadable();
        boolean quiet = inputEnded || connection.idleForNanos() >= Drain.QUIET_NANOS;
        return quiet && isAllSent() && allRead && input.available() == 0 && !charge.hasPending() && !charge.hasTasks();
    }

    private ReleaseReason closeReason() {
        if (calls.failure() != null) {
            return calls.failure();
        }
        if (output.dropped() > 0) {
            return ReleaseReason.CONNECTION_LOST;
        }
        return inputEnded || hungUp ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.HANDLER_CLOSED;
    }

    private Outcome finish(ReleaseReason reason) {
        connection.end(reason);
        if (charge != null) {
            charge.sealTasks();
            let(reason);
        }
        end(reason);
        return Outcome.ENDED;
    }

    private void end(ReleaseReason reason) {
        Totals totals = new Totals(
                input.total(),
                output.total(),
                input.available(),
                output.queued() + output.dropped(),
                Duration.ofMillis(
                        System.currentTimeMillis() - connection.acceptedAt().toEpochMilli()));
        input.clear();
        output.breakOff();
        descriptors.close();
        try {
            port.close();
        } catch (IOException e) {
            server.events().error(server.name(), "cannot close " + connection, e);
        }
        connection.ended(reason, totals);
    }
}

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
import java.util.concurrent.CancellationException;

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

    private final Connection connection;
    private final Server server;
    private final Input input;
    private final Output output;
    private final Descriptors descriptors = new Descriptors();
    private Port port;
    private Worker worker;

    /** The handler in charge; null while the connection is held. */
    private Charge charge;

    private String previousHandler;

    /** Why the connection is closing, if neither side wished it. */
    private ReleaseReason failure;

    private boolean inputEnded;
    private boolean hungUp;

    /** Whether input waits that the handler has not been shown, or wanted to be shown again. */
    private boolean present;

    /** Whether reading has stopped until the client has read enough. */
    private boolean stalled;

    private boolean wasPaused;
    private boolean sawDrain;
    private boolean sawBreak;

    /** How many sent bytes were told to those who want to know. */
    private long toldSent;

    Service(Connection connection, Server server) {
        this.connection = connection;
        this.server = server;
        this.input = new Input(server.host().chunks());
        this.output = new Output(server.host().chunks());
    }

    void attach(Port opened) {
        port = opened;
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

    boolean awaitsAnswer() {
        Charge now = charge;
        return now != null && now.hasPending();
    }

    /** Serves what the bits say. */
    Outcome serve(Worker mine, int bits) {
        worker = mine;
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

    private void note(int bits) {
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
        if (charge.hasBytes()) {
            takeHandedInFirst();
        }
        if (worker.isOnLoop()) {
            output.gather(port, worker, data);
            return;
        }
        worker.gate.shield();
        try {
            output.gather(port, worker, data);
            output.send(port, worker);
        } finally {
            worker.gate.unshield();
        }
        awaitRoom();
    }

    /** Queues what was handed in, within the handler's call, and waits if there is too much. */
    void takeHandedIn() {
        if (charge == null) {
            return;
        }
        takeHandedInFirst();
        flushShielded();
        if (!worker.isOnLoop()) {
            awaitRoom();
        }
    }

    /** What other threads handed in comes after what was gathered, and before what is written next. */
    private void takeHandedInFirst() {
        worker.gate.shield();
        try {
            output.send(port, worker);
        } finally {
            worker.gate.unshield();
        }
        output.take(charge.takeBytes());
    }

    private void flushShielded() {
        worker.gate.shield();
        try {
            output.flush(port);
        } finally {
            worker.gate.unshield();
        }
    }

    private void awaitRoom() {
        if (output.queued() <= server.config().writeHigh()) {
            return;
        }
        try {
            flushShielded();
            while (output.queued() > server.config().writeLow() && connection.takesOutput()) {
                note(connection.awaitSignal());
                flushShielded();
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "interrupted while " + connection + " waited for its client to read");
                }
            }
        } finally {
            // The bits that came meanwhile were taken here; let the turn look at everything once more.
            connection.signal(Connection.NUDGE);
        }
    }

    private void flush() {
        if (charge != null && charge.hasBytes()) {
            output.take(charge.takeBytes());
        }
        if (!output.isEmpty()) {
            output.flush(port);
            tellSent();
        }
        connection.wakeWriters();
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
        enterCall();
        try {
            handler.opened(charge);
        } catch (Throwable t) {
            failed("opened", t);
        } finally {
            exitCall();
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
        runTasks(charge.sealTasks());
        let(reason);
        return true;
    }

    /** Calls {@code released} if {@code opened} was called, and leaves the lease. */
    private void let(ReleaseReason reason) {
        Charge leaving = charge;
        leaving.release(true);
        if (leaving.opened && !leaving.lease.isAbandoned()) {
            enterCall();
            try {
                leaving.lease.entry().handler().released(leaving, reason);
            } catch (Throwable t) {
                failed("released", t);
            } finally {
                exitCall();
            }
        }
        leaving.over();
        Output.Segment handedIn = leaving.sealBytes();
        if (reason.endsConnection()) {
            output.discard(handedIn);
        } else {
            output.take(handedIn);
            output.flush(port);
        }
        charge = null;
        leaving.lease.leave(!reason.endsConnection());
    }

    private void runTasks() {
        if (charge != null && charge.hasTasks()) {
            runTasks(charge.takeTasks());
        }
    }

    private void runTasks(Charge.Task tasks) {
        for (Charge.Task task = tasks; task != null && connection.endRequested() == null; task = task.next()) {
            enterCall();
            try {
                task.action().run();
            } catch (Throwable t) {
                failed("a task", t);
            } finally {
                exitCall();
            }
        }
    }

    private void enterCall() {
        worker.gate.enter(connection);
        if (worker.loop == null && connection.isHangupToInterrupt()) {
            worker.gate.interrupt(connection);
        }
    }

    private void exitCall() {
        if (worker.gate.exit()) {
            worker.lost = true;
        }
        if (worker.loop == null) {
            Thread.interrupted();
        }
        if (worker.gathered > 0) {
            output.send(port, worker);
        }
        tellSent();
    }

    private void tellSent() {
        long sent = output.total() - toldSent;
        if (sent > 0) {
            toldSent += sent;
            connection.wasActive();
            server.bytesWritten(connection, sent);
        }
    }

    private void failed(String callback, Throwable cause) {
        boolean cutShort = cause instanceof CancellationException || cause instanceof InterruptedException;
        if (cutShort && (connection.endRequested() != null || hungUp || connection.isHangupToInterrupt())) {
            connection.closeAfterOutput();
            return;
        }
        if (failure == null) {
            failure = ReleaseReason.HANDLER_FAILED;
        }
        server.events()
                .error(
                        server.name(),
                        "handler " + charge.lease.entry().name() + " failed in " + callback + " of connection "
                                + connection.id() + ", which is closed",
                        cause);
        connection.closeAfterOutput();
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
            descriptors.collect(port);
        } catch (IOException e) {
            failure = ReleaseReason.CONNECTION_LOST;
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
        enterCall();
        try {
            charge.lease.entry().handler().received(charge, in);
            if (in.position() < from || in.position() > to) {
                throw new IllegalStateException("the handler left the position of its input at " + in.position()
                        + ", outside of what it was given: " + from + " to " + to);
            }
        } catch (Throwable t) {
            failed("received", t);
        } finally {
            exitCall();
        }
        int position = Math.max(from, Math.min(to, in.position()));
        input.consumed(position);
        stalled = output.queued() >= server.config().writeHigh();
        if (position == from && !stalled && input.available() >= server.config().messageMax() && mayPresent()) {
            tooLarge();
        }
    }

    private void tooLarge() {
        failure = ReleaseReason.MESSAGE_TOO_LARGE;
        connection.closeAfterOutput();
    }

    private void tellInputEnd() {
        if (!inputEnded || !mayPresent() || present) {
            return;
        }
        if (!charge.toldInputEnd) {
            charge.toldInputEnd = true;
            enterCall();
            try {
                charge.lease.entry().handler().inputEnded(charge);
            } catch (Throwable t) {
                failed("inputEnded", t);
            } finally {
                exitCall();
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
        if (failure != null) {
            return failure;
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
        return Outcome.ENDED;
    }
}

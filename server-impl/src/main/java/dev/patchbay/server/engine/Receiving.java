package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * How the bytes of the client get to the handler: read when there is room for them, and presented until they are consumed.
 * Owned by the connection's turn.
 */
final class Receiving {

    /** Reads in one turn before others get theirs, on a loop and elsewhere. */
    private static final int READS_ON_LOOP = 1;

    private static final int READS_ELSEWHERE = 16;

    private final Connection connection;
    private final Server server;
    private final Calls calls;
    private final Input input;
    private final Outbound outbound;
    private final Descriptors descriptors = new Descriptors();
    private Port port;
    private Worker worker;

    private boolean inputEnded;
    private boolean hungUp;

    /** Whether input waits that the handler has not been shown, or wanted to be shown again. */
    private boolean present;

    /** Whether reading has stopped until the client has read enough. Written by the turn; whoever sends looks at it. */
    private volatile boolean stalled;

    /** How many of the bytes that wait the handler was shown in the last call, which took none. */
    private int seen;

    /** Since when bytes wait that the handler could do nothing with; null if there are none. Others may see it late. */
    private volatile Long incompleteSince;

    private boolean sawDrain;
    private boolean sawBreak;

    Receiving(Connection connection, Server server, Calls calls, Outbound outbound) {
        this.connection = connection;
        this.server = server;
        this.calls = calls;
        this.input = new Input(server.host().chunks());
        this.outbound = outbound;
    }

    void attach(Port opened) {
        port = opened;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    Input input() {
        return input;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    /** Lets descriptors come in, within the handler's call. */
    void acceptDescriptors(int max) {
        try {
            descriptors.accept(port, max);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept descriptors on " + connection, e);
        }
    }

    // ---- what the handler does not see

    /** Takes note of what the bits of {@link Connection} say about input. */
    void note(int bits) {
        if ((bits & Pollable.READABLE) != 0) {
            input.becameReadable();
        }
        if ((bits & Pollable.INPUT_ENDED) != 0) {
            input.endIsNear();
        }
        if ((bits & Pollable.HANGUP) != 0) {
            hungUp = true;
        }
        if (server.isDraining() && !sawDrain) {
            // What a client has sent before the drain began may not have been announced yet: look once more.
            sawDrain = true;
            input.becameReadable();
        }
    }

    /** Returns whether reading has stopped until the client has read enough. For any thread. */
    boolean isStalled() {
        return stalled;
    }

    /** Returns whether reading has stopped and the client has read enough meanwhile, perhaps while a call has sent. */
    boolean mayGoOn() {
        return stalled && outbound.queued() <= server.config().writeLow();
    }

    /** The client has read: goes on if that was what kept the handler from being shown more. */
    void outputWasSent() {
        if (mayGoOn()) {
            stalled = false;
            presentAnew();
        }
    }

    /** Another handler takes charge: it is shown everything, also what the one before it left. */
    void startAnew() {
        input.startAnew();
        presentAnew();
    }

    /** What the handler has left is shown to it as if it were new: there may be whole messages in it. */
    private void presentAnew() {
        seen = 0;
        present = input.available() > 0;
    }

    boolean hasHungUp() {
        return hungUp;
    }

    /** Tells whether the client wished the end: it has closed, or at least has sent its last byte. */
    boolean clientHasEnded() {
        return inputEnded || hungUp;
    }

    /** Tells whether a drain was told of that came after the last look for input. */
    boolean mustLookForDrain() {
        return server.isDraining() && !sawDrain;
    }

    /** Tells whether everything that a client had sent was served, and it has been silent since. */
    boolean isDrained(Charge charge) {
        boolean allRead = inputEnded || charge.isPaused() || !input.isReadable();
        boolean quiet = inputEnded || connection.idleForNanos() >= Drain.QUIET_NANOS;
        return quiet && allRead && input.available() == 0;
    }

    /** The connection has ended. */
    void end() {
        input.clear();
        descriptors.close();
    }

    // ---- what the handler sees

    /** Reads and presents; returns true if there may be more, but others should have their turns first. */
    boolean serve(Charge charge) {
        if (charge != null && charge.takeResumed()) {
            presentAnew();
        }
        int reads = worker.mayBlock() ? READS_ELSEWHERE : READS_ON_LOOP;
        while (mayPresent(charge)) {
            noteBrokenOutput();
            if (present) {
                present(charge);
            } else if (inputEnded || !input.isReadable()) {
                return false;
            } else if (reads-- == 0) {
                return true;
            } else if (read() > 0) {
                present(charge);
            }
        }
        return false;
    }

    /** A write that fails may be all that ever tells of the client's end: junixsocket closes the channel then. */
    private void noteBrokenOutput() {
        if (outbound.broken() != null && !sawBreak) {
            sawBreak = true;
            input.becameReadable();
            input.endIsNear();
        }
    }

    private boolean mayPresent(Charge charge) {
        return charge != null
                && charge.opened
                && !stalled
                && !worker.lost
                && !connection.isClosing()
                && !charge.state.isCloseRequested()
                && !charge.isPaused()
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
            lost(e);
            return 0;
        }
        if (count < 0) {
            inputEnded = true;
        } else if (count > 0) {
            connection.received(count, worker);
        }
        return count;
    }

    private void lost(IOException cause) {
        if (Port.isClientGone(cause)) {
            hungUp = true;
            calls.failed(ReleaseReason.CLIENT_CLOSED);
        } else {
            calls.failed(ReleaseReason.CONNECTION_LOST);
            connection.tell(() -> connection + " is closed: " + cause.getMessage(), cause);
        }
        outbound.kick(Outbound.GONE);
        connection.closeAfterOutput();
    }

    private void present(Charge charge) {
        present = false;
        ByteBuffer in = input.view(worker);
        int from = in.position();
        int to = in.limit();
        charge.seenUpTo = seen == 0 ? 0 : from + seen;
        if (charge.sawFull) {
            charge.sawFull = false;
        }
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
        seen = position == from ? to - from : 0;
        charge.seenUpTo = 0;
        noteIncomplete(position != from);
        if (input.available() == 0) {
            descriptors.consumed();
        }
        boolean full = outbound.queued() >= server.config().writeHigh();
        if (full != stalled) {
            stalled = full;
        }
        if (!stalled && charge.sawFull) {
            // The client has read before the call returned: nothing else would have the rest presented.
            presentAnew();
        }
        boolean waitsForClient = stalled || charge.sawFull;
        if (position == from
                && !waitsForClient
                && input.available() >= server.config().messageMax()
                && mayPresent(charge)) {
            tooLarge();
        }
    }

    private void noteIncomplete(boolean consumed) {
        boolean waits =
                input.available() > 0 && outbound.queued() < server.config().writeHigh();
        if (!waits) {
            if (incompleteSince != null) {
                incompleteSince = null;
            }
        } else if (consumed || incompleteSince == null) {
            incompleteSince = server.config().messageTimeout().isZero() ? null : connection.lastActive();
        }
    }

    Long incompleteSince() {
        return incompleteSince;
    }

    private void tooLarge() {
        calls.failed(ReleaseReason.MESSAGE_TOO_LARGE);
        connection.closeAfterOutput();
    }

    /** Tells the handler what has happened beside its input, each thing once. */
    void tell(Charge charge) {
        if (mayTell(charge) && connection.takeWritableAgain()) {
            calls.make(charge, "writable", () -> charge.lease.entry().handler().writable(charge));
        }
        if (server.isDraining() && !charge.toldDraining && mayTell(charge)) {
            charge.toldDraining = true;
            calls.make(charge, "draining", () -> charge.lease.entry().handler().draining(charge));
        }
        if (hungUp && !charge.toldHangup && mayTell(charge)) {
            charge.toldHangup = true;
            calls.make(
                    charge, "clientClosed", () -> charge.lease.entry().handler().clientClosed(charge));
        }
    }

    /** Returns whether the handler is still to be told that it can write again; not while nobody can be told. */
    boolean mustTell(Charge charge) {
        return connection.isWritableAgain() && charge != null && mayTell(charge);
    }

    private boolean mayTell(Charge charge) {
        return charge.opened && !worker.lost && !connection.isClosing() && connection.endRequested() == null;
    }

    /** Tells the handler, once, that the client has sent its last byte and was shown all of them. */
    void tellEnd(Charge charge) {
        // Whoever resumes just now is shown what it left first: in the next turn, which it has asked for.
        if (!inputEnded || !mayPresent(charge) || present || charge.isResumed()) {
            return;
        }
        if (!charge.toldInputEnd) {
            charge.toldInputEnd = true;
            calls.make(
                    charge, "inputEnded", () -> charge.lease.entry().handler().inputEnded(charge));
        }
        if (hungUp) {
            connection.closeAfterOutput();
        }
    }
}

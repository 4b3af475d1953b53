package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * How the bytes of the client get to the handler: read when there is room for them, and presented until they are consumed.
 * Owned by the connection's turn.
 */
public final class Inbound {

    /** A client that is draining is taken to have finished when it has been silent for so long. */
    public static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Reads in one turn before others get theirs, on a loop and elsewhere. */
    private static final int READS_ON_LOOP = 1;

    private static final int READS_ELSEWHERE = 16;

    private final Connection connection;
    private final ConnectionHost host;
    private final HandlerCalls calls;
    private final InputBuffer input;
    private final Outbound outbound;
    private final ReceivedDescriptors descriptors = new ReceivedDescriptors();
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

    Inbound(Connection connection, ConnectionHost host, HandlerCalls calls, Outbound outbound) {
        this.connection = connection;
        this.host = host;
        this.calls = calls;
        this.input = new InputBuffer(host.resources().chunks());
        this.outbound = outbound;
    }

    void attach(Port opened) {
        port = opened;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    InputBuffer input() {
        return input;
    }

    ReceivedDescriptors descriptors() {
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
        if (host.isDraining() && !sawDrain) {
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
        return stalled && outbound.queued() <= host.config().writeLow();
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
        return host.isDraining() && !sawDrain;
    }

    /** Tells whether everything that a client had sent was served, and it has been silent since. */
    boolean isDrained(HandlerContext context) {
        boolean allRead = inputEnded || context.isPaused() || !input.isReadable();
        boolean quiet = inputEnded || connection.idleForNanos() >= QUIET_NANOS;
        return quiet && allRead && input.available() == 0;
    }

    /** The connection has ended. */
    void end() {
        input.clear();
        descriptors.close();
    }

    // ---- what the handler sees

    /** Reads and presents; returns true if there may be more, but others should have their turns first. */
    boolean serve(HandlerContext context) {
        if (context != null && context.takeResumed()) {
            presentAnew();
        }
        int reads = worker.mayBlock() ? READS_ELSEWHERE : READS_ON_LOOP;
        while (mayPresent(context)) {
            noteBrokenOutput();
            if (present) {
                present(context);
            } else if (inputEnded || !input.isReadable()) {
                return false;
            } else if (reads-- == 0) {
                return true;
            } else if (read() > 0) {
                present(context);
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

    private boolean mayPresent(HandlerContext context) {
        return context != null
                && context.opened
                && !stalled
                && !worker.lost
                && !connection.isClosing()
                && !context.state.isCloseRequested()
                && !context.isPaused()
                && connection.endRequested() == null
                && context.lease == host.lease();
    }

    private int read() {
        int most = host.config().messageMax();
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

    private void present(HandlerContext context) {
        present = false;
        ByteBuffer in = input.view(worker);
        int from = in.position();
        int to = in.limit();
        context.seenUpTo = seen == 0 ? 0 : from + seen;
        if (context.sawFull) {
            context.sawFull = false;
        }
        calls.enter();
        try {
            context.lease.entry().handler().received(context, in);
            if (in.position() < from || in.position() > to) {
                throw new IllegalStateException("the handler left the position of its input at " + in.position()
                        + ", outside of what it was given: " + from + " to " + to);
            }
        } catch (Throwable t) {
            calls.threw(context, "received", t);
        } finally {
            calls.exit();
        }
        int position = Math.max(from, Math.min(to, in.position()));
        input.consumed(position);
        seen = position == from ? to - from : 0;
        context.seenUpTo = 0;
        noteIncomplete(position != from);
        if (input.available() == 0) {
            descriptors.consumed();
        }
        boolean full = outbound.queued() >= host.config().writeHigh();
        if (full != stalled) {
            stalled = full;
        }
        if (!stalled && context.sawFull) {
            // The client has read before the call returned: nothing else would have the rest presented.
            presentAnew();
        }
        boolean waitsForClient = stalled || context.sawFull;
        if (position == from
                && !waitsForClient
                && input.available() >= host.config().messageMax()
                && mayPresent(context)) {
            tooLarge();
        }
    }

    private void noteIncomplete(boolean consumed) {
        boolean waits =
                input.available() > 0 && outbound.queued() < host.config().writeHigh();
        if (!waits) {
            if (incompleteSince != null) {
                incompleteSince = null;
            }
        } else if (consumed || incompleteSince == null) {
            incompleteSince = host.config().messageTimeout().isZero() ? null : connection.lastActive();
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
    void tell(HandlerContext context) {
        if (mayTell(context) && connection.takeWritableAgain()) {
            calls.make(
                    context, "writable", () -> context.lease.entry().handler().writable(context));
        }
        if (host.isDraining() && !context.toldDraining && mayTell(context)) {
            context.toldDraining = true;
            calls.make(
                    context, "draining", () -> context.lease.entry().handler().draining(context));
        }
        if (hungUp && !context.toldHangup && mayTell(context)) {
            context.toldHangup = true;
            calls.make(
                    context,
                    "clientClosed",
                    () -> context.lease.entry().handler().clientClosed(context));
        }
    }

    /** Returns whether the handler is still to be told that it can write again; not while nobody can be told. */
    boolean mustTell(HandlerContext context) {
        return connection.isWritableAgain() && context != null && mayTell(context);
    }

    private boolean mayTell(HandlerContext context) {
        return context.opened && !worker.lost && !connection.isClosing() && connection.endRequested() == null;
    }

    /** Tells the handler, once, that the client has sent its last byte and was shown all of them. */
    void tellEnd(HandlerContext context) {
        // Whoever resumes just now is shown what it left first: in the next turn, which it has asked for.
        if (!inputEnded || !mayPresent(context) || present || context.isResumed()) {
            return;
        }
        if (!context.toldInputEnd) {
            context.toldInputEnd = true;
            calls.make(
                    context, "inputEnded", () -> context.lease.entry().handler().inputEnded(context));
        }
        if (hungUp) {
            connection.closeAfterOutput();
        }
    }
}

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
 * The input of one connection: bytes are read while there is room for them, and presented to the handler until it has consumed
 * them.
 *
 * <p>Owned by the strand. Methods for any thread say so.
 */
public final class Inbound {

    /** During a drain a client counts as finished when it has been silent for this long. */
    public static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The reads of one round, after which other connections are served: on a loop, and on other threads. */
    private static final int READS_ON_LOOP = 1;

    private static final int READS_ELSEWHERE = 16;

    private final Connection connection;
    private final ConnectionHost host;
    private final HandlerCalls calls;
    private final InputBuffer input;
    private final Outbound outbound;
    private final ConnectionSettings settings;
    private final ReceivedDescriptors descriptors = new ReceivedDescriptors();

    /** Set once, before the strand starts. */
    private Port port;

    /** Whether the end of input was read. Owned by the strand. */
    private boolean inputEnded;

    /** Whether the client has closed its socket. Owned by the strand; others may see an older value. */
    private boolean hungUp;

    /** Whether input waits that the handler has not seen yet or is to see again. Owned by the strand. */
    private boolean present;

    /** Whether reading has stopped until the client has read enough. Written by the strand; read by the sender. */
    private volatile boolean stalled;

    /** How many of the waiting bytes the last call has seen, if it has consumed none of them. Owned by the strand. */
    private int seen;

    /** Since when bytes wait that the handler could not use, or null if there are none. Written by the strand. */
    private volatile Long incompleteSince;

    /** Whether input was looked for since the drain began. Owned by the strand. */
    private boolean sawDrain;

    /** Whether input was looked for since output failed. Owned by the strand. */
    private boolean sawBreak;

    /** Whether the handler in charge needs input to keep a promise that a swap waits for. Owned by the strand. */
    private boolean readsOn;

    Inbound(
            Connection connection,
            ConnectionHost host,
            HandlerCalls calls,
            Outbound outbound,
            ConnectionSettings settings) {
        this.connection = connection;
        this.host = host;
        this.calls = calls;
        this.input = new InputBuffer(host.resources().chunks());
        this.outbound = outbound;
        this.settings = settings;
    }

    void attach(Port opened) {
        port = opened;
    }

    InputBuffer input() {
        return input;
    }

    ReceivedDescriptors descriptors() {
        return descriptors;
    }

    /** Allows the client to send descriptors. Called within a call of the handler. */
    void acceptDescriptors(int max) {
        try {
            descriptors.accept(port, max);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept descriptors on " + connection, e);
        }
    }

    // ---- events

    /** Records what the bits of the strand say about input. */
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
            // The poller may not have reported yet what a client sent before the drain began: look once more.
            sawDrain = true;
            input.becameReadable();
        }
    }

    /** Returns whether reading has stopped until the client has read enough. For any thread. */
    boolean isStalled() {
        return stalled;
    }

    /** Returns whether reading has stopped and the client has read enough since, perhaps while a call was sending. */
    boolean mayContinue() {
        return stalled && outbound.queued() <= host.config().writeLow();
    }

    /** Continues reading if the client has read enough. */
    void outputWasSent() {
        if (mayContinue()) {
            stalled = false;
            presentAnew();
        }
    }

    /** Prepares for another handler, which is shown everything that waits, including what the previous one left. */
    void startAnew() {
        readsOn = false;
        input.startAnew();
        presentAnew();
    }

    /** Has what the handler left presented as if it were new, because it may contain whole messages. */
    private void presentAnew() {
        seen = 0;
        present = input.available() > 0;
    }

    /** Returns whether the client has closed its socket. */
    boolean hasHungUp() {
        return hungUp;
    }

    /** Returns whether the client has closed its socket, or at least sent its last byte. */
    boolean clientHasEnded() {
        return inputEnded || hungUp;
    }

    /** Returns whether a drain has begun after the last look for input. */
    boolean mustLookForDrain() {
        return host.isDraining() && !sawDrain;
    }

    /** Returns whether everything that the client has sent was served, and the client has been silent since. */
    boolean isDrained(HandlerContext context) {
        boolean allRead = inputEnded || context.isPaused() || !input.isReadable();
        boolean quiet = inputEnded || connection.idleForNanos() >= QUIET_NANOS;
        return quiet && allRead && input.available() == 0;
    }

    /** Returns the time since which a message has been incomplete, or null if none is. For any thread. */
    Long incompleteSince() {
        return incompleteSince;
    }

    /** Gives back all input. Called by the thread that concludes the connection. */
    void end() {
        input.clear();
        descriptors.close();
    }

    // ---- reading

    /** Reads and presents. Returns true if there may be more, but other connections are to be served first. */
    boolean serve(Worker worker, HandlerContext context) {
        if (context != null) {
            takeResumed(context);
        }
        int reads = worker.mayBlock() ? READS_ELSEWHERE : READS_ON_LOOP;
        for (; ; ) {
            noteBrokenOutput();
            boolean nothing = !present && (inputEnded || !input.isReadable());
            if (nothing || !mayPresent(worker, context)) {
                return false;
            }
            // After the look at the pause: a handler that has just ended it is first presented what it left.
            takeResumed(context);
            if (present) {
                present(worker, context);
            } else if (reads-- == 0) {
                return true;
            } else if (read(worker) > 0) {
                present(worker, context);
            }
        }
    }

    /** Has what the handler left presented again if it has resumed its input. */
    void takeResumed(HandlerContext context) {
        if (context.takeResumed()) {
            presentAnew();
        }
    }

    /** Presents input although a swap waits for the handler, until it has kept its promise: it is amid a message. */
    void readOn() {
        readsOn = true;
    }

    /** Looks for input after a failed write: junixsocket then closes the channel, and the poller may report nothing more. */
    private void noteBrokenOutput() {
        if (outbound.broken() != null && !sawBreak) {
            sawBreak = true;
            input.becameReadable();
            input.endIsNear();
        }
    }

    private boolean mayPresent(Worker worker, HandlerContext context) {
        return context != null
                && context.opened
                && !stalled
                && !worker.lost
                && !connection.isClosing()
                && !context.state.isCloseRequested()
                && !context.isPaused()
                && connection.endRequested() == null
                && (context.lease == host.lease() || readsOn && context.state.hasPending());
    }

    private int read(Worker worker) {
        int most = settings.messageMaxOr(host.config().messageMax());
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
            readFailed(e);
            return 0;
        }
        if (count < 0) {
            inputEnded = true;
        } else if (count > 0) {
            connection.received(count, worker);
        }
        return count;
    }

    private void readFailed(IOException cause) {
        if (Port.isClientGone(cause)) {
            hungUp = true;
            calls.failed(ReleaseReason.CLIENT_CLOSED);
        } else {
            calls.failed(ReleaseReason.CONNECTION_LOST);
            connection.report(() -> connection + " is closed: " + cause.getMessage(), cause);
        }
        outbound.requestSend(Outbound.GONE);
        connection.closeAfterOutput();
    }

    private void tooLarge() {
        calls.failed(ReleaseReason.MESSAGE_TOO_LARGE);
        connection.closeAfterOutput();
    }

    // ---- presenting

    private void present(Worker worker, HandlerContext context) {
        present = false;
        ByteBuffer in = input.view(worker);
        int from = in.position();
        int to = in.limit();
        context.seenUpTo = seen == 0 ? 0 : from + seen;
        if (context.sawFull) {
            context.sawFull = false;
        }
        callReceived(worker, context, in, from, to);
        int position = Math.max(from, Math.min(to, in.position()));
        input.consumed(position);
        seen = position == from ? to - from : 0;
        context.seenUpTo = 0;
        noteIncomplete(position != from);
        if (input.available() == 0) {
            descriptors.consumed();
        }
        boolean full = connection.isFull();
        if (full != stalled) {
            stalled = full;
        }
        if (!stalled && context.sawFull) {
            // The client has read before the call returned, so no later event presents the rest.
            presentAnew();
        }
        boolean waitsForClient = stalled || context.sawFull;
        if (position == from
                && !waitsForClient
                && input.available() >= settings.messageMaxOr(host.config().messageMax())
                && mayPresent(worker, context)
                && !context.isResumed()) {
            tooLarge();
        }
    }

    private void callReceived(Worker worker, HandlerContext context, ByteBuffer in, int from, int to) {
        calls.enter(worker);
        try {
            context.handler.received(context, in);
            if (in.position() < from || in.position() > to) {
                throw new IllegalStateException("the handler left the position of its input at " + in.position()
                        + ", outside of what it was given: " + from + " to " + to);
            }
        } catch (Throwable t) {
            calls.failed(context, "received", t);
        } finally {
            calls.exit(worker);
        }
    }

    private void noteIncomplete(boolean consumed) {
        boolean waits = input.available() > 0 && !connection.isFull();
        if (!waits) {
            if (incompleteSince != null) {
                incompleteSince = null;
            }
        } else if (consumed || incompleteSince == null) {
            incompleteSince = host.config().messageTimeout().isZero() ? null : connection.lastActive();
        }
    }

    /** Calls {@code inputEnded}, once, when the client has sent its last byte and the handler has seen all of them. */
    void deliverEnd(Worker worker, HandlerContext context) {
        // A handler that resumes at this moment is first shown what it left: in the next round, which it has requested.
        if (!inputEnded || !mayPresent(worker, context) || present || context.isResumed()) {
            return;
        }
        if (!context.toldInputEnd) {
            context.toldInputEnd = true;
            calls.make(worker, context, "inputEnded", () -> context.handler.inputEnded(context));
        }
        if (hungUp) {
            connection.closeAfterOutput();
        }
    }
}

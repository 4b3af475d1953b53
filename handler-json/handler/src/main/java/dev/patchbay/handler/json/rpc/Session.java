package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.framing.FrameReader;
import dev.patchbay.handler.json.framing.Outcome;
import dev.patchbay.handler.json.method.Caller;
import dev.patchbay.handler.json.wire.Output;
import dev.patchbay.handler.json.wire.Workspace;
import dev.patchbay.handler.json.wire.Workspaces;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectWriter;

/**
 * One connection, as long as this handler is in charge of it. Takes messages off the input, has their requests served, and
 * sends what there is to send. Its callbacks run on the event loop; sending, and calls that finish, on any thread.
 */
final class Session implements Caller {

    private static final String FRAMING = "dev.patchbay.handler.json.framing";

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final ConnContext conn;
    private final Shared shared;
    private final Dispatcher dispatcher;
    private final FrameReader frames = new FrameReader();
    private final RunningCalls calls;
    private final ChangeNotice notice;
    private final Answers atOnce = this::send;
    private final InOrder inOrder = new InOrder(this::send);

    /** Whether input is paused because too many requests are in flight. */
    private final AtomicBoolean paused = new AtomicBoolean();

    /** Whether nothing more can be found in the input. */
    private boolean broken;

    /** Whether a part of a message was left in the input. */
    private boolean leftOver;

    /** The way of notifications; null if nobody has asked for it on this connection. Guarded by this. */
    private Outlet outlet;

    /** Whether another handler may be in charge by now, which has found its way to the client. Guarded by this. */
    private boolean released;

    Session(ConnContext conn, Shared shared) {
        this.conn = conn;
        this.shared = shared;
        this.calls = new RunningCalls(shared.threads());
        this.notice = new ChangeNotice(shared.threads(), this::tellOfChange);
        this.dispatcher = new Dispatcher(this, shared);
    }

    // ---- callbacks, on the event loop

    void opened() {
        frames.resume((String) conn.attributes().get(FRAMING));
        Outlet found = Outlet.of(conn, Discovery.isSubscribed(conn));
        if (found != null) {
            attach(found);
        }
        if (conn.previousHandler().isPresent()) {
            methodsChanged();
        }
    }

    void received(ByteBuffer in) {
        Workspace workspace = shared.workspaces().take();
        try {
            boolean more = true;
            while (more && mayTake(in)) {
                more = takeOne(in, workspace);
            }
        } finally {
            leftOver = in.hasRemaining();
            shared.workspaces().give(workspace);
        }
    }

    /** The last calls are still answered, since the close waits for them; a message that was cut off is answered too, with an error. */
    void inputEnded() {
        if (leftOver && !broken) {
            Workspace workspace = shared.workspaces().take();
            shared.errors().parse(workspace.output(), null);
            answers().deliver(workspace.output());
            shared.workspaces().give(workspace);
        }
        conn.close();
    }

    /** Nobody is left to read an answer: also if input is paused, so that requests that wait in it are reached. */
    void clientClosed() {
        calls.cancelRequests();
    }

    void released(boolean connectionEnds) {
        synchronized (this) {
            released = true;
        }
        if (connectionEnds) {
            calls.cancelRequests();
            return;
        }
        conn.attributes().put(FRAMING, frames.state());
        Outlet found = Outlet.of(conn, false);
        if (found != null) {
            found.detach();
        }
    }

    private boolean mayTake(ByteBuffer in) {
        if (broken) {
            in.position(in.limit());
        }
        return in.hasRemaining() && !isFull() && conn.isWritable();
    }

    /** Returns whether as many requests are in flight as may be; then input pauses. */
    private boolean isFull() {
        int most = shared.rules().get().settings().inFlightMax();
        if (calls.count() < most) {
            return false;
        }
        conn.pauseInput();
        paused.set(true);
        if (calls.count() < most) {
            resume();
        }
        return true;
    }

    private boolean takeOne(ByteBuffer in, Workspace workspace) {
        Rules rules = shared.rules().get();
        Outcome outcome = frames.next(in, rules.settings().messageMax());
        switch (outcome) {
            case MESSAGE -> {
                byte[] bytes = workspace.load(in, frames.from(), frames.length());
                dispatcher.serve(bytes, frames.length(), workspace, rules);
            }
            case REFUSED -> {
                shared.errors().invalidRequest(workspace.output(), null, frames.problem());
                answers().deliver(workspace.output());
            }
            case BROKEN -> {
                shared.errors().parse(workspace.output(), frames.problem());
                answers().deliver(workspace.output());
                broken = true;
                conn.close();
            }
            case INCOMPLETE -> {}
        }
        return outcome != Outcome.INCOMPLETE;
    }

    /** Tells the client, if it wants to know; for any thread. */
    void methodsChanged() {
        if (Discovery.isSubscribed(conn)) {
            notice.changed();
        }
    }

    private void tellOfChange() {
        client(shared.errors().writer()).notify(Discovery.CHANGED, null);
    }

    // ---- calls

    /** Returns where the answer to the next request goes. */
    Answers answers() {
        return shared.rules().get().settings().inOrder() ? inOrder.next() : atOnce;
    }

    /** Runs a call on a thread of its own. */
    void start(Call call) {
        calls.start(call, shared.rules().get().settings().inFlightMax());
    }

    /** Takes note of a call whose method has returned a stage. */
    void add(Call call) {
        calls.add(call);
    }

    void finished(Call call) {
        int left = calls.finished(call);
        if (left < shared.rules().get().settings().inFlightMax()) {
            resume();
        }
    }

    /** In the connection's own order: a pause has to be seen by the host before its end. */
    private void resume() {
        if (paused.compareAndSet(true, false)) {
            unlessReleased(() -> conn.execute(conn::resumeInput));
        }
    }

    /** A connection is taken away by force, even from calls that run, when a swap has waited for them long enough. */
    private static void unlessReleased(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            LOG.debug("too late: {}", e.getMessage());
        }
    }

    // ---- what is sent, from any thread

    private void send(Output message) {
        unlessReleased(() -> write(message));
    }

    /**
     * Writes a message, whole. An interrupt does not keep it from that: it was meant for what the thread did before, or will
     * do next, and a request whose answer is lost is never answered. To a client that has gone nothing is written, and the
     * call goes on: notifications that it has sent may still be waiting to be served.
     */
    private void write(Output message) {
        ByteBuffer bytes = message.framed(frames.framing());
        boolean interrupted = false;
        try {
            while (bytes.hasRemaining()) {
                interrupted |= !isWritten(bytes);
            }
        } catch (ConnectionEndedException e) {
            LOG.debug("too late: {}", e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes, or returns false if the thread was interrupted while it waited for a slow client; then it is so no longer. */
    private boolean isWritten(ByteBuffer bytes) {
        try {
            conn.write(bytes);
            return true;
        } catch (ConnectionEndedException e) {
            throw e;
        } catch (CancellationException e) {
            Thread.interrupted();
            return false;
        }
    }

    private void send(byte[] message) {
        unlessReleased(() -> write(message));
    }

    private void write(byte[] message) {
        Workspace workspace = shared.workspaces().take();
        try {
            Output out = workspace.output().clear();
            out.write(message);
            write(out);
        } finally {
            shared.workspaces().give(workspace);
        }
    }

    @Override
    public ConnContext connection() {
        return conn;
    }

    @Override
    public synchronized JsonRpcClient client(ObjectWriter writer) {
        if (outlet == null) {
            Outlet made = Outlet.of(conn, true);
            if (released) {
                outlet = made;
            } else {
                attach(made);
            }
        }
        return new ClientHandle(outlet, writer, shared.workspaces());
    }

    private synchronized void attach(Outlet found) {
        outlet = found;
        outlet.attach(this::write);
    }

    Workspaces workspaces() {
        return shared.workspaces();
    }

    Errors errors() {
        return shared.errors();
    }
}

package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.call.Call;
import dev.patchbay.handler.json.call.CallContext;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.InFlightCalls;
import dev.patchbay.handler.json.call.OrderedResponses;
import dev.patchbay.handler.json.call.ResponseSink;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.framing.FrameDecoder;
import dev.patchbay.handler.json.framing.FrameStatus;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.notification.ClientHandle;
import dev.patchbay.handler.json.notification.CoalescingNotifier;
import dev.patchbay.handler.json.notification.NotificationChannel;
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
final class Session implements CallContext {

    private static final String FRAMING = "dev.patchbay.handler.json.framing";

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final ConnContext conn;
    private final SharedResources shared;
    private final Dispatcher dispatcher;
    private final FrameDecoder frames = new FrameDecoder();
    private final InFlightCalls calls;
    private final CoalescingNotifier notice;
    private final ResponseSink atOnce = this::send;
    private final OrderedResponses inOrder = new OrderedResponses(this::send);

    /** Whether input is paused because too many requests are in flight. */
    private final AtomicBoolean paused = new AtomicBoolean();

    /** Whether nothing more can be found in the input. */
    private boolean broken;

    /** Whether a part of a message was left in the input. */
    private boolean leftOver;

    /** The way of notifications; null if nobody has asked for it on this connection. Guarded by this. */
    private NotificationChannel outlet;

    /** Whether another handler may be in charge by now, which has found its way to the client. Guarded by this. */
    private boolean released;

    Session(ConnContext conn, SharedResources shared) {
        this.conn = conn;
        this.shared = shared;
        this.calls = new InFlightCalls(shared.threads());
        this.notice = new CoalescingNotifier(shared.threads(), this::tellOfChange);
        this.dispatcher = new Dispatcher(this, shared);
    }

    // ---- callbacks, on the event loop

    void opened() {
        frames.resume((String) conn.attributes().get(FRAMING));
        NotificationChannel found = NotificationChannel.of(conn, Discovery.isSubscribed(conn));
        if (found != null) {
            attach(found);
        }
        if (conn.previousHandler().isPresent()) {
            methodsChanged();
        }
    }

    void received(ByteBuffer in) {
        Workspace workspace = shared.workspaces().acquire();
        try {
            boolean more = true;
            while (more && mayTake(in)) {
                more = takeOne(in, workspace);
            }
        } finally {
            leftOver = in.hasRemaining();
            shared.workspaces().release(workspace);
        }
    }

    /** The last calls are still answered, since the close waits for them; a message that was cut off is answered too, with an error. */
    void inputEnded() {
        if (leftOver && !broken) {
            Workspace workspace = shared.workspaces().acquire();
            shared.errors().parseError(workspace.output(), null);
            answers().deliver(workspace.output());
            shared.workspaces().release(workspace);
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
        NotificationChannel found = NotificationChannel.of(conn, false);
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
        ActiveSettings rules = shared.rules().get();
        FrameStatus outcome = frames.next(in, rules.settings().messageMax());
        switch (outcome) {
            case MESSAGE -> {
                byte[] bytes = workspace.load(in, frames.from(), frames.length());
                dispatcher.serve(bytes, frames.length(), workspace, rules);
            }
            case REJECTED -> {
                shared.errors().invalidRequest(workspace.output(), null, frames.problem());
                answers().deliver(workspace.output());
            }
            case UNRECOVERABLE -> {
                shared.errors().parseError(workspace.output(), frames.problem());
                answers().deliver(workspace.output());
                broken = true;
                conn.close();
            }
            case INCOMPLETE -> {}
        }
        return outcome != FrameStatus.INCOMPLETE;
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
    ResponseSink answers() {
        return shared.rules().get().settings().inOrder() ? inOrder.nextSlot() : atOnce;
    }

    /** Runs a call on a thread of its own. */
    void start(Call call) {
        calls.start(call, shared.rules().get().settings().inFlightMax());
    }

    /** Takes note of a call whose method has returned a stage. */
    void add(Call call) {
        calls.add(call);
    }

    @Override
    public void finished(Call call) {
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

    private void send(OutputBuffer message) {
        unlessReleased(() -> write(message));
    }

    /**
     * Writes a message, whole. An interrupt does not keep it from that: it was meant for what the thread did before, or will
     * do next, and a request whose answer is lost is never answered. To a client that has gone nothing is written, and the
     * call goes on: notifications that it has sent may still be waiting to be served.
     */
    private void write(OutputBuffer message) {
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
        Workspace workspace = shared.workspaces().acquire();
        try {
            OutputBuffer out = workspace.output().clear();
            out.write(message);
            write(out);
        } finally {
            shared.workspaces().release(workspace);
        }
    }

    @Override
    public ConnContext connection() {
        return conn;
    }

    @Override
    public synchronized JsonRpcClient client(ObjectWriter writer) {
        if (outlet == null) {
            NotificationChannel made = NotificationChannel.of(conn, true);
            if (released) {
                outlet = made;
            } else {
                attach(made);
            }
        }
        return new ClientHandle(outlet, writer, shared.workspaces());
    }

    private synchronized void attach(NotificationChannel found) {
        outlet = found;
        outlet.attach(this::write);
    }

    @Override
    public WorkspacePool workspaces() {
        return shared.workspaces();
    }

    @Override
    public ErrorResponses errors() {
        return shared.errors();
    }
}

package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.call.BatchResponse;
import dev.patchbay.handler.json.call.Call;
import dev.patchbay.handler.json.call.CallContext;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.InFlightCalls;
import dev.patchbay.handler.json.call.KeptBytes;
import dev.patchbay.handler.json.call.OrderedResponses;
import dev.patchbay.handler.json.call.ResponseSink;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.framing.FrameDecoder;
import dev.patchbay.handler.json.framing.FrameStatus;
import dev.patchbay.handler.json.framing.Framing;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.notification.ClientHandle;
import dev.patchbay.handler.json.notification.CoalescingNotifier;
import dev.patchbay.handler.json.notification.NotificationChannel;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.nio.ByteBuffer;
import tools.jackson.databind.ObjectWriter;

/**
 * One connection for as long as this handler is in charge of it. A session takes messages from the input, has the
 * dispatcher serve them, and sends responses and notifications.
 *
 * <p>The host calls {@link #opened}, {@link #received}, {@link #inputEnded}, {@link #clientClosed} and {@link
 * #released} on the event loop, one at a time. Everything else may be called from any thread.
 */
final class Session implements CallContext {

    private static final String FRAMING = "dev.patchbay.handler.json.framing";

    private final ConnContext conn;
    private final SharedResources shared;
    private final Dispatcher dispatcher;
    private final FrameDecoder frames = new FrameDecoder();
    private final InFlightCalls calls;
    private final InFlightLimit inFlightLimit;
    private final KeptBytes kept;
    private final CoalescingNotifier methodsChanged;
    private final MessageSender sender;
    private final ResponseSink unordered;
    private final OrderedResponses ordered;

    /** Whether the framing is lost, so that the rest of the input means nothing. Event loop only. */
    private boolean unrecoverable;

    /** Whether the last call left a part of a message in the input. Event loop only. */
    private boolean incomplete;

    /** Whether the client has sent its last byte, so that the connection closes once all of the input is served. */
    private boolean inputEnded;

    /** Whether nothing sent from now on arrives, so that responses which wait for those of cancelled requests do no harm. */
    private volatile boolean clientGone;

    /** The channel for notifications; null until something on this connection needs it. Guarded by this. */
    private NotificationChannel channel;

    /** Whether this handler has given up the connection; then the channel is its successor's. Guarded by this. */
    private boolean released;

    Session(ConnContext conn, SharedResources shared) {
        this.conn = conn;
        this.shared = shared;
        this.calls = new InFlightCalls(shared.threads());
        this.inFlightLimit = new InFlightLimit(conn, this::isLimitReached);
        this.kept = new KeptBytes(inFlightLimit::lookAgain);
        this.methodsChanged = new CoalescingNotifier(shared.threads(), this::notifyMethodsChanged);
        this.sender = new MessageSender(conn, frames::framing, shared.workspaces());
        this.unordered = sender::send;
        this.ordered = new OrderedResponses(sender::send, kept);
        this.dispatcher = new Dispatcher(this, shared);
    }

    // ---- the handler's callbacks

    void opened() {
        frames.resume((String) conn.attributes().get(FRAMING));
        NotificationChannel found = NotificationChannel.of(conn, isInterested());
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
                more = takeMessage(in, workspace);
            }
        } finally {
            incomplete = in.hasRemaining();
            shared.workspaces().release(workspace);
        }
        if (inputEnded && !incomplete) {
            conn.close();
        }
    }

    /**
     * Closes once everything is served; the close waits for pending responses. What is left of lines is a whole message
     * if it is valid, so it is asked for once more. What is left after headers was cut off.
     */
    void inputEnded() {
        if (incomplete && !unrecoverable && frames.framing() == Framing.LINES) {
            inputEnded = true;
            frames.endOfInput();
            conn.resumeInput();
            return;
        }
        if (incomplete && !unrecoverable) {
            Workspace workspace = shared.workspaces().acquire();
            shared.errors().parseError(workspace.output(), "the message is cut off by the end of the input");
            nextResponse().deliver(workspace.output());
            shared.workspaces().release(workspace);
        }
        conn.close();
    }

    /** Cancels all requests. Those that wait in a paused input are taken afterwards, and are cancelled as well. */
    void clientClosed() {
        clientGone = true;
        calls.cancelRequests();
        inFlightLimit.lookAgain();
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
        if (unrecoverable) {
            in.position(in.limit());
        }
        return in.hasRemaining() && !inFlightLimit.isReached() && conn.isWritable();
    }

    /** Takes the next message from the input; returns whether there may be another one. */
    private boolean takeMessage(ByteBuffer in, Workspace workspace) {
        ActiveSettings active = shared.active().get();
        FrameStatus status = frames.next(in, active.settings().messageMax());
        switch (status) {
            case MESSAGE -> {
                byte[] bytes = workspace.load(in, frames.from(), frames.length());
                dispatcher.serve(bytes, frames.length(), workspace, active);
            }
            case REJECTED -> {
                shared.errors().invalidRequest(workspace.output(), null, frames.problem());
                nextResponse().deliver(workspace.output());
            }
            case UNRECOVERABLE -> {
                shared.errors().parseError(workspace.output(), frames.problem());
                nextResponse().deliver(workspace.output());
                unrecoverable = true;
                conn.close();
            }
            case INCOMPLETE -> {}
        }
        return status != FrameStatus.INCOMPLETE;
    }

    // ---- calls

    /** Returns the sink for the response to the next request. Called in the order of the requests. */
    ResponseSink nextResponse() {
        return shared.active().get().settings().inOrder() && !clientGone ? ordered.nextSlot() : unordered;
    }

    /** Returns a collector for the responses to a batch. Called in the order of the requests. */
    BatchResponse batchResponse(int responses, Settings settings) {
        return new BatchResponse(responses, nextResponse(), shared.workspaces(), kept, settings.answersMax());
    }

    /** Runs a call on a thread that may block. */
    void start(Call call) {
        calls.start(call, inFlightMax());
    }

    /** Registers a call whose method has returned a stage. */
    void add(Call call) {
        calls.add(call);
    }

    @Override
    public void cancel(byte[] id) {
        calls.cancel(id);
    }

    @Override
    public void finished(Call call) {
        calls.finished(call);
        inFlightLimit.lookAgain();
    }

    private boolean isLimitReached() {
        Settings settings = shared.active().get().settings();
        boolean full = shared.dialect().cancels()
                ? calls.waitingBytes() > settings.answersMax()
                : calls.count() >= settings.inFlightMax();
        return full || !clientGone && kept.count() > settings.answersMax();
    }

    private int inFlightMax() {
        return shared.active().get().settings().inFlightMax();
    }

    // ---- notifications

    /** Notifies the client that the list of methods has changed, if the client subscribed to that. */
    void methodsChanged() {
        if (isInterested()) {
            methodsChanged.changed();
        }
    }

    private boolean isInterested() {
        return shared.dialect().isInterested().test(conn);
    }

    private void notifyMethodsChanged() {
        shared.dialect().announcement().accept(conn, client(shared.errors().writer()));
    }

    @Override
    public synchronized JsonRpcClient client(ObjectWriter writer) {
        if (channel == null) {
            NotificationChannel created = NotificationChannel.of(conn, true);
            if (released) {
                channel = created;
            } else {
                attach(created);
            }
        }
        return new ClientHandle(channel, writer, shared.workspaces());
    }

    private synchronized void attach(NotificationChannel found) {
        channel = found;
        channel.attach(sender::write);
    }

    // ---- what calls need

    @Override
    public ConnContext connection() {
        return conn;
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

package dev.patchbay.handler.json.call;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.method.InvocationContext;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.ObjectWriter;

/**
 * A request that is not answered where it was read: its method runs on another thread, or has returned a stage that is
 * not complete. The creator has begun a call on the service; this class ends it. A call finishes exactly once.
 *
 * <p>The method runs on the thread that calls {@link #run}. The response is written and sent on that thread, or on the
 * one that completes the stage. {@link #cancel} may be called from any thread.
 */
public final class Call implements Runnable, InvocationContext {

    /** Says that the method is not called, because nothing more may be added to the response to its batch. */
    private static final class BatchTooLongException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BatchTooLongException() {
            super(null, null, false, false);
        }
    }

    /** About what a call without params takes in memory. */
    private static final int OVERHEAD_BYTES = 300;

    /** The result of a method whose request is not answered, or not yet. */
    public static final Object UNANSWERED = new Object();

    private final CallContext context;
    private final RpcMethod method;
    private final ConnContext.Pending pending;
    private final AtomicBoolean finished = new AtomicBoolean();

    /** The raw id; null for a notification. */
    private final Slice id;

    private final Slice params;
    private final ResponseSink sink;

    /** The thread that runs the method; null before and after. Guarded by this. */
    private Thread runner;

    /** The stage that the method returned; null while the method runs. Guarded by this. */
    private CompletionStage<?> stage;

    /** Whether the client has disconnected, or has cancelled the request. Guarded by this. */
    private boolean cancelled;

    /**
     * Creates a call.
     *
     * @param id the raw id; null for a notification
     * @param params the raw params; null for none
     * @param sink the sink for the response; null for a notification
     */
    public Call(CallContext context, RpcMethod method, Slice id, Slice params, ResponseSink sink) {
        this.context = context;
        this.method = method;
        this.pending = context.connection().pending();
        this.id = id == null ? null : id.copy();
        this.params = params == null ? null : params.copy();
        this.sink = sink;
    }

    /** Returns about how many bytes the call takes while it waits. */
    int size() {
        return OVERHEAD_BYTES + (params == null ? 0 : params.length());
    }

    /** Returns whether the request has that raw id. */
    boolean hasId(byte[] other) {
        return id != null && Arrays.equals(id.bytes(), other);
    }

    @Override
    public ConnContext connection() {
        return context.connection();
    }

    @Override
    public JsonRpcClient client(ObjectWriter writer) {
        return context.client(writer);
    }

    @Override
    public Slice requestId() {
        return id;
    }

    @Override
    public void cancel(byte[] other) {
        context.cancel(other);
    }

    boolean isNotification() {
        return id == null;
    }

    @Override
    public void run() {
        if (!begin()) {
            finish(null, null);
            return;
        }
        if (sink != null && sink.isFull()) {
            end();
            finish(null, new BatchTooLongException());
            return;
        }
        Object result = null;
        Throwable thrown = null;
        try {
            result = method.call(params, this);
        } catch (Throwable t) {
            thrown = t;
        } finally {
            end();
        }
        if (result instanceof CompletionStage<?> returned) {
            await(returned);
        } else {
            finish(result, thrown);
        }
    }

    private synchronized boolean begin() {
        if (!cancelled) {
            runner = Thread.currentThread();
        }
        return !cancelled;
    }

    private void end() {
        synchronized (this) {
            runner = null;
        }
        Thread.interrupted();
    }

    /** Finishes the call when the stage completes. */
    public void await(CompletionStage<?> returned) {
        boolean alreadyCancelled;
        synchronized (this) {
            stage = returned;
            alreadyCancelled = cancelled;
        }
        if (alreadyCancelled) {
            cancel(returned);
        }
        try {
            returned.whenComplete(this::finish);
        } catch (Throwable t) {
            finish(null, t);
        }
    }

    /** Interrupts the method, or cancels its stage. A call that has not begun does not run its method. */
    void cancel() {
        CompletionStage<?> awaited;
        synchronized (this) {
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
            awaited = stage;
        }
        if (awaited != null) {
            cancel(awaited);
        }
    }

    /** Called without the lock, because code that depends on the stage runs here. */
    private void cancel(CompletionStage<?> awaited) {
        try {
            awaited.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // Not every stage can be cancelled.
        } catch (Throwable t) {
            ErrorResponses.log(method, t);
        }
    }

    /** Finishes a call that no thread has run, with an error. */
    void fail(Throwable why) {
        finish(null, why);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Called by whoever completes the stage, too, with any arguments and any number of times. Never throws. */
    private void finish(Object result, Throwable thrown) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        try {
            if (id == null || result == UNANSWERED || isCancelled()) {
                finishWithoutResponse(thrown);
            } else {
                respond(result, thrown);
            }
        } catch (Throwable t) {
            ErrorResponses.log(method, t);
            abandonClient();
        } finally {
            leave();
        }
    }

    private void finishWithoutResponse(Throwable thrown) {
        method.service().endCall();
        if (thrown != null && !isCancelled()) {
            ErrorResponses.unanswered(method, thrown);
        }
        if (sink != null) {
            sink.skip();
        }
    }

    private void respond(Object result, Throwable thrown) {
        Workspace workspace = null;
        try {
            workspace = context.workspaces().acquire();
            write(workspace.output(), result, thrown);
        } finally {
            // Before the response is sent, so that a slow client does not delay the unregistration of the service.
            method.service().endCall();
        }
        try {
            sink.deliver(workspace.output());
        } finally {
            context.workspaces().release(workspace);
        }
    }

    private void write(OutputBuffer out, Object result, Throwable thrown) {
        if (thrown instanceof BatchTooLongException) {
            context.errors().batchTooLong(out, id, method);
        } else if (thrown == null) {
            context.errors().result(out, id, method, result, sink);
        } else {
            context.errors().thrown(out, id, method, thrown);
        }
    }

    /** Ends the connection of a client that cannot be answered, not even with an error, so that it does not wait. */
    private void abandonClient() {
        if (id != null) {
            try {
                context.connection().abort();
            } catch (Throwable t) {
                ErrorResponses.log(method, t);
            }
        }
    }

    private void leave() {
        try {
            context.finished(this);
        } catch (Throwable t) {
            ErrorResponses.log(method, t);
        } finally {
            pending.close();
        }
    }
}

package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.wire.Messages;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.handler.json.wire.Workspace;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request that is not answered where it was read: its method runs on a thread of its own, or has returned a stage
 * that is not complete. Whoever makes a call has entered its service. Finished once, whatever happens.
 */
final class Call implements Runnable {

    private final Session session;
    private final Function function;
    private final ConnContext.Pending pending;
    private final AtomicBoolean finished = new AtomicBoolean();

    /** The raw id; null for a notification. */
    private final Slice id;

    private final Slice params;
    private final Answers answers;

    /** The thread that runs the method; null before and after. Guarded by this. */
    private Thread runner;

    /** What the method has returned; null as long as it runs. Guarded by this. */
    private CompletionStage<?> stage;

    /** Whether nobody is left to read the answer. Guarded by this. */
    private boolean cancelled;

    Call(Session session, Function function, Slice id, Slice params, Answers answers) {
        this.session = session;
        this.function = function;
        this.pending = session.connection().pending();
        this.id = id == null ? null : id.copy();
        this.params = params == null ? null : params.copy();
        this.answers = answers;
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
        Object result = null;
        Throwable thrown = null;
        try {
            result = function.call(params, session);
        } catch (Throwable t) {
            thrown = t;
        } finally {
            end();
        }
        if (result instanceof CompletionStage<?> later) {
            await(later);
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

    /** Finishes when the stage completes. */
    void await(CompletionStage<?> later) {
        boolean tooLate;
        synchronized (this) {
            stage = later;
            tooLate = cancelled;
        }
        if (tooLate) {
            cancel(later);
        }
        try {
            later.whenComplete(this::finish);
        } catch (RuntimeException e) {
            finish(null, e);
        }
    }

    /** Interrupts the method, or cancels the stage that it has returned; a call that has not begun will not begin. */
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

    /** Without a lock: whoever depends on the stage runs here. */
    private void cancel(CompletionStage<?> awaited) {
        try {
            awaited.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // A stage need not be cancellable.
        } catch (RuntimeException e) {
            Errors.log(function, e);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private void finish(Object result, Throwable thrown) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        try {
            if (id == null || isCancelled()) {
                leave(thrown);
            } else {
                answer(result, thrown);
            }
        } finally {
            session.finished(this);
            pending.close();
        }
    }

    private void leave(Throwable thrown) {
        function.service().leave();
        if (thrown != null && !isCancelled()) {
            Errors.log(function, thrown);
        }
    }

    private void answer(Object result, Throwable thrown) {
        Workspace workspace = session.workspaces().take();
        try {
            try {
                write(workspace, result, thrown);
            } finally {
                // Before the answer is sent: a client that is slow to read must not delay the service's end.
                function.service().leave();
            }
            answers.deliver(workspace.output());
        } finally {
            session.workspaces().give(workspace);
        }
    }

    private void write(Workspace workspace, Object result, Throwable thrown) {
        Throwable trouble = thrown;
        if (trouble == null) {
            try {
                Messages.result(
                        workspace.output(), id, result, function.service().writer());
                return;
            } catch (Throwable t) {
                trouble = t;
            }
        }
        session.errors().thrown(workspace.output(), id, function, trouble);
    }
}

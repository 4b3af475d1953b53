package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.InvocationContext;

/** What a {@link Call} needs from its connection. All methods may be called from any thread. */
public interface CallContext extends InvocationContext {

    /** Returns the pool of workspaces. */
    WorkspacePool workspaces();

    /** Returns the writer of error responses. */
    ErrorResponses errors();

    @Override
    void cancel(byte[] id);

    /** Records that a call has finished. Each call reports this once. */
    void finished(Call call);
}

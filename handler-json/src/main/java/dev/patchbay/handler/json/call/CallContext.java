package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.InvocationContext;

/** What a {@link Call} needs of the connection that it belongs to. All methods may be called from any thread. */
public interface CallContext extends InvocationContext {

    /** Returns the pool of working memory. */
    WorkspacePool workspaces();

    /** Returns what writes error responses. */
    ErrorResponses errors();

    /** Called by a call, once, when it has finished. */
    void finished(Call call);
}

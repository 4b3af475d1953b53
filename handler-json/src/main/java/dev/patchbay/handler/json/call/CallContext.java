package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.message.Workspaces;
import dev.patchbay.handler.json.method.Caller;

/** What a {@link Call} needs of the connection that it belongs to. All methods may be called from any thread. */
public interface CallContext extends Caller {

    /** Returns the pool of working memory. */
    Workspaces workspaces();

    /** Returns what writes error responses. */
    Errors errors();

    /** Called by a call, once, when it has finished. */
    void finished(Call call);
}

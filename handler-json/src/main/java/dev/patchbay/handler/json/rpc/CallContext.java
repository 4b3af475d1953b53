package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.method.Caller;
import dev.patchbay.handler.json.wire.Workspaces;

/** What a {@link Call} needs of the connection that it belongs to. All methods may be called from any thread. */
interface CallContext extends Caller {

    /** Returns the pool of working memory. */
    Workspaces workspaces();

    /** Returns what writes error responses. */
    Errors errors();

    /** Called by a call, once, when it has finished. */
    void finished(Call call);
}

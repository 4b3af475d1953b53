package dev.patchbay.handler.json.method;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.JsonRpcClient;
import tools.jackson.databind.ObjectWriter;

/** Who calls: what methods may have injected. */
public interface Caller {

    /** Returns the connection. */
    ConnContext connection();

    /** Returns the handle on the client whose notifications are written by this writer. */
    JsonRpcClient client(ObjectWriter writer);
}

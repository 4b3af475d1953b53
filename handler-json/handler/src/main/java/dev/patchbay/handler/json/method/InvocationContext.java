package dev.patchbay.handler.json.method;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.JsonRpcClient;
import tools.jackson.databind.ObjectWriter;

/** What a method may have injected: the connection, and a handle on the client. */
public interface InvocationContext {

    /** Returns the connection. */
    ConnContext connection();

    /** Returns a handle on the client that writes the params of notifications with the writer. */
    JsonRpcClient client(ObjectWriter writer);
}

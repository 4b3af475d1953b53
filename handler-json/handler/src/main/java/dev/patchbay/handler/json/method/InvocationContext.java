package dev.patchbay.handler.json.method;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import tools.jackson.databind.ObjectWriter;

/**
 * What a method may have injected: the connection, a handle on the client, and the request. The handler's own methods may
 * have the context itself.
 */
public interface InvocationContext {

    /** The request of a method that is not called as a tool. It sends nothing, because no client has asked for it. */
    McpRequest SILENT = new McpRequest() {
        @Override
        public void progress(double progress, double total, String message) {
            // See above.
        }

        @Override
        public void log(Level level, Object data) {
            // See above.
        }
    };

    /** Returns the connection. */
    ConnContext connection();

    /** Returns a handle on the client that writes the params of notifications with the writer. */
    JsonRpcClient client(ObjectWriter writer);

    /** Returns the request of a tool; one that sends nothing unless the method is called as a tool. */
    default McpRequest request(ObjectWriter writer) {
        return SILENT;
    }

    /** Returns the raw id of the request; null for a notification, and for a method that runs on the event loop. */
    default Slice requestId() {
        return null;
    }

    /** Returns whether the request is cancelled, so that its result will not be sent. */
    default boolean isCancelled() {
        return false;
    }

    /**
     * Cancels a request of the same connection, which is then not answered. Has no effect if it has been answered.
     *
     * @param id the raw id
     */
    default void cancel(byte[] id) {}
}

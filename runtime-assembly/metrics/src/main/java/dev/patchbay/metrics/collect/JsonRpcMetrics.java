package dev.patchbay.metrics.collect;

import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.util.List;

/** The calls of JSON-RPC methods. */
public final class JsonRpcMetrics {

    private static final String ERRORS = "patchbay_jsonrpc_errors";
    private static final String ERRORS_HELP =
            "The calls of JSON-RPC methods that have failed, by the code of the error.";

    private JsonRpcMetrics() {}

    /** Adds the calls of all handlers. */
    public static void collect(List<JsonRpcHandlerSnapshot> handlers, Families families) {
        for (JsonRpcHandlerSnapshot handler : handlers) {
            handler.methods().forEach(method -> collect(handler.name(), method, families));
        }
    }

    private static void collect(String handler, JsonRpcMethodSnapshot method, Families families) {
        families.counter(
                "patchbay_jsonrpc_calls",
                "The calls of JSON-RPC methods that have begun, notifications included; _OTHER for requests that reach none.",
                method.calls(),
                "handler",
                handler,
                "method",
                method.name());
        method.errors()
                .forEach((code, count) -> families.counter(
                        ERRORS,
                        ERRORS_HELP,
                        count,
                        "handler",
                        handler,
                        "method",
                        method.name(),
                        "code",
                        code.toString()));
        if (method.otherErrors() > 0) {
            families.counter(
                    ERRORS,
                    ERRORS_HELP,
                    method.otherErrors(),
                    "handler",
                    handler,
                    "method",
                    method.name(),
                    "code",
                    JsonRpcMethodSnapshot.OTHER);
        }
    }
}

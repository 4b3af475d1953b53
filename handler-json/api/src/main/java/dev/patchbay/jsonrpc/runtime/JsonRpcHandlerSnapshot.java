package dev.patchbay.jsonrpc.runtime;

import java.util.List;

/**
 * A JSON-RPC handler at one moment. Immutable.
 *
 * @param name    its {@code handler.name}
 * @param methods the calls of its methods since the handler exists, sorted by name: of those that are published, of those that
 *                were, and {@link JsonRpcMethodSnapshot#OTHER}
 */
public record JsonRpcHandlerSnapshot(String name, List<JsonRpcMethodSnapshot> methods) {

    /** Copies the list. */
    public JsonRpcHandlerSnapshot {
        methods = List.copyOf(methods);
    }
}

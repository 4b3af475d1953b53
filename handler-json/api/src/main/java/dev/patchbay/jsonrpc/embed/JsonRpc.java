package dev.patchbay.jsonrpc.embed;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Makes a handler of objects with methods:
 *
 * <pre>{@code
 * Server.at("/run/user/1000/math.sock").handler(JsonRpc.methods(new MathMethods())).start();
 * }</pre>
 */
public final class JsonRpc {

    private JsonRpc() {}

    /**
     * {@return a handler for JSON-RPC 2.0 that offers the methods of objects, as {@link JsonRpcMethods#add} publishes
     * them} Further objects may be added later.
     *
     * @param objects the objects, whose methods are called by several threads at the same time; they may be none
     * @throws IllegalArgumentException if methods cannot be published; the message names every fault
     * @throws IllegalStateException if {@code patchbay-handler-json} is neither on the module path nor on the class
     *         path
     */
    public static JsonRpcMethods methods(Object... objects) {
        return provider().methods(List.of(objects));
    }

    /**
     * {@return a handler for the Model Context Protocol (MCP) whose tools are the methods of objects: all that {@link
     * JsonRpcMethods#add} publishes} {@link dev.patchbay.jsonrpc.mcp.McpTool} describes one. The name of the handler is
     * {@code mcp}, and clients are notified when objects are added or removed. Otherwise it is as that of {@link #methods}.
     *
     * @param objects the objects, whose methods are called by several threads at the same time; they may be none
     * @throws IllegalArgumentException if methods cannot be published; the message names every fault
     * @throws IllegalStateException if {@code patchbay-handler-json} is neither on the module path nor on the class
     *         path
     */
    public static JsonRpcMethods mcp(Object... objects) {
        return provider().mcp(List.of(objects));
    }

    private static JsonRpcProvider provider() {
        return ServiceLoader.load(JsonRpcProvider.class, JsonRpcProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "there is no handler for JSON-RPC; put patchbay-handler-json on the module path or the class path"));
    }
}

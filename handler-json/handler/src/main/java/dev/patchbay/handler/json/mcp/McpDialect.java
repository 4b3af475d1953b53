package dev.patchbay.handler.json.mcp;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodOverload;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.rpc.Dialect;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the dialect of MCP for a registry of tools. */
public final class McpDialect {

    /** How many tools a page of the list has. */
    private static final int PAGE_SIZE = 100;

    private static final String HINT = "of MCP there are initialize, ping, logging/setLevel, server/discover,"
            + " subscriptions/listen, tools/list and tools/call; methods are called with tools/call";

    private McpDialect() {}

    /**
     * Makes a dialect.
     *
     * @param name the server's name for clients
     * @param version the server's version
     * @param tools the methods that are tools, which may change at any time
     */
    public static Dialect of(String name, String version, MethodRegistry tools) {
        return of(name, version, tools, PAGE_SIZE);
    }

    static Dialect of(String name, String version, MethodRegistry tools, int pageSize) {
        Map<String, Object> serverInfo = new LinkedHashMap<>();
        serverInfo.put("name", name);
        serverInfo.put("version", version);
        Handshake handshake = new Handshake(serverInfo);
        MethodRegistry protocol = new MethodRegistry();
        protocol.put(1, 0, methods(handshake, HandlerExecution.EVENT_LOOP));
        protocol.put(2, 0, methods(new ToolMethods(new Tools(tools, pageSize), handshake), HandlerExecution.VIRTUAL));
        return new Dialect(
                protocol,
                Map.of(),
                tools,
                conn -> isInterested(McpState.of(conn)),
                (conn, client) -> ToolMethods.announce(McpState.of(conn), client),
                HINT,
                false,
                true);
    }

    private static boolean isInterested(McpState state) {
        return state.isInitialized() || !state.subscriptions().isEmpty();
    }

    private static List<RpcMethod> methods(Object object, HandlerExecution execution) {
        Publication publication = Publication.of(
                new PublishedService(object, Jackson.newMapper()),
                Map.of(JsonRpcFunctions.ANNOTATED, true, JsonRpcFunctions.EXECUTION, execution.name()));
        if (!publication.faults().isEmpty()) {
            throw new IllegalStateException(publication.faults().toString());
        }
        return publication.methods();
    }

    /**
     * Returns whether a method is a tool: by the property of its service, or without that by its annotation.
     *
     * @param properties the properties of its service
     */
    public static boolean isTool(Map<String, ?> properties, RpcMethod method) {
        Object property = properties.get(McpTool.PROPERTY);
        return property == null
                ? method.overloads().stream().map(MethodOverload::tool).anyMatch(Objects::nonNull)
                : Boolean.TRUE.equals(property) || "true".equals(property);
    }
}

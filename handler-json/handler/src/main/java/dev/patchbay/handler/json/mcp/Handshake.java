package dev.patchbay.handler.json.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.handler.json.method.InvocationContext;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.JsonText;
import dev.patchbay.jsonrpc.mcp.McpRequest.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The methods of the protocol that are answered at once, on the event loop, so in the order in which they arrive. Called
 * through the method binding; so they are public.
 */
public final class Handshake {

    private static final Map<String, Object> CAPABILITIES = capabilities();

    private final Map<String, Object> serverInfo;

    /**
     * Creates the methods.
     *
     * @param serverInfo the name and the version of the server
     */
    Handshake(Map<String, Object> serverInfo) {
        this.serverInfo = serverInfo;
    }

    private static Map<String, Object> capabilities() {
        Map<String, Object> capabilities = new LinkedHashMap<>();
        capabilities.put("logging", Map.of());
        capabilities.put("tools", Map.of("listChanged", true));
        return capabilities;
    }

    /** Begins a connection that has a handshake. */
    @JsonRpcMethod("initialize")
    public Map<String, Object> initialize(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        if (params.object("_meta").has(McpState.PROTOCOL_VERSION)) {
            throw unknown("initialize", Revision.STATELESS);
        }
        Revision revision = Revision.negotiate(params.text("protocolVersion"));
        McpState.of(caller.connection()).settle(revision);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("protocolVersion", revision.version());
        result.put("capabilities", CAPABILITIES);
        result.put("serverInfo", serverInfo);
        return result;
    }

    /** Ends the handshake. */
    @JsonRpcMethod("notifications/initialized")
    public void initialized(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        McpState.of(caller.connection()).initialized();
    }

    /** Answers, also before the handshake. */
    @JsonRpcMethod("ping")
    public Map<String, Object> ping(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        McpState state = McpState.of(caller.connection());
        boolean isStateless = params.object("_meta").has(McpState.PROTOCOL_VERSION);
        if (isStateless || state.revision() != null) {
            requireHandshake(state.revision(params), "ping");
        }
        return Map.of();
    }

    /** Sets from which level on the client gets log messages. */
    @JsonRpcMethod("logging/setLevel")
    public Map<String, Object> setLevel(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        McpState state = McpState.of(caller.connection());
        requireHandshake(state.revision(params), "logging/setLevel");
        Level level = McpState.level(params, "level");
        if (level == null) {
            throw params.invalid("level", "is missing; send a level");
        }
        state.setLevel(level);
        return Map.of();
    }

    /** Cancels a request, or ends a subscription. */
    @JsonRpcMethod("notifications/cancelled")
    public void cancelled(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        byte[] id = Params.of(members).json("requestId");
        if (id != null) {
            McpState.of(caller.connection()).unsubscribe(new String(id, UTF_8));
            caller.cancel(id);
        }
    }

    /** Says which revisions are spoken. Settles nothing, because the client chooses among them afterwards. */
    @JsonRpcMethod("server/discover")
    public Map<String, Object> discover(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Revision revision = McpState.of(caller.connection()).revision(Params.of(members));
        requireStateless(revision, "server/discover");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("supportedVersions", Revision.versions());
        result.put("capabilities", CAPABILITIES);
        return cacheable(result, revision);
    }

    /** Adds what all results have in a revision. */
    Map<String, Object> complete(Map<String, Object> result, Revision revision) {
        if (!revision.hasHandshake()) {
            result.put("resultType", "complete");
            result.put("_meta", Map.of("io.modelcontextprotocol/serverInfo", serverInfo));
        }
        return result;
    }

    /** Adds what lists have as well. They may change at any time, so nothing is to be kept without asking again. */
    Map<String, Object> cacheable(Map<String, Object> result, Revision revision) {
        if (!revision.hasHandshake()) {
            result.put("ttlMs", 0);
            result.put("cacheScope", "private");
        }
        return complete(result, revision);
    }

    static void requireStateless(Revision revision, String method) {
        if (revision.hasHandshake()) {
            throw unknown(method, revision);
        }
    }

    private static void requireHandshake(Revision revision, String method) {
        if (!revision.hasHandshake()) {
            throw unknown(method, revision);
        }
    }

    private static JsonRpcException unknown(String method, Revision revision) {
        return new JsonRpcException(
                JsonRpcException.METHOD_NOT_FOUND,
                "Method not found: there is no " + method + " in revision " + revision.version());
    }
}

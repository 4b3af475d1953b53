package dev.patchbay.handler.json.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.call.Call;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.InvocationContext;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.JsonText;
import dev.patchbay.jsonrpc.mcp.McpRequest.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectWriter;

/**
 * The methods of the protocol that may block. Called through the method binding, on threads of their own; so they are
 * public.
 */
public final class ToolMethods {

    private static final ObjectWriter WRITER = Jackson.newMapper().writer();

    private final Tools tools;
    private final Handshake handshake;

    ToolMethods(Tools tools, Handshake handshake) {
        this.tools = tools;
        this.handshake = handshake;
    }

    /** Lists the tools, page by page. */
    @JsonRpcMethod("tools/list")
    public Map<String, Object> list(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        Revision revision = McpState.of(caller.connection()).settled(params);
        Tools.Page page = tools.page(params.textOrNull("cursor"));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tools", page.tools().stream().map(Tool::description).toList());
        if (page.nextCursor() != null) {
            result.put("nextCursor", page.nextCursor());
        }
        return handshake.cacheable(result, revision);
    }

    /** Calls a tool. */
    @JsonRpcMethod("tools/call")
    public Object call(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        McpState state = McpState.of(caller.connection());
        Revision revision = state.settled(params);
        String name = params.text("name");
        params.object("arguments");
        byte[] arguments = params.json("arguments");
        Params meta = params.object("_meta");
        Level least =
                revision.hasHandshake() ? state.level() : McpState.level(meta, "io.modelcontextprotocol/logLevel");
        byte[] token = meta.json("progressToken");
        Tool tool = begin(name);
        ClientRequest request =
                new ClientRequest(caller, caller.client(tool.method().service().writer()), name, token, least);
        return new ToolCall(tool, revision, caller, request, result -> handshake.complete(result, revision))
                .run(arguments == null ? null : new Slice(arguments, 0, arguments.length));
    }

    /** Begins a call on the tool's service. Looks again if it is retired in between: another one may have the name. */
    private Tool begin(String name) {
        Tool tool = tools.get(name);
        while (tool != null && !tool.method().service().beginCall()) {
            Tool next = tools.get(name);
            tool = next == tool ? null : next;
        }
        if (tool == null) {
            throw new JsonRpcException(
                    JsonRpcException.INVALID_PARAMS,
                    "Unknown tool: " + Printable.name(name) + "; tools/list has those that there are");
        }
        tool.method().calls().begun();
        return tool;
    }

    /** Subscribes to changes. The request is not answered: it stays open until the client cancels it. */
    @JsonRpcMethod("subscriptions/listen")
    public Object listen(@AllParams Map<String, JsonText> members, InvocationContext caller) {
        Params params = Params.of(members);
        McpState state = McpState.of(caller.connection());
        Handshake.requireStateless(state.settled(params), "subscriptions/listen");
        boolean wanted = params.object("notifications").isTrue("toolsListChanged");
        String id = id(caller);
        long before = tools.version();
        JsonRpcClient client = caller.client(WRITER);
        Map<String, Object> agreed = new LinkedHashMap<>(subscription(id));
        agreed.put("notifications", wanted ? Map.of("toolsListChanged", true) : Map.of());
        client.notify("notifications/subscriptions/acknowledged", agreed);
        if (wanted) {
            state.subscribe(id);
            if (tools.version() != before) {
                changed(client, id);
            }
        }
        return Call.UNANSWERED;
    }

    private static String id(InvocationContext caller) {
        Slice id = caller.requestId();
        if (id == null || id.bytes()[id.from()] == 'n') {
            throw new JsonRpcException(
                    JsonRpcException.INVALID_REQUEST,
                    "subscriptions/listen has no id to name the subscription; send a string or a number");
        }
        return new String(id.bytes(), id.from(), id.length(), UTF_8);
    }

    /** Notifies a client of changes, in the way of its revision. */
    static void announce(McpState state, JsonRpcClient client) {
        if (state.isInitialized()) {
            client.notify("notifications/tools/list_changed", null);
        }
        state.subscriptions().forEach(id -> changed(client, id));
    }

    private static void changed(JsonRpcClient client, String id) {
        client.notify("notifications/tools/list_changed", subscription(id));
    }

    private static Map<String, Object> subscription(String id) {
        byte[] raw = id.getBytes(UTF_8);
        return Map.of(
                "_meta", Map.of("io.modelcontextprotocol/subscriptionId", RawJsonText.copyOf(raw, 0, raw.length)));
    }
}

package dev.patchbay.handler.json.mcp;

import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A client of MCP in either way: with a handshake, or with {@code _meta} in each request. */
final class McpClient implements AutoCloseable {

    static final String STATELESS = "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}%s}";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final RpcClient client;
    private final boolean stateless;
    private int id;

    private McpClient(RpcClient client, boolean stateless) {
        this.client = client;
        this.stateless = stateless;
    }

    /** Connects and sends nothing. */
    static McpClient connect(RunningServer server) throws Exception {
        return new McpClient(server.connect(), false);
    }

    /** Connects, for requests that say their revision. */
    static McpClient stateless(RunningServer server) throws Exception {
        return new McpClient(server.connect(), true);
    }

    /** Connects, with a handshake. */
    static McpClient initialized(RunningServer server, String version) throws Exception {
        McpClient client = connect(server);
        client.initialize(version);
        client.tell("notifications/initialized", "{}");
        client.ask("ping", "{}");
        return client;
    }

    Map<String, Object> initialize(String version) throws Exception {
        return ask(
                "initialize",
                "{\"protocolVersion\":\"" + version
                        + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
    }

    /** Sends a request, and returns the next message. */
    Map<String, Object> ask(String method, String params) throws Exception {
        begin(method, params);
        return next();
    }

    /** Sends a request, and returns its id. */
    int begin(String method, String params) throws Exception {
        id++;
        client.line("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":"
                + meta(params, "") + "}");
        return id;
    }

    /** Sends a notification. */
    void tell(String method, String params) throws Exception {
        client.line("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Calls a tool, and returns the result, without what comes before it. */
    Map<String, Object> call(String tool, String arguments) throws Exception {
        Map<String, Object> answer = ask("tools/call", arguments(tool, arguments));
        while (!answer.containsKey("id")) {
            answer = next();
        }
        return map(answer.get("result"));
    }

    static String arguments(String tool, String arguments) {
        return "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
    }

    private String meta(String params, String more) {
        if (!stateless || params.contains("_meta")) {
            return params;
        }
        String rest = params.substring(1);
        return "{\"_meta\":" + String.format(STATELESS, more) + (rest.equals("}") ? "" : ",") + rest;
    }

    RpcClient line() {
        return client;
    }

    /** Returns the next message. */
    Map<String, Object> next() throws Exception {
        return map(MAPPER.readValue(client.read(), Map.class));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }

    /** Returns a member of a member of an object, and so on. */
    static Object at(Object object, String... path) {
        Object at = object;
        for (String name : path) {
            at = at instanceof List<?> list ? list.get(Integer.parseInt(name)) : map(at).get(name);
        }
        return at;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

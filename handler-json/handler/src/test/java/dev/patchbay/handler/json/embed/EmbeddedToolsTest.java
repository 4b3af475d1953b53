package dev.patchbay.handler.json.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.embed.JsonRpc;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools of a program without OSGi. */
@Timeout(60)
class EmbeddedToolsTest {

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir
    Path directory;

    /** As in the documentation. */
    public static final class Weather {
        @McpTool(readOnly = true)
        @JsonRpcMethod("weather.today")
        public String today(String city) {
            return "rain in " + city;
        }
    }

    /** A method without an annotation of its own for MCP. */
    public static final class Clock {
        @JsonRpcMethod("now")
        public long now() {
            return 1;
        }
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + META + params + "}}";
    }

    @Test
    void objectsAreToolsInThreeLines() throws Exception {
        Path socket = directory.resolve("mcp.sock");
        try (JsonRpcMethods tools = JsonRpc.mcp(new Weather());
                Server server = Server.at(socket.toString()).handler(tools).start();
                RpcClient client = RpcClient.connect(socket)) {
            assertThat(server.snapshot().toString()).contains("mcp");
            assertThat(client.ask(
                            request("tools/call", ",\"name\":\"weather_today\",\"arguments\":{\"city\":\"Rome\"}")))
                    .contains("\"text\":\"rain in Rome\"", "\"structuredContent\":{\"result\":\"rain in Rome\"}");
        }
    }

    @Test
    void clientsAreNotifiedOfObjectsThatComeAndGo() throws Exception {
        Path socket = directory.resolve("mcp.sock");
        try (JsonRpcMethods tools = JsonRpc.mcp(new Weather()).with("message.max", 1000);
                Server server = Server.at(socket.toString()).handler(tools).start();
                RpcClient client = RpcClient.connect(socket)) {
            assertThat(client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}}"))
                    .contains("\"name\":\"patchbay-mcp\"");
            client.line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
            JsonRpcMethods.Registration clock = tools.add(new Clock());
            assertThat(client.read()).contains("list_changed");
            assertThat(client.ask("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}"))
                    .contains("\"now\"", "\"weather_today\"");
            clock.close();
            assertThat(client.read()).contains("list_changed");
            assertThat(server.address()).isEqualTo(socket.toString());
        }
    }
}

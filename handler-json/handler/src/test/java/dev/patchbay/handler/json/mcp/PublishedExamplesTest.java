package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.Param;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the specification: a client that sends these requests gets such answers. */
@Timeout(60)
class PublishedExamplesTest {

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"ExampleClient\",\"version\":\"1.0.0\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}";

    @TempDir
    Path directory;

    private RunningServer server;

    /** What the weather tool of the examples returns. */
    public record Conditions(double temperature, String conditions, double humidity) {}

    /** The weather tool of the examples. */
    public static final class Weather {
        @McpTool(title = "Weather Data Retriever", readOnly = true)
        @Description("Get current weather data for a location")
        public Conditions get_weather_data(@Param(description = "City name or zip code") String location) {
            return new Conditions(22.5, "Partly cloudy", 65);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, tools -> McpDialect.of("ExampleServer", "1.0.0", tools));
        server.publish(new Weather(), "", "get_weather_data");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"2025-06-18, '\"elicitation\":{}'", "2025-11-25, '\"elicitation\":{\"form\":{},\"url\":{}}'"})
    void aHandshake(String version, String elicitation) throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            Map<String, Object> answer = client.ask(
                    "initialize",
                    "{\"protocolVersion\":\"" + version + "\",\"capabilities\":{\"roots\":{\"listChanged\":true},"
                            + "\"sampling\":{}," + elicitation + "},\"clientInfo\":{\"name\":\"ExampleClient\","
                            + "\"title\":\"Example Client Display Name\",\"version\":\"1.0.0\"}}");
            assertThat(at(answer, "result", "protocolVersion")).isEqualTo(version);
            assertThat(at(answer, "result", "serverInfo", "name")).isEqualTo("ExampleServer");
            client.line().line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            client.line().line("{\"jsonrpc\":\"2.0\",\"id\":\"123\",\"method\":\"ping\"}");
            assertThat(client.next()).isEqualTo(Map.of("jsonrpc", "2.0", "id", "123", "result", Map.of()));
            assertThat(client.ask("logging/setLevel", "{\"level\":\"info\"}").get("result"))
                    .isEqualTo(Map.of());
            client.tell(
                    "notifications/cancelled", "{\"requestId\":\"123\",\"reason\":\"User requested cancellation\"}");
            assertThat(structured(client.ask("tools/call", call(""))))
                    .isEqualTo(Map.of("temperature", 22.5, "conditions", "Partly cloudy", "humidity", 65.0));
        }
    }

    private static String call(String more) {
        return "{\"name\":\"get_weather_data\",\"arguments\":{\"location\":\"New York\"}" + more + "}";
    }

    private static Object structured(Map<String, Object> answer) {
        return at(answer, "result", "structuredContent");
    }

    @Test
    void statelessRequests() throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            Map<String, Object> discovered = client.ask("server/discover", "{" + META + "}");
            assertThat(at(discovered, "result", "supportedVersions", "0")).isEqualTo("2026-07-28");
            Map<String, Object> listed = client.ask("tools/list", "{" + META + "}");
            Object tool = at(listed, "result", "tools", "0");
            assertThat(at(tool, "title")).isEqualTo("Weather Data Retriever");
            assertThat(at(tool, "inputSchema", "properties", "location"))
                    .isEqualTo(Map.of("type", "string", "description", "City name or zip code"));
            assertThat(at(tool, "inputSchema", "required")).isEqualTo(List.of("location"));
            assertThat(at(tool, "outputSchema", "properties", "temperature", "type"))
                    .isEqualTo("number");
            assertThat(at(listed, "result", "resultType")).isEqualTo("complete");
            Map<String, Object> called = client.ask("tools/call", call("," + META));
            assertThat(at(called, "result", "content", "0", "text"))
                    .isEqualTo("{\"temperature\":22.5,\"conditions\":\"Partly cloudy\",\"humidity\":65.0}");
            Map<String, Object> unknown =
                    client.ask("tools/call", "{\"name\":\"invalid_tool_name\",\"arguments\":{}," + META + "}");
            assertThat(at(unknown, "error", "code")).isEqualTo(-32602);
            assertThat(at(unknown, "error", "message").toString()).startsWith("Unknown tool: invalid_tool_name");
        }
    }

    @Test
    void aVersionOfLongAgo() throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            Map<String, Object> refused =
                    client.ask("tools/list", "{" + META.replace("2026-07-28", "1900-01-01") + "}");
            assertThat(at(refused, "error", "code")).isEqualTo(-32022);
            assertThat(at(refused, "error", "data", "requested")).isEqualTo("1900-01-01");
        }
    }
}

package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection comes to speak a revision, and what each has of its own. */
@Timeout(60)
class RevisionsTest {

    private static final List<String> ALL = List.of("2026-07-28", "2025-11-25", "2025-06-18");

    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, tools -> McpDialect.of("test", "1.2", tools));
        server.publish(new Workshop(), "", "add");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static int error(Map<String, Object> message) {
        return (Integer) at(message, "error", "code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-11-25"})
    void aHandshakeSettlesTheRevisionThatIsAskedFor(String version) throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            Map<String, Object> answer = client.initialize(version);
            assertThat(answer.get("result"))
                    .isEqualTo(Map.of(
                            "protocolVersion", version,
                            "capabilities", Map.of("logging", Map.of(), "tools", Map.of("listChanged", true)),
                            "serverInfo", Map.of("name", "test", "version", "1.2")));
            client.tell("notifications/initialized", "{}");
            assertThat(client.ask("ping", "{}").get("result")).isEqualTo(Map.of());
            Map<String, Object> list =
                    McpClient.map(client.ask("tools/list", "{}").get("result"));
            assertThat(list).containsOnlyKeys("tools");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2026-07-28", "soon"})
    void aHandshakeForAnyOtherRevisionIsAnsweredWithTheNewestThatHasOne(String version) throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            assertThat(at(client.initialize(version), "result", "protocolVersion"))
                    .isEqualTo("2025-11-25");
        }
    }

    @Test
    void aRequestWithItsRevisionNeedsNoHandshake() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            Map<String, Object> list =
                    McpClient.map(client.ask("tools/list", "{}").get("result"));
            assertThat(list)
                    .containsOnlyKeys("tools", "resultType", "ttlMs", "cacheScope", "_meta")
                    .containsEntry("resultType", "complete")
                    .containsEntry("cacheScope", "private");
            assertThat(at(list, "_meta", "io.modelcontextprotocol/serverInfo"))
                    .isEqualTo(Map.of("name", "test", "version", "1.2"));
            assertThat(error(client.ask("ping", "{}"))).isEqualTo(-32601);
            assertThat(error(client.ask("logging/setLevel", "{\"level\":\"info\"}")))
                    .isEqualTo(-32601);
        }
    }

    @Test
    void discoverySettlesNothing() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            Map<String, Object> discovered = client.ask("server/discover", "{}");
            assertThat(at(discovered, "result", "supportedVersions")).isEqualTo(ALL);
            assertThat(at(discovered, "result", "capabilities", "tools", "listChanged"))
                    .isEqualTo(true);
            assertThat(at(discovered, "result", "resultType")).isEqualTo("complete");
            client.line()
                    .line(
                            "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\"}}");
            assertThat(at(client.next(), "result", "protocolVersion")).isEqualTo("2025-06-18");
        }
    }

    @Test
    void aVersionThatIsNotSpokenIsRefusedWithThoseThatAre() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            for (String version : List.of("2025-11-25", "2099-01-01")) {
                Map<String, Object> refused = client.ask(
                        "tools/list",
                        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + version
                                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}");
                assertThat(error(refused)).isEqualTo(-32022);
                assertThat(at(refused, "error", "data")).isEqualTo(Map.of("supported", ALL, "requested", version));
            }
            assertThat(client.ask("tools/list", "{}")).containsKey("result");
        }
    }

    @Test
    void aRequestWithoutCapabilitiesIsRefused() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            Map<String, Object> refused = client.ask(
                    "tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}");
            assertThat(error(refused)).isEqualTo(-32602);
            assertThat(at(refused, "error", "message").toString()).contains("clientCapabilities", "is missing");
        }
    }

    @Test
    void aRequestInNoRevisionIsToldOfBothWays() throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            Map<String, Object> refused = client.ask("tools/list", "{}");
            assertThat(error(refused)).isEqualTo(-32602);
            assertThat(at(refused, "error", "message").toString()).contains("protocolVersion", "initialize");
            assertThat(client.ask("ping", "{}")).containsKey("result");
            assertThat(client.initialize("2025-11-25")).containsKey("result");
        }
    }

    @Test
    void theTwoWaysAreNotMixedOnOneConnection() throws Exception {
        String meta = "{\"_meta\":" + String.format(McpClient.STATELESS, "") + "}";
        try (McpClient old = McpClient.initialized(server, "2025-11-25");
                McpClient stateless = McpClient.stateless(server)) {
            Map<String, Object> refused = old.ask("tools/list", meta);
            assertThat(error(refused)).isEqualTo(-32600);
            assertThat(at(refused, "error", "message").toString()).contains("began with initialize", "2025-11-25");
            assertThat(error(old.initialize("2025-11-25"))).isEqualTo(-32600);
            assertThat(error(old.ask("subscriptions/listen", "{}"))).isEqualTo(-32601);
            assertThat(error(old.ask("server/discover", "{}"))).isEqualTo(-32601);
            assertThat(old.ask("tools/list", "{}")).containsKey("result");

            assertThat(stateless.ask("tools/list", "{}")).containsKey("result");
            stateless
                    .line()
                    .line(
                            "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
            assertThat(error(stateless.next())).isEqualTo(-32600);
            assertThat(error(stateless.ask("initialize", "{\"protocolVersion\":\"2026-07-28\"}")))
                    .isEqualTo(-32601);
            assertThat(stateless.ask("tools/list", "{}")).containsKey("result");
        }
    }

    @Test
    void whatIsNoRequestOfTheProtocolIsRefusedAndTheConnectionLives() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            assertThat(error(client.ask("resources/list", "{}"))).isEqualTo(-32601);
            assertThat(error(client.ask("add", "{\"a\":1}"))).isEqualTo(-32601);
            assertThat(error(client.ask("rpc.discover", "{}"))).isEqualTo(-32601);
            assertThat(error(client.ask("tools/list", "[1]"))).isEqualTo(-32602);
            assertThat(error(client.ask("tools/list", "{\"cursor\":1}"))).isEqualTo(-32602);
            assertThat(error(client.ask("tools/list", "{\"_meta\":1}"))).isEqualTo(-32602);
            assertThat(error(client.ask("tools/call", "{}"))).isEqualTo(-32602);
            assertThat(error(client.ask("logging/setLevel", "{\"level\":\"loud\"}")))
                    .isEqualTo(-32602);
            client.line().line("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]");
            Map<String, Object> batch = client.next();
            assertThat(error(batch)).isEqualTo(-32600);
            assertThat(at(batch, "error", "data").toString()).contains("no batches");
            client.line().line("{");
            assertThat(error(client.next())).isEqualTo(-32700);
            assertThat(client.ask("ping", "{}")).containsKey("result");
        }
    }
}

package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.rpc.JsonRpcHandler;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools come and go, and so does the handler, while clients stay. */
@Timeout(60)
class ListChangedTest {

    private static final String CHANGED = "notifications/tools/list_changed";
    private static final String LISTEN = "{\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true}}";

    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, tools -> McpDialect.of("test", "1", tools));
        server.publish(new Workshop(), "", "add");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Object subscription(Map<String, Object> message) {
        return at(message, "params", "_meta", "io.modelcontextprotocol/subscriptionId");
    }

    @Test
    void aClientWithAHandshakeIsNotifiedOnceThatHasEnded() throws Exception {
        try (McpClient client = McpClient.connect(server)) {
            client.initialize("2025-11-25");
            server.publish(new Workshop(), "one", "add");
            assertThat(client.ask("ping", "{}")).containsKey("result");
            client.tell("notifications/initialized", "{}");
            client.ask("ping", "{}");
            RunningServer.Published two = server.publish(new Workshop(), "two", "add");
            assertThat(client.next()).isEqualTo(Map.of("jsonrpc", "2.0", "method", CHANGED));
            assertThat((List<?>) at(client.ask("tools/list", "{}"), "result", "tools"))
                    .hasSize(3);
            server.withdraw(two);
            assertThat(client.next()).containsEntry("method", CHANGED);
        }
    }

    @Test
    void aStatelessClientIsNotifiedOfWhatItListensTo() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            client.ask("tools/list", "{}");
            server.publish(new Workshop(), "one", "add");
            int id = client.begin("subscriptions/listen", LISTEN);
            Map<String, Object> agreed = client.next();
            assertThat(agreed).containsEntry("method", "notifications/subscriptions/acknowledged");
            assertThat(subscription(agreed)).isEqualTo(id);
            assertThat(at(agreed, "params", "notifications")).isEqualTo(Map.of("toolsListChanged", true));
            // Its request has no result, so only a later answer shows that the subscription is in force.
            assertThat(client.call("add", "{\"a\":1}")).containsKey("content");
            server.publish(new Workshop(), "two", "add");
            Map<String, Object> changed = client.next();
            assertThat(changed).containsEntry("method", CHANGED);
            assertThat(subscription(changed)).isEqualTo(id);
            client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
            assertThat(client.call("add", "{\"a\":1}")).containsKey("content");
            server.publish(new Workshop(), "three", "add");
            assertThat(client.call("add", "{\"a\":1}")).containsKey("content");
        }
    }

    @Test
    void aClientThatListensToNothingElseIsToldSo() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            Map<String, Object> agreed = client.ask("subscriptions/listen", "{\"notifications\":{}}");
            assertThat(at(agreed, "params", "notifications")).isEqualTo(Map.of());
            assertThat(at(client.ask("subscriptions/listen", "{\"notifications\":1}"), "error", "code"))
                    .isEqualTo(-32602);
        }
    }

    @Test
    void sessionsOutliveASwapOfTheHandler() throws Exception {
        try (McpClient old = McpClient.initialized(server, "2025-06-18");
                McpClient stateless = McpClient.stateless(server);
                JsonRpcHandler second = server.another()) {
            old.ask("logging/setLevel", "{\"level\":\"error\"}");
            int id = stateless.begin("subscriptions/listen", LISTEN);
            stateless.next();
            assertThat(stateless.call("add", "{\"a\":1}")).containsKey("content");
            server.install(2, second);
            server.remove(1);
            assertThat(old.next()).containsEntry("method", CHANGED);
            assertThat(subscription(stateless.next())).isEqualTo(id);
            assertThat(at(old.initialize("2025-06-18"), "error", "code")).isEqualTo(-32600);
            assertThat(old.call("add", "{\"a\":1}")).containsKey("content");
            server.publish(new Workshop(), "one", "add", "work");
            assertThat(old.next()).containsEntry("method", CHANGED);
            assertThat(old.ask("tools/call", "{\"name\":\"one_work\"}")).containsKey("result");
            assertThat(subscription(stateless.next())).isEqualTo(id);
            server.install(1, server.handler());
            server.remove(2);
        }
    }

    @Test
    void manyChangesAreToldInFewNotificationsAndTheLastIsTold() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            for (int i = 0; i < 100; i++) {
                server.publish(new Workshop(), "shop" + i, "add");
            }
            int id = client.begin("tools/list", "{}");
            int told = 0;
            Map<String, Object> next = client.next();
            for (; !Integer.valueOf(id).equals(next.get("id")); next = client.next()) {
                assertThat(next).containsEntry("method", CHANGED);
                told++;
            }
            assertThat(told).isLessThanOrEqualTo(101);
            assertThat((List<?>) at(next, "result", "tools")).hasSize(100);
            assertThat(McpClient.map(next.get("result"))).containsKey("nextCursor");
        }
    }
}

package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many requests run as the settings allow, and the client sends more. */
@Timeout(60)
class InFlightTest {

    @TempDir
    Path directory;

    private RunningServer server;
    private final Workshop workshop = new Workshop();

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(
                directory, tools -> McpDialect.of("test", "1", tools), "in.flight.max", "1", "answers.max", "1000");
        server.publish(workshop, "", Workshop.ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int stay(McpClient client) throws Exception {
        int id = client.begin("tools/call", McpClient.arguments("stay", "{}"));
        assertThat(workshop.begun.await(30, TimeUnit.SECONDS)).isTrue();
        return id;
    }

    private static void cancel(McpClient client, int id) throws Exception {
        client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
    }

    @Test
    void aCancellationIsReadWhileNoFurtherRequestMayBegin() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            int first = stay(client);
            int second = client.begin("tools/call", McpClient.arguments("add", "{\"a\":1}"));
            cancel(client, first);
            assertThat(client.next()).containsEntry("id", second).containsKey("result");
        }
    }

    @Test
    void aRequestThatIsCancelledWhileItWaitsIsNotBegun() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            int first = stay(client);
            int second = client.begin("tools/call", McpClient.arguments("later", "{}"));
            cancel(client, second);
            assertThat(client.ask("ping", "{}")).containsKey("result");
            workshop.go.countDown();
            assertThat(client.next()).containsEntry("id", first);
            assertThat(client.call("add", "{\"a\":1}")).containsKey("content");
            assertThat(workshop.promises).isEmpty();
        }
    }

    @Test
    void requestsBeyondWhatMayWaitAreReadLater() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            Set<Object> asked = new HashSet<>();
            asked.add(stay(client));
            for (int i = 0; i < 50; i++) {
                asked.add(client.begin("tools/call", McpClient.arguments("add", "{\"a\":" + i + "}")));
            }
            workshop.go.countDown();
            Set<Object> answered = new HashSet<>();
            while (answered.size() < asked.size()) {
                Map<String, Object> answer = client.next();
                assertThat(answer).containsKey("result");
                assertThat(answered.add(at(answer, "id"))).isTrue();
            }
            assertThat(answered).isEqualTo(asked);
        }
    }
}

package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.CapturedLog;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ToolCallTest {

    @TempDir
    Path directory;

    private RunningServer server;
    private RunningServer.Published published;
    private final Workshop workshop = new Workshop();

    @BeforeEach
    void start() throws Exception {
        CapturedLog.clear();
        server = RunningServer.start(directory, tools -> McpDialect.of("test", "1", tools));
        published = server.publish(workshop, "", Workshop.ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Object text(String text) {
        return List.of(Map.of("type", "text", "text", text));
    }

    @Test
    void aResultIsStructuredAndText() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-06-18")) {
            assertThat(client.call("add", "{\"a\":40,\"b\":2}"))
                    .isEqualTo(Map.of("content", text("42"), "structuredContent", Map.of("result", 42)));
            assertThat(client.call("text", "{}"))
                    .isEqualTo(
                            Map.of("content", text("two\nlines"), "structuredContent", Map.of("result", "two\nlines")));
            Map<String, Object> part = client.call("part", "{\"name\":\"wheel\"}");
            assertThat(at(part, "structuredContent", "parts", "0", "name")).isEqualTo("inner");
            assertThat(at(part, "content", "0", "text").toString()).startsWith("{\"name\":\"wheel\"");
            assertThat(client.call("nothing", "{}")).isEqualTo(Map.of("content", List.of()));
            assertThat(client.ask("tools/call", "{\"name\":\"nothing\"}")).containsKey("result");
        }
    }

    @Test
    void aResultOfNoTypeIsStructuredIfItIsAnObject() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            assertThat(client.call("anything", "{\"object\":true}"))
                    .isEqualTo(Map.of("content", text("{\"a\":1}"), "structuredContent", Map.of("a", 1)));
            assertThat(client.call("anything", "{\"object\":false}")).isEqualTo(Map.of("content", text("[1,2]")));
        }
    }

    @Test
    void aResultOfAStatelessRequestSaysThatItIsComplete() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            assertThat(client.call("add", "{\"a\":1}"))
                    .containsOnlyKeys("content", "structuredContent", "resultType", "_meta")
                    .containsEntry("resultType", "complete");
            client.begin("tools/call", McpClient.arguments("later", "{}"));
            workshop.promises.take().complete("done");
            assertThat(client.next().get("result"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("content", text("done"))
                    .containsEntry("resultType", "complete");
        }
    }

    @Test
    void whatAMethodThrowsIsAnErrorOfTheTool() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            Map<String, Object> told = client.call("fail", "{\"how\":\"told\"}");
            assertThat(told).containsEntry("isError", true).containsEntry("resultType", "complete");
            assertThat(at(told, "content", "0", "text")).isEqualTo("no paper");
            assertThat(at(told, "content", "1", "text")).isEqualTo("{\"tray\":2}");
            for (String how : List.of("error", "exception")) {
                Map<String, Object> failed = client.call("fail", "{\"how\":\"" + how + "\"}");
                assertThat(failed).containsEntry("isError", true);
                assertThat(failed.toString()).contains("Internal error").doesNotContain("secret");
            }
            assertThat(CapturedLog.entries("ERROR")).hasSize(2);
            assertThat(client.call("part", "{\"name\":\"\"}")).containsEntry("isError", true);
            client.begin("tools/call", McpClient.arguments("later", "{}"));
            workshop.promises.take().completeExceptionally(new IllegalStateException("secret"));
            assertThat(at(client.next(), "result", "isError")).isEqualTo(true);
        }
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() throws Exception {
        try (McpClient old = McpClient.initialized(server, "2025-06-18");
                McpClient stateless = McpClient.stateless(server)) {
            for (McpClient client : List.of(old, stateless)) {
                Map<String, Object> answer = client.ask("tools/call", McpClient.arguments("subtract", "{}"));
                assertThat(at(answer, "error", "code")).isEqualTo(-32602);
                assertThat(at(answer, "error", "message").toString()).startsWith("Unknown tool: subtract");
            }
        }
    }

    @Test
    void argumentsThatDoNotFitAreWhatTheRevisionSays() throws Exception {
        try (McpClient oldest = McpClient.initialized(server, "2025-06-18");
                McpClient old = McpClient.initialized(server, "2025-11-25");
                McpClient stateless = McpClient.stateless(server)) {
            for (String arguments : List.of("{}", "{\"a\":\"x\"}", "{\"a\":1,\"c\":1}", "{\"a\":1.5}")) {
                Map<String, Object> error = oldest.ask("tools/call", McpClient.arguments("add", arguments));
                assertThat(at(error, "error", "code")).isEqualTo(-32602);
                assertThat(old.call("add", arguments)).containsEntry("isError", true);
                assertThat(stateless.call("add", arguments).toString()).contains("isError=true", "parameter \"");
            }
            for (McpClient client : List.of(oldest, old, stateless)) {
                assertThat(at(client.ask("tools/call", McpClient.arguments("add", "[1]")), "error", "code"))
                        .isEqualTo(-32602);
                assertThat(client.call("add", "{\"a\":1}")).containsKey("structuredContent");
            }
        }
        assertThat(CapturedLog.entries("ERROR")).isEmpty();
    }

    @Test
    void aCancelledRequestIsInterruptedAndNotAnswered() throws Exception {
        try (McpClient client = McpClient.stateless(server)) {
            int id = client.begin("tools/call", McpClient.arguments("stay", "{}"));
            assertThat(workshop.begun.await(30, TimeUnit.SECONDS)).isTrue();
            client.tell("notifications/cancelled", "{\"requestId\":" + id + ",\"reason\":\"tired\"}");
            assertThat(workshop.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(client.call("add", "{\"a\":1}")).containsKey("structuredContent");
        }
        assertThat(CapturedLog.entries("ERROR")).isEmpty();
    }

    @Test
    void theStageOfACancelledRequestIsCancelled() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            int id = client.begin("tools/call", McpClient.arguments("later", "{}"));
            CompletableFuture<String> promise = workshop.promises.take();
            client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
            assertThat(promise.handle((value, thrown) -> thrown).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class);
            assertThat(client.call("add", "{\"a\":1}")).containsKey("structuredContent");
        }
    }

    @Test
    void aCancelledRequestDelaysNoLaterAnswerThatHasToWaitItsTurn() throws Exception {
        server.set("in.order", "true");
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            int id = client.begin("tools/call", McpClient.arguments("stay", "{}"));
            assertThat(workshop.begun.await(30, TimeUnit.SECONDS)).isTrue();
            client.begin("tools/call", McpClient.arguments("add", "{\"a\":1}"));
            client.tell("notifications/cancelled", "{\"requestId\":" + id + "}");
            assertThat(at(client.next(), "result", "structuredContent", "result"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aCancellationOfNothingIsIgnored() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            client.tell("notifications/cancelled", "{\"requestId\":99}");
            client.tell("notifications/cancelled", "{}");
            client.tell("notifications/cancelled", "{\"requestId\":\"1\"}");
            client.tell("notifications/other", "{}");
            assertThat(client.call("add", "{\"a\":1}")).containsKey("structuredContent");
        }
    }

    @Test
    void progressAndLogAreToldToThoseWhoAskedForThem() throws Exception {
        try (McpClient old = McpClient.initialized(server, "2025-11-25");
                McpClient stateless = McpClient.stateless(server)) {
            old.begin("tools/call", "{\"name\":\"work\",\"_meta\":{\"progressToken\":\"t\"}}");
            assertThat(old.next().get("params"))
                    .isEqualTo(Map.of("level", "warning", "logger", "work", "data", Map.of("paper", "low")));
            assertThat(old.next())
                    .containsEntry("method", "notifications/progress")
                    .containsEntry(
                            "params", Map.of("progressToken", "t", "progress", 1.0, "total", 2.0, "message", "half"));
            assertThat(at(old.next(), "params", "progress")).isEqualTo(2.0);
            assertThat(old.next()).containsKey("result");
            assertThat(old.ask("logging/setLevel", "{\"level\":\"debug\"}").get("result"))
                    .isEqualTo(Map.of());
            old.begin("tools/call", "{\"name\":\"work\"}");
            assertThat(at(old.next(), "params", "data")).isEqualTo("begins");
            old.next();
            assertThat(old.next()).containsKey("result");

            assertThat(stateless.ask("tools/call", "{\"name\":\"work\"}")).containsKey("result");
            String meta = String.format(
                    McpClient.STATELESS, ",\"io.modelcontextprotocol/logLevel\":\"warning\",\"progressToken\":7");
            stateless.begin("tools/call", "{\"name\":\"work\",\"_meta\":" + meta + "}");
            assertThat(at(stateless.next(), "params", "level")).isEqualTo("warning");
            assertThat(at(stateless.next(), "params", "progressToken")).isEqualTo(7);
            stateless.next();
            assertThat(stateless.next()).containsKey("result");
        }
    }

    @Test
    void theServiceOfAToolIsNotIdleWhileTheToolRuns() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            client.begin("tools/call", McpClient.arguments("stay", "{}"));
            assertThat(workshop.begun.await(30, TimeUnit.SECONDS)).isTrue();
            server.withdraw(published);
            assertThat(published.service().awaitIdle(Duration.ofMillis(1))).isFalse();
            assertThat(client.next()).containsEntry("method", "notifications/tools/list_changed");
            assertThat(at(client.ask("tools/call", McpClient.arguments("add", "{}")), "error", "code"))
                    .isEqualTo(-32602);
            workshop.go.countDown();
            assertThat(at(client.next(), "result", "structuredContent", "result"))
                    .isEqualTo("stayed");
            assertThat(published.service().awaitIdle(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void callsAreCountedByTool() throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            client.call("add", "{\"a\":1}");
            client.call("add", "{}");
            client.call("fail", "{\"how\":\"told\"}");
        }
        assertThat(server.methods().calls())
                .filteredOn(method -> method.calls() > 0)
                .extracting(method -> method.name() + method.calls() + method.errors())
                .containsExactly("add2{-32602=1}", "fail1{7=1}");
    }

    @Test
    void aMethodThatTellsOfItsProgressSaysNothingToAClientOfPlainJsonRpc() throws Exception {
        try (RunningServer plain = RunningServer.start(Files.createDirectory(directory.resolve("plain")))) {
            plain.publish(workshop, "", "work");
            try (RpcClient client = plain.connect()) {
                assertThat(client.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\"}"))
                        .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":1}");
            }
        }
    }
}

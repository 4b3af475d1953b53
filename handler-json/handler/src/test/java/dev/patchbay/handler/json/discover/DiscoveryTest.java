package dev.patchbay.handler.json.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.Param;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class DiscoveryTest {

    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.methodsChanged\"}";

    @TempDir
    Path directory;

    private RunningServer server;

    enum Size {
        SMALL,
        LARGE
    }

    record Node(String name, int weight, List<Node> children, Optional<Instant> since) {}

    /** What is described. */
    public static final class Methods {
        @Description("Makes a tree.")
        public CompletionStage<Node> grow(
                @Param(description = "How tall it gets.") int height, Size size, Optional<Map<String, Long>> options) {
            return CompletableFuture.completedFuture(new Node("root", height, List.of(), Optional.empty()));
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String request(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":1}";
    }

    private static JsonNode discover(RpcClient client) throws Exception {
        return new JsonMapper().readTree(client.ask(request("rpc.discover"))).get("result");
    }

    @Test
    void theDocumentDescribesMethodsParametersAndTypes() throws Exception {
        server.publish(new Methods(), "tree", "grow");
        try (RpcClient client = server.connect()) {
            JsonNode method = discover(client).get("methods").get(0);
            assertThat(method.toString())
                    .isEqualTo(
                            "{\"name\":\"tree.grow\",\"description\":\"Makes a tree.\",\"paramStructure\":\"either\","
                                    + "\"params\":[{\"name\":\"height\",\"description\":\"How tall it gets.\",\"required\":true,"
                                    + "\"schema\":{\"type\":\"integer\",\"minimum\":-2147483648,\"maximum\":2147483647}},"
                                    + "{\"name\":\"size\",\"required\":true,\"schema\":{\"type\":\"string\",\"enum\":[\"SMALL\",\"LARGE\"]}},"
                                    + "{\"name\":\"options\",\"required\":false,\"schema\":{\"type\":[\"object\",\"null\"],"
                                    + "\"additionalProperties\":{\"type\":\"integer\"}}}],"
                                    + "\"result\":{\"name\":\"result\",\"schema\":{\"$ref\":\"#/components/schemas/Node\"}}}");
        }
    }

    /** Types that are bound and sent otherwise than Jackson says. */
    public static final class Types {
        public Duration types(
                byte[] bytes,
                Duration duration,
                LocalDateTime local,
                Optional<Integer> middle,
                LocalTime time,
                ZonedDateTime zoned,
                char character,
                byte small,
                OptionalInt optional,
                Optional<Size> last) {
            return duration;
        }

        public byte[] bytes() {
            return new byte[0];
        }

        public Optional<Node> maybe() {
            return Optional.empty();
        }
    }

    @Test
    void typesAreDescribedAsTheyAreBoundAndSent() throws Exception {
        server.publish(new Types(), "t", "types", "bytes", "maybe");
        try (RpcClient client = server.connect()) {
            JsonNode document = discover(client);
            JsonNode method = document.at("/methods/2");
            assertThat(method.get("params")
                            .valueStream()
                            .map(param -> param.get("schema").toString()))
                    .containsExactly(
                            "{\"type\":\"string\",\"contentEncoding\":\"base64\"}",
                            "{\"type\":\"string\",\"format\":\"duration\"}",
                            "{\"type\":\"string\",\"format\":\"date-time-local\"}",
                            "{\"type\":[\"integer\",\"null\"],\"minimum\":-2147483648,\"maximum\":2147483647}",
                            "{\"type\":\"string\",\"format\":\"time-local\"}",
                            "{\"type\":\"string\"}",
                            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":1}",
                            "{\"type\":\"integer\",\"minimum\":-128,\"maximum\":127}",
                            "{\"type\":[\"integer\",\"null\"],\"minimum\":-2147483648,\"maximum\":2147483647}",
                            "{\"type\":[\"string\",\"null\"],\"enum\":[\"SMALL\",\"LARGE\",null]}");
            assertThat(method.get("params")
                            .valueStream()
                            .map(param -> param.get("required").asBoolean()))
                    .containsExactly(true, true, true, true, true, true, true, true, true, false);
            assertThat(method.at("/result/schema/format").asString()).isEqualTo("duration");
            assertThat(document.at("/methods/0/result/schema/contentEncoding").asString())
                    .isEqualTo("base64");
            assertThat(document.at("/methods/1/result/schema/anyOf/0/$ref").asString())
                    .isEqualTo("#/components/schemas/Node");
            assertThat(document.at("/methods/1/result/schema/anyOf/1/type").asString())
                    .isEqualTo("null");
        }
    }

    @Test
    void whatIsDescribedIsWhatIsBound() throws Exception {
        server.publish(new Types(), "t", "types");
        String values =
                "\"AQI=\",\"PT1M\",\"2024-01-01T10:00:00\",null,\"10:00:00\",\"2024-01-01T10:00:00Z\",\"c\",127,null";
        try (RpcClient client = server.connect()) {
            for (String params : List.of("[" + values + "]", "[" + values + ",null]", "[" + values + ",\"LARGE\"]")) {
                assertThat(client.ask(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"t.types\",\"params\":" + params + ",\"id\":1}"))
                        .contains("\"result\":\"PT1M\"");
            }
        }
    }

    @Test
    void aTypeMayReferToItself() throws Exception {
        server.publish(new Methods(), "tree", "grow");
        try (RpcClient client = server.connect()) {
            JsonNode node = discover(client).at("/components/schemas/Node");
            assertThat(node.at("/properties/children/items/$ref").asString()).isEqualTo("#/components/schemas/Node");
            assertThat(node.at("/properties/since/format").asString()).isEqualTo("date-time");
            assertThat(node.get("required").toString()).isEqualTo("[\"weight\"]");
        }
    }

    @Test
    void whoHasSubscribedIsToldOfChangesUntilItUnsubscribes() throws Exception {
        try (RpcClient client = server.connect();
                RpcClient other = server.connect()) {
            assertThat(client.ask(request("rpc.subscribe"))).contains("\"result\":null");
            var published = server.publish(new EchoMethods(), "", "echo");
            assertThat(client.read()).isEqualTo(CHANGED);
            assertThat(discover(client).at("/methods/0/name").asString()).isEqualTo("echo");
            server.withdraw(published);
            assertThat(client.read()).isEqualTo(CHANGED);
            assertThat(discover(client).get("methods")).isEmpty();
            client.ask(request("rpc.unsubscribe"));
            server.publish(new EchoMethods(), "", "echo");
            assertThat(client.ask(request("echo"))).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
            assertThat(other.ask(request("echo"))).contains("\"result\":null");
        }
    }
}

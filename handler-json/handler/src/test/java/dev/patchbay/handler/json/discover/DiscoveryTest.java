package dev.patchbay.handler.json.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.Param;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                                    + "{\"name\":\"options\",\"required\":false,\"schema\":{\"type\":\"object\","
                                    + "\"additionalProperties\":{\"type\":\"integer\"}}}],"
                                    + "\"result\":{\"name\":\"result\",\"schema\":{\"$ref\":\"#/components/schemas/Node\"}}}");
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

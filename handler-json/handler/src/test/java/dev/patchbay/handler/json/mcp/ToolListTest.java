package dev.patchbay.handler.json.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told of tools. */
@Timeout(60)
class ToolListTest {

    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, tools -> McpDialect.of("test", "1", tools, 100));
        server.publish(new Workshop(), "shop", Workshop.ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Object> tool(String name) throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            List<?> tools = (List<?>) McpClient.at(client.ask("tools/list", "{}"), "result", "tools");
            return tools.stream()
                    .map(McpClient::map)
                    .filter(tool -> tool.get("name").equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aToolHasTheSchemasAndTheHintsOfItsMethod() throws Exception {
        assertThat(tool("shop_add"))
                .isEqualTo(Map.of(
                        "name",
                        "shop_add",
                        "title",
                        "Adder",
                        "description",
                        "Adds two numbers.",
                        "inputSchema",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of(
                                        "a",
                                        Map.of("type", "integer", "description", "The first."),
                                        "b",
                                        Map.of("type", List.of("integer", "null"))),
                                "required",
                                List.of("a"),
                                "additionalProperties",
                                false),
                        "outputSchema",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("result", Map.of("type", "integer")),
                                "required",
                                List.of("result")),
                        "annotations",
                        Map.of("readOnlyHint", true, "openWorldHint", false)));
    }

    @Test
    void theNameOfTheMethodIsTheTitleOfAToolWithoutOne() throws Exception {
        assertThat(tool("shop_text")).containsEntry("title", "shop.text").doesNotContainKey("annotations");
        assertThat(tool("shop_part").get("annotations"))
                .isEqualTo(Map.of(
                        "readOnlyHint", false,
                        "destructiveHint", true,
                        "idempotentHint", true,
                        "openWorldHint", true));
    }

    @Test
    void aSchemaRefersToNothingOutsideIt() throws Exception {
        Object schema = tool("shop_part").get("outputSchema");
        assertThat(McpClient.at(schema, "type")).isEqualTo("object");
        assertThat(McpClient.at(schema, "properties", "name", "type")).isEqualTo(List.of("string", "null"));
        assertThat(McpClient.at(schema, "properties", "count", "type")).isEqualTo("integer");
        assertThat(McpClient.at(schema, "$defs", "Part", "type")).isEqualTo("object");
        assertThat(schema.toString()).contains("$ref=#/$defs/Part").doesNotContain("components");
    }

    @Test
    void whatMayBeAnythingOrNothingHasNoOutputSchema() throws Exception {
        assertThat(tool("shop_anything")).doesNotContainKey("outputSchema");
        assertThat(tool("shop_nothing"))
                .doesNotContainKey("outputSchema")
                .containsEntry(
                        "inputSchema", Map.of("type", "object", "properties", Map.of(), "additionalProperties", false));
    }

    @Test
    void pagesHaveCursorsInEachRevision() throws Exception {
        try (RunningServer paged = RunningServer.start(
                Files.createDirectory(directory.resolve("paged")), tools -> McpDialect.of("test", "1", tools, 8))) {
            paged.publish(new Workshop(), "shop", Workshop.ALL);
            try (McpClient old = McpClient.initialized(paged, "2025-06-18");
                    McpClient stateless = McpClient.stateless(paged)) {
                for (McpClient client : List.of(old, stateless)) {
                    Map<String, Object> first = client.ask("tools/list", "{}");
                    assertThat((List<?>) McpClient.at(first, "result", "tools")).hasSize(8);
                    Object cursor = McpClient.at(first, "result", "nextCursor");
                    Map<String, Object> second = client.ask("tools/list", "{\"cursor\":\"" + cursor + "\"}");
                    assertThat((List<?>) McpClient.at(second, "result", "tools"))
                            .hasSize(1);
                    assertThat(McpClient.map(second.get("result"))).doesNotContainKey("nextCursor");
                    assertThat(McpClient.at(client.ask("tools/list", "{\"cursor\":\"?\"}"), "error", "code"))
                            .isEqualTo(-32602);
                }
            }
        }
    }
}

package dev.patchbay.handler.json.mcp;

import static dev.patchbay.handler.json.mcp.McpClient.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.BrokenMethods;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a tool throws, and whenever, its call is answered with an error of the tool; the service is left. */
@Timeout(60)
class AnsweredAnywayTest {

    @TempDir
    Path directory;

    private RunningServer server;
    private RunningServer.Published published;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, tools -> McpDialect.of("test", "1", tools));
        published = server.publish(
                new BrokenMethods(), "", "thrown later written writtenLater raw fine interrupts stage".split(" "));
    }

    /** Each call has left the service once, or its unregistration would wait, or not wait for those that run. */
    @AfterEach
    void stop() {
        published.service().retire();
        boolean idle = published.service().awaitIdle(Duration.ofSeconds(20));
        server.close();
        assertThat(idle).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "thrown,untouchable",
        "thrown,wrapper",
        "thrown,endless",
        "thrown,overflow",
        "thrown,memory",
        "thrown,linkage",
        "thrown,checked",
        "thrown,throwable",
        "thrown,code",
        "thrown,message",
        "thrown,data",
        "thrown,value",
        "later,untouchable",
        "later,wrapper",
        "later,endless",
        "later,memory",
        "later,message",
        "later,data",
        "written,getter",
        "written,cyclic",
        "written,iterator",
        "written,endless iterator",
        "written,map",
        "written,overflow",
        "written,memory",
        "writtenLater,getter",
        "writtenLater,cyclic",
        "writtenLater,overflow",
        "stage,throws",
        "stage,both"
    })
    void aFailureIsAnErrorOfTheTool(String method, String what) throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            Map<String, Object> failed = client.call(method, "{\"what\":\"" + what + "\"}");
            assertThat(failed).containsOnlyKeys("content", "isError");
            assertThat(at(failed, "content", "0", "text").toString()).startsWith("Internal error");
            assertThat(at(client.call("fine", "{\"value\":5}"), "content", "0", "text"))
                    .isEqualTo("5");
        }
    }

    @ParameterizedTest
    @CsvSource({"nulls,null", "twice,first", "then throws,value"})
    void aStageThatMisbehavesIsAnsweredOnce(String what, String result) throws Exception {
        try (McpClient client = McpClient.initialized(server, "2025-11-25")) {
            assertThat(at(client.call("stage", "{\"what\":\"" + what + "\"}"), "content", "0", "text"))
                    .isEqualTo(result);
            assertThat(at(client.call("fine", "{\"value\":5}"), "content", "0", "text"))
                    .isEqualTo("5");
        }
    }
}

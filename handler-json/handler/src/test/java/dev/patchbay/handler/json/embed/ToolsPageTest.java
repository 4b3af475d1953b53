package dev.patchbay.handler.json.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.jsonrpc.embed.JsonRpc;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page on tools shows is so. */
@Timeout(60)
class ToolsPageTest {

    private static final Path SOURCE = Path.of("src/test/java/dev/patchbay/handler/json/embed");

    @TempDir
    Path directory;

    private static List<String> blocks(String language) throws Exception {
        String page = Files.readString(Path.of("../README.md"));
        int begin = page.indexOf("\n## Tools for agents\n");
        assertThat(begin).isNotNegative();
        String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
        return Pattern.compile("(?sm)^```" + language + "\n(.*?)^```$")
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void theToolIsTheOneThatIsTested() throws Exception {
        assertThat(Files.readString(SOURCE.resolve("WeatherTools.java")))
                .contains(blocks("java").get(0));
        assertThat(Files.readString(SOURCE.resolve("ToolsPageTest.java")).replaceAll("\\R +", "\n"))
                .contains(blocks("java").get(1));
    }

    @Test
    void aCallIsAnsweredAsShown() throws Exception {
        String[] lines = blocks("jsonl").get(0).split("\n");
        Path socket = directory.resolve("tools.sock");
        String path = socket.toString();
        JsonRpcMethods tools = JsonRpc.mcp(new WeatherTools());
        Server server = Server.at(path).handler(tools).start();
        try (RpcClient client = RpcClient.connect(socket)) {
            String answer = client.ask(lines[0]);
            assertThat(answer.replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"0.1.0\""))
                    .isEqualTo(lines[1]);
            assertThat(client.ask(lines[0].replace("Rome", " "))).contains("a city has a name", "\"isError\":true");
        } finally {
            server.close();
            tools.close();
        }
    }
}

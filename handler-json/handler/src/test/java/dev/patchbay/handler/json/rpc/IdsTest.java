package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class IdsTest {

    static final List<String> ids = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "1.0",
            "1.50",
            "-0.000",
            "1e2",
            "1E+2",
            "1e-2",
            "1e400",
            "9007199254740993",
            "18446744073709551616",
            "123456789012345678901234567890123456789012345678901234567890",
            "3.14159265358979323846264338327950288",
            "null",
            "\"\"",
            "\"1\"",
            "\"null\"",
            "\"a b\"",
            "\"\\u0041\\n\\/\"",
            "\"\\ud83d\\ude00\"",
            "\"😀 é\"",
            "\"" + "x".repeat(5000) + "\"");

    @TempDir
    static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(directory);
        server.publish(new EchoMethods(), "quick", HandlerExecution.EVENT_LOOP, "echo");
        server.publish(new EchoMethods(), "other", HandlerExecution.VIRTUAL, "echo");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @FieldSource("ids")
    void anIdComesBackAsItWasWritten(String id) throws Exception {
        try (RpcClient client = server.connect()) {
            String result = "{\"jsonrpc\":\"2.0\",\"result\":[],\"id\":" + id + "}";
            assertThat(client.ask(request("quick.echo", id))).isEqualTo(result);
            assertThat(client.ask(request("other.echo", id))).isEqualTo(result);
            assertThat(client.ask(request("no.echo", id))).contains("-32601").endsWith("\"},\"id\":" + id + "}");
            assertThat(client.ask("[" + request("quick.echo", id) + "," + request("other.echo", id) + "]"))
                    .isEqualTo("[" + result + "," + result + "]");
        }
    }

    @ParameterizedTest
    @FieldSource("ids")
    void theIdMayComeFirst(String id) throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(
                            "{ \"id\" :\t" + id + " , \"params\":[], \"method\":\"quick.echo\",\"jsonrpc\":\"2.0\"}"))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":[],\"id\":" + id + "}");
        }
    }

    private static String request(String method, String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":[],\"id\":" + id + "}";
    }
}

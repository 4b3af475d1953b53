package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.BrokenMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a method throws, and whenever, its request is answered whole, and so are the others; the service is left. */
@Timeout(60)
@ParameterizedClass
@EnumSource(HandlerExecution.class)
class AnsweredAnywayTest {

    private static final String FUNCTIONS = "thrown later written writtenLater raw fine interrupts stage";

    @Parameter
    HandlerExecution execution;

    @TempDir
    Path directory;

    private RunningServer server;
    private RunningServer.Published published;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory);
        published = server.publish(new BrokenMethods(), "", execution, FUNCTIONS.split(" "));
    }

    /** Each call has left the service, or its unregistration would wait. */
    @AfterEach
    void stop() {
        published.service().retire();
        boolean idle = published.service().awaitIdle(Duration.ofSeconds(60));
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
        "later,linkage",
        "later,message",
        "later,data",
        "later,value",
        "written,getter",
        "written,cyclic",
        "written,iterator",
        "written,endless iterator",
        "written,map",
        "written,overflow",
        "written,memory",
        "writtenLater,getter",
        "writtenLater,cyclic",
        "writtenLater,iterator",
        "writtenLater,overflow",
        "writtenLater,memory",
        "stage,throws",
        "stage,both"
    })
    void aFailureIsAnsweredAloneAndInABatch(String method, String what) throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request(method, "\"" + what + "\"", 1))).isEqualTo(internalError(1));
            assertThat(client.ask("[" + request("fine", "7", 1) + "," + request(method, "\"" + what + "\"", 2) + ","
                            + request("fine", "9", 3) + "]"))
                    .isEqualTo("[" + result("7", 1) + "," + internalError(2) + "," + result("9", 3) + "]");
            client.line(request(method, "\"" + what + "\"", 0).replace(",\"id\":0", ""));
            assertThat(client.ask(request("fine", "5", 4))).isEqualTo(result("5", 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"nulls,null", "twice,'\"first\"'", "then throws,'\"value\"'"})
    void aStageThatMisbehavesIsAnsweredOnce(String what, String result) throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("stage", "\"" + what + "\"", 1))).isEqualTo(result(result, 1));
            assertThat(client.ask(request("fine", "5", 2))).isEqualTo(result("5", 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\n\\\"a\\\":1\\r\\n}", "[\\n]", "1\\n"})
    void aResultWithLineBreaksRemainsOneLine(String raw) throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("raw", "\"" + raw + "\"", 1)))
                    .startsWith("{\"jsonrpc\":\"2.0\",\"result\":{\"raw\":")
                    .endsWith(",\"id\":1}");
            assertThat(client.ask(request("fine", "5", 2))).isEqualTo(result("5", 2));
        }
    }

    @Test
    void anInterruptThatAMethodLeavesDisturbsNobody() throws Exception {
        try (RpcClient client = server.connect();
                RpcClient other = server.connect()) {
            for (int id = 1; id <= 50; id++) {
                assertThat(client.ask(request("interrupts", "", id))).isEqualTo(result("null", id));
                assertThat(other.ask(request("fine", "5", id))).isEqualTo(result("5", id));
            }
        }
    }

    @Test
    void answersKeepTheirOrderAroundFailures() throws Exception {
        server.set("in.order", "true");
        try (RpcClient client = server.connect()) {
            for (String what : List.of("untouchable", "memory", "value")) {
                client.line(request("later", "\"" + what + "\"", 1)).line(request("fine", "2", 2));
                assertThat(client.read()).isEqualTo(internalError(1));
                assertThat(client.read()).isEqualTo(result("2", 2));
            }
        }
    }

    private static String request(String method, String param, int id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":[" + param + "],\"id\":" + id + "}";
    }

    private static String result(String value, int id) {
        return "{\"jsonrpc\":\"2.0\",\"result\":" + value + ",\"id\":" + id + "}";
    }

    private static String internalError(int id) {
        return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":" + id + "}";
    }
}

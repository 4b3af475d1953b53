package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of section 7 of the JSON-RPC 2.0 specification, sent as they stand there, but for line breaks where a line
 * is a message; white space between tokens is all in which the answers may differ from the specification's. Each is
 * followed by a request that shows that nothing else was sent, and that the connection is of use.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(HandlerExecution.class)
class SpecificationExamplesTest {

    @Parameter
    HandlerExecution execution;

    @TempDir
    Path directory;

    private RunningServer server;

    /** What the examples call. */
    public static final class Methods {
        public int subtract(int minuend, int subtrahend) {
            return minuend - subtrahend;
        }

        public int sum(int... numbers) {
            return IntStream.of(numbers).sum();
        }

        public List<Object> get_data() {
            return List.of("hello", 5);
        }

        public void update(int... numbers) {}

        public void notify_sum(int... numbers) {}

        public void notify_hello(int number) {}
    }

    /** An example; the answer is null if there is none. */
    record Example(String name, String request, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() {
        return List.of(
                new Example(
                        "positional parameters",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}",
                        "{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 1}"),
                new Example(
                        "positional parameters, the other way round",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [23, 42], \"id\": 2}",
                        "{\"jsonrpc\": \"2.0\", \"result\": -19, \"id\": 2}"),
                new Example(
                        "named parameters",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"subtrahend\": 23, \"minuend\": 42}, \"id\": 3}",
                        "{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 3}"),
                new Example(
                        "named parameters, the other way round",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"minuend\": 42, \"subtrahend\": 23}, \"id\": 4}",
                        "{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 4}"),
                new Example(
                        "a notification",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}",
                        null),
                new Example(
                        "a notification without such a method", "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}", null),
                new Example(
                        "a method that does not exist",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}",
                        "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32601, \"message\": \"Method not found\"}, \"id\": \"1\"}"),
                new Example(
                        "invalid JSON",
                        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]",
                        "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse error\"}, \"id\": null}"),
                new Example(
                        "an invalid request",
                        "{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}",
                        "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid Request\"}, \"id\": null}"),
                new Example(
                        "a batch of invalid JSON",
                        """
                        [
                          {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                          {"jsonrpc": "2.0", "method"
                        ]""",
                        "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse error\"}, \"id\": null}"),
                new Example(
                        "an empty array",
                        "[]",
                        "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid Request\"}, \"id\": null}"),
                new Example("an invalid batch that is not empty", "[1]", """
                        [
                          {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
                        ]"""),
                new Example("an invalid batch", "[1,2,3]", """
                        [
                          {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
                          {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
                          {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
                        ]"""),
                new Example("a batch", """
                            [
                                {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                                {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
                                {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
                                {"foo": "boo"},
                                {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
                                {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
                            ]""", """
                            [
                                {"jsonrpc": "2.0", "result": 7, "id": "1"},
                                {"jsonrpc": "2.0", "result": 19, "id": "2"},
                                {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
                                {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
                                {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
                            ]"""),
                new Example("a batch of notifications", """
                            [
                                {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
                                {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
                            ]""", null));
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, "in.order", "true");
        server.publish(
                new Methods(), "", execution, "subtract", "sum", "get_data", "update", "notify_sum", "notify_hello");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAnsweredAsTheSpecificationSaysInALine(Example example) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(example.request().replace("\n", " "));
            client.line("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":\"the end\"}");
            if (example.answer() != null) {
                assertThat(withoutData(client.read())).isEqualTo(withoutSpace(example.answer()));
            }
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":\"the end\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAnsweredAsTheSpecificationSaysBehindHeaders(Example example) throws Exception {
        try (RpcClient client = server.connect()) {
            client.framed(example.request());
            client.framed("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":\"the end\"}");
            if (example.answer() != null) {
                assertThat(withoutData(client.readFramed())).isEqualTo(withoutSpace(example.answer()));
            }
            assertThat(client.readFramed()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":\"the end\"}");
        }
    }

    /** Takes the data of errors away, which the specification leaves to the server. */
    private static String withoutData(String json) {
        return json.replaceAll(",\"data\":\"([^\"\\\\]|\\\\.)*\"", "");
    }

    /** Takes white space away that is between tokens: in these texts, all but that within the messages of errors. */
    private static String withoutSpace(String json) {
        return json.replaceAll("\n *", "").replaceAll("([:,]) ", "$1").trim();
    }
}

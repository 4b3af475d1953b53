package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends is answered, with the right error, and the next request on the same connection succeeds: in
 * lines as well as behind headers.
 */
@Timeout(60)
class MalformedInputTest {

    private static final String GOOD =
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"fine\"],\"id\":\"next\"}";
    private static final String GOOD_ANSWER = "{\"jsonrpc\":\"2.0\",\"result\":[\"fine\"],\"id\":\"next\"}";

    @TempDir
    static Path directory;

    private static RunningServer server;

    /** The method that is called. */
    public static final class Methods {
        public JsonText echo(@AllParams JsonText params) {
            return params;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(directory, "in.order", "true");
        server.publish(new Methods(), "", "echo");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<String> malformedValues() {
        return MalformedValues.ALL.stream().flatMap(List::stream);
    }

    @Test
    void thereAreAtLeastOneHundredAndFiftyMalformedInputs() {
        assertThat(malformedValues().distinct().count()).isGreaterThanOrEqualTo(150);
    }

    @ParameterizedTest
    @MethodSource("malformedValues")
    void aMalformedValueIsAParseErrorInALine(String value) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(bytes(request(value))).send("\n").line(GOOD);
            assertThat(client.read()).startsWith(error(-32700, "Parse error")).endsWith(",\"id\":null}");
            assertThat(client.read()).isEqualTo(GOOD_ANSWER);
        }
    }

    @ParameterizedTest
    @MethodSource("malformedValues")
    void aMalformedValueIsAParseErrorBehindHeaders(String value) throws Exception {
        byte[] body = bytes(request(value));
        try (RpcClient client = server.connect()) {
            client.send("Content-Length: " + body.length + "\r\n\r\n")
                    .send(body)
                    .framed(GOOD);
            assertThat(client.readFramed())
                    .startsWith(error(-32700, "Parse error"))
                    .endsWith(",\"id\":null}");
            assertThat(client.readFramed()).isEqualTo(GOOD_ANSWER);
        }
    }

    static final List<String> malformedMessages = List.of(
            "{",
            "}",
            "[",
            "]",
            "x",
            ":",
            ",",
            "\"",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1},",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1} {\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":2}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1,}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1,\"id\":2}",
            "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"ec\\ho\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"ec\\ud800ho\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":\"\\udc00\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":01}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1.}",
            "\u00ef\u00bb\u00bf" + GOOD,
            "\u00fe\u00ff\0{\0}",
            "{\0}\0",
            "\0{\0}",
            "\0\0\0{",
            "GET / HTTP/1.1",
            "<request/>",
            "echo",
            "\u0000",
            "\u00ff",
            "{} {}",
            "[] []",
            "1 2",
            "nul",
            "\"a",
            "[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1},]",
            "[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}",
            "[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1} {\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":2}]");

    @ParameterizedTest
    @FieldSource("malformedMessages")
    void aMalformedMessageIsOneParseErrorAndNothingOfItIsCalled(String message) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(bytes(message)).send("\n").line(GOOD);
            assertThat(client.read()).startsWith(error(-32700, "Parse error")).endsWith(",\"id\":null}");
            assertThat(client.read()).isEqualTo(GOOD_ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"b\":{\"a\":2},\"a\":3}", "{\"a\":1,\"b\":{\"a\":2},\"\\u0061\":3}"})
    void whereAMemberComesAgainIsTold(String value) throws Exception {
        int again = request(value).indexOf("},") + "},".length();
        try (RpcClient client = server.connect()) {
            client.line(request(value)).line(GOOD);
            assertThat(client.read())
                    .isEqualTo(error(-32700, "Parse error") + ",\"data\":\"a member name occurs twice at byte " + again
                            + " (line 1, column " + (again + 1) + ")\"},\"id\":null}");
            assertThat(client.read()).isEqualTo(GOOD_ANSWER);
        }
    }

    static final List<String> invalidRequests = List.of(
            "1",
            "-0.5e-7",
            "\"a\"",
            "null",
            "true",
            "{}",
            "{\"id\":1}",
            "{\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"id\":1}",
            "{\"jsonrpc\":\"1.0\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.00\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":2.0,\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":2,\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":null,\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":[\"2.0\"],\"method\":\"echo\",\"id\":1}",
            "{\"JSONRPC\":\"2.0\",\"method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"Method\":\"echo\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":null,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":[\"echo\"],\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":{\"echo\":1},\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":true,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":null,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":1,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":\"a\",\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":false,\"id\":1}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":-0.0,\"id\":1}");

    @ParameterizedTest
    @FieldSource("invalidRequests")
    void whatIsNotARequestIsAnInvalidRequestWithItsIdIfItHasOne(String request) throws Exception {
        String id = request.contains("\"id\":1") ? "1" : "null";
        try (RpcClient client = server.connect()) {
            client.line(request).line(GOOD);
            assertThat(client.read()).isEqualTo(error(-32600, "Invalid Request") + "},\"id\":" + id + "}");
            assertThat(client.read()).isEqualTo(GOOD_ANSWER);
        }
    }

    static final List<String> invalidIds = List.of("true", "false", "[]", "[1]", "{}", "{\"a\":1}");

    @ParameterizedTest
    @FieldSource("invalidIds")
    void anIdOfAnyOtherKindIsAnInvalidRequestWithoutId(String id) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":" + id + "}")
                    .line(GOOD);
            assertThat(client.read()).isEqualTo(error(-32600, "Invalid Request") + "},\"id\":null}");
            assertThat(client.read()).isEqualTo(GOOD_ANSWER);
        }
    }

    static final List<String> unusualButValidValues = List.of(
            "0",
            "-0",
            "0.0",
            "-0.0e-0",
            "1E400",
            "1e+9",
            "123456789012345678901234567890.123456789012345678901234567890",
            "\"\"",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
            "\"\\u0000\"",
            "\"\\ud83d\\ude00\"",
            "\"\\uDBFF\\uDFFF\"",
            "\"\\\\ud800\"",
            "\"\u007f\"",
            "\"\u00f0\u009f\u0098\u0080\"",
            "\"\u00ef\u00bb\u00bf\"",
            "\"\u00f4\u008f\u00bf\u00bf\"",
            "\"\u00ed\u009f\u00bf\u00ee\u0080\u0080\"",
            "\"\u00c2\u0080\u00df\u00bf\u00e0\u00a0\u0080\"",
            "{\"\":{\"\":0}}",
            "{\"a\":1,\"A\":2}",
            "[[[[[[[[]]]]]]]]",
            " [ 1 ,\t2 ] ",
            "{\"__proto__\":null}");

    @ParameterizedTest
    @FieldSource("unusualButValidValues")
    void aValidValueComesBackByteForByte(String value) throws Exception {
        try (RpcClient client = server.connect()) {
            client.send(bytes(request(value))).send("\n");
            assertThat(bytesOf(client.read()))
                    .isEqualTo(bytes("{\"jsonrpc\":\"2.0\",\"result\":[" + value + "],\"id\":1}"));
        }
    }

    private static String request(String value) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[" + value + "],\"id\":1}";
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String error(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"";
    }
}

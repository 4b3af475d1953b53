package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.BrokenMethods;
import dev.patchbay.handler.json.testing.CapturedLog;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who is told what: the client of its own faults, with their places, and the log of those of services. */
@Timeout(60)
class BlameTest {

    @TempDir
    Path directory;

    private RunningServer server;

    enum Colour {
        @JsonProperty("red")
        RED,
        @JsonProperty("dark-green")
        GREEN
    }

    enum Level {
        LOW(1),
        HIGH(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        @JsonValue
        public int number() {
            return number;
        }
    }

    /** Nothing that Jackson could make. */
    interface Unknown {}

    /** A type whose code fails. */
    public static final class Failing {
        public void setValue(int value) {
            throw new UnsupportedOperationException("defect");
        }
    }

    /** A type that cannot be loaded, for all that Jackson sees. */
    public static final class Unlinked {
        public void setValue(int value) {
            throw new NoClassDefFoundError("gone");
        }
    }

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("secret reason");
            }
        }
    }

    /** What the tests call. */
    public static final class Methods {
        public void unknown(Unknown value) {}

        public void failing(Failing value) {}

        public void unlinked(Unlinked value) {}

        public void positive(Positive value) {}

        public void colour(Colour value) {}

        public void level(Level value) {}

        public void internal() {
            throw new JsonRpcException(JsonRpcException.INTERNAL_ERROR, "of its own", "data");
        }

        public void forged() {
            IllegalStateException forged = new IllegalStateException("one\n2026 ERROR two\u001b[2J\u0085\u2028\u202e");
            forged.addSuppressed(new Exception("three\nfour"));
            forged.initCause(new Exception("five\r\nsix"));
            forged.setStackTrace(new StackTraceElement[] {new StackTraceElement("a\nb", "c\nd", "e\nf", 1)});
            throw forged;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory);
        server.publish(new BrokenMethods(), "broken", "thrown", "later", "written", "writtenLater", "stage");
        server.publish(
                new Methods(),
                "",
                HandlerExecution.EVENT_LOOP,
                "unknown",
                "failing",
                "unlinked",
                "positive",
                "colour",
                "level",
                "internal",
                "forged");
        CapturedLog.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown|{}|Unknown",
                "failing|{\"value\":1}|defect",
                "unlinked|{\"value\":1}|gone",
                "broken.thrown|\"untouchable\"|Untouchable",
                "broken.thrown|\"memory\"|OutOfMemoryError",
                "broken.later|\"linkage\"|NoClassDefFoundError",
                "broken.later|\"data\"|NoClassDefFoundError",
                "broken.written|\"cyclic\"|depth",
                "broken.written|\"iterator\"|in the middle",
                "broken.writtenLater|\"overflow\"|StackOverflowError",
                "broken.stage|\"throws\"|NoClassDefFoundError"
            })
    void aFaultOfTheServiceIsAnInternalErrorAndInTheLogWithItsCause(String method, String param, String cause)
            throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request(method, "[" + param + "]")))
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":1}");
        }
        assertThat(CapturedLog.entries("ERROR")).isNotEmpty().anySatisfy(entry -> {
            assertThat(entry.message()).contains(method);
            assertThat(entry.trace()).contains(cause);
        });
    }

    @Test
    void anInternalErrorOfTheMethodsOwnIsInTheLogToo() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("internal", "[]"))).contains("-32603", "of its own", "\"data\":\"data\"");
        }
        assertThat(CapturedLog.entries("ERROR"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.trace()).contains("JsonRpcException: of its own"));
    }

    @Test
    void aFaultOfTheClientIsNotInTheLog() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("positive", "[{\"value\":-1}]"))).contains("-32602");
            assertThat(client.ask(request("positive", "[{\"value\":1e9999999999}]")))
                    .contains("-32602");
            assertThat(client.ask("?")).contains("-32700");
        }
        assertThat(CapturedLog.entries("ERROR")).isEmpty();
        assertThat(CapturedLog.entries("WARN")).isEmpty();
    }

    @Test
    void anExceptionCannotForgeEntries() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("forged", "[]"))).contains("-32603");
        }
        String trace = CapturedLog.entries("ERROR").get(0).trace();
        assertThat(trace)
                .contains("one\\n2026 ERROR two\\u001b[2J\\u0085\\u2028\\u202e", "three\\nfour", "five\\r\\nsix");
        assertThat(trace.lines()).noneMatch(line -> line.startsWith("2026") || line.startsWith("four"));
        assertThat(trace.lines().collect(Collectors.joining()).codePoints().filter(next -> next != '\t'))
                .noneMatch(next -> next < ' ' || next >= 0x7f && next < 0xa0);
    }

    @Test
    void theConstantsOfAnEnumAreToldAsJsonHasThem() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("colour", "[\"RED\"]")))
                    .contains("expected one of \\\"red\\\", \\\"dark-green\\\", got a string");
            assertThat(client.ask(request("level", "[3]"))).contains("expected one of 1, 2, got a number");
            assertThat(client.ask(request("colour", "[\"dark-green\"]"))).contains("result");
        }
    }

    @Test
    void aMethodThatIsNotThereIsNamed() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("no.such", "[]")))
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found\","
                                    + "\"data\":\"there is no method \\\"no.such\\\"; rpc.discover lists those that there are\"},\"id\":1}");
            String answer = client.ask(request("\\n\\u001b[2J".repeat(50_000), "[]"));
            assertThat(answer).hasSizeLessThan(1_000);
            assertThat(new JsonMapper().readTree(answer).at("/error/data").asString())
                    .contains("\\n\\u001b[2J")
                    .doesNotContain("\n", "\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",}",
                "nul",
                "{\"a\":1",
                "[1,2",
                "{} {}",
                "{\"a\":01}",
                "{\"a\":\"\\x\"}",
                "?",
                "GET / HTTP/1.1",
                "{\"a\":\"b\u0001\"}",
                "[}",
                "\"a"
            })
    void aParseErrorSaysWhyAndWhere(String text) throws Exception {
        try (RpcClient client = server.connect()) {
            String answer = client.ask(text);
            assertThat(answer)
                    .startsWith(
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\",\"data\":");
            assertThat(new JsonMapper().readTree(answer).at("/error/data").asString())
                    .containsPattern("^.{5,200} at byte [0-9]+ \\(line 1, column [0-9]+\\)$")
                    .satisfies(data -> assertThat(Integer.parseInt(data.replaceAll(".* at byte ([0-9]+) .*", "$1")))
                            .isBetween(0, text.length()));
        }
    }

    @Test
    void thePlaceOfAParseErrorCountsLinesAndCharacters() throws Exception {
        try (RpcClient client = server.connect()) {
            client.framed("{\n  \"ä\": \"é\", \"b\": ?\n}");
            assertThat(client.readFramed()).contains("Unexpected character", "at byte 21 (line 2, column 18)");
        }
    }

    @Test
    void manyFailuresAreAllAnsweredAndLogged() throws Exception {
        try (RpcClient client = server.connect()) {
            for (String what : List.of("untouchable", "wrapper", "endless", "overflow", "memory", "linkage")) {
                assertThat(client.ask(request("broken.thrown", "[\"" + what + "\"]")))
                        .contains("-32603");
            }
        }
        assertThat(CapturedLog.entries("ERROR")).hasSizeGreaterThanOrEqualTo(6);
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
    }
}

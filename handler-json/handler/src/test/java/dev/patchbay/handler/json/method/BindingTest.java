package dev.patchbay.handler.json.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonText;
import dev.patchbay.jsonrpc.Param;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How parameters become arguments, and results become JSON. */
@Timeout(60)
class BindingTest {

    @TempDir
    static Path directory;

    private static RunningServer server;

    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, int y, Optional<String> label) {}

    record Line(Point from, Point to, List<Colour> colours) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("secret reason");
            }
        }
    }

    record Wrapped(JsonText inner) {}

    /** Methods of all kinds. */
    public static final class Methods {
        public long add(long a, long b) {
            return a + b;
        }

        public String overloaded() {
            return "none";
        }

        public String overloaded(int one) {
            return "one";
        }

        public String overloaded(int one, String two) {
            return "two";
        }

        public String varied(String first, int... rest) {
            return first + rest.length;
        }

        public String optional(String first, Optional<Integer> second) {
            return first + second.map(String::valueOf).orElse("-");
        }

        public Line turn(Line line) {
            return new Line(line.to(), line.from(), line.colours());
        }

        public Colour colour(Colour colour) {
            return colour;
        }

        public Map<String, List<BigInteger>> map(Map<String, List<BigInteger>> map) {
            return map;
        }

        public BigDecimal decimal(BigDecimal value) {
            return value;
        }

        public Object any(Object value) {
            return value;
        }

        public Object[] times(Instant instant, Duration duration, LocalDate date) {
            return new Object[] {instant.plusSeconds(1), duration.plusSeconds(1), date.plusDays(1)};
        }

        public Set<Long> set(Set<Long> values) {
            return values;
        }

        public boolean flag(boolean value, Boolean boxed) {
            return value && boxed != null && boxed;
        }

        public String whole(@AllParams Point point) {
            return point == null ? "none" : point.label().orElse("?") + (point.x() + point.y());
        }

        public JsonText raw(JsonText value) {
            return value;
        }

        public Wrapped wrapped(Wrapped value) {
            return value;
        }

        public int renamed(@Param("the-number") int number) {
            return number;
        }

        public int positive(Positive number) {
            return number.value();
        }

        public byte small(byte value) {
            return value;
        }

        public Optional<String> empty() {
            return Optional.empty();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(directory);
        String[] functions = {
            "add",
            "overloaded",
            "varied",
            "optional",
            "turn",
            "colour",
            "map",
            "decimal",
            "any",
            "times",
            "set",
            "flag",
            "whole",
            "raw",
            "wrapped",
            "renamed",
            "positive",
            "small",
            "empty"
        };
        server.publish(new Methods(), "", functions);
        server.publish(new Methods(), "quick", HandlerExecution.EVENT_LOOP, functions);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "add|[1,2]|3",
                "add|{\"b\":2,\"a\":40}|42",
                "add|[9223372036854775807,-1]|9223372036854775806",
                "overloaded|[]|\"none\"",
                "overloaded|{}|\"none\"",
                "overloaded|[1]|\"one\"",
                "overloaded|{\"one\":1}|\"one\"",
                "overloaded|[1,\"x\"]|\"two\"",
                "overloaded|{\"two\":\"x\",\"one\":1}|\"two\"",
                "varied|[\"a\"]|\"a0\"",
                "varied|[\"a\",1,2,3]|\"a3\"",
                "varied|{\"first\":\"a\",\"rest\":[1,2]}|\"a2\"",
                "optional|[\"a\"]|\"a-\"",
                "optional|[\"a\",null]|\"a-\"",
                "optional|[\"a\",7]|\"a7\"",
                "optional|{\"first\":\"a\"}|\"a-\"",
                "optional|{\"second\":1,\"first\":\"a\"}|\"a1\"",
                "colour|[\"GREEN\"]|\"GREEN\"",
                "map|[{\"a\":[1,2],\"b\":[]}]|{\"a\":[1,2],\"b\":[]}",
                "decimal|[1.50]|1.50",
                "decimal|[123456789012345678901234567890.1]|123456789012345678901234567890.1",
                "any|[1.10]|1.10",
                "any|[[1,\"a\",null,true,{\"b\":12345678901234567890}]]|[1,\"a\",null,true,{\"b\":12345678901234567890}]",
                "any|[null]|null",
                "times|[\"2026-01-01T00:00:00Z\",\"PT1M\",\"2024-02-28\"]|[\"2026-01-01T00:00:01Z\",\"PT1M1S\",\"2024-02-29\"]",
                "set|[[3]]|[3]",
                "flag|[true,true]|true",
                "flag|[true,null]|false",
                "whole|{\"x\":1,\"y\":2}|\"?3\"",
                "whole|{\"x\":1,\"y\":2,\"label\":\"a\"}|\"a3\"",
                "raw|[ {\"b\" : 1.00, \"a\":[ ]} ]|{\"b\" : 1.00, \"a\":[ ]}",
                "raw|[1e0005]|1e0005",
                "raw|[\"\\u0041\"]|\"\\u0041\"",
                "wrapped|[{\"inner\":  [1.0, 2]}]|{\"inner\":[1.0, 2]}",
                "wrapped|[{\"inner\":1.000}]|{\"inner\":1.000}",
                "wrapped|[{\"inner\":\"a\\u0041\"}]|{\"inner\":\"a\\u0041\"}",
                "renamed|{\"the-number\":5}|5",
                "raw|[null]|null",
                "positive|[{\"value\":5}]|5",
                "small|[-128]|-128",
                "empty|[]|null",
                "turn|[{\"from\":{\"x\":1,\"y\":2},\"to\":{\"x\":3,\"y\":4,\"label\":\"end\"},\"colours\":[\"RED\"]}]"
                        + "|{\"from\":{\"x\":3,\"y\":4,\"label\":\"end\"},\"to\":{\"x\":1,\"y\":2,\"label\":null},\"colours\":[\"RED\"]}"
            })
    void parametersAreBoundByPositionAndByName(String method, String params, String result) throws Exception {
        try (RpcClient client = server.connect()) {
            String expected = "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":1}";
            assertThat(client.ask(request(method, params))).isEqualTo(expected);
            assertThat(client.ask(request("quick." + method, params))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "add|[1]|expected 2 parameter(s), got 1",
                "add|[1,2,3]|expected 2 parameter(s), got 3",
                "add|[]|expected 2 parameter(s), got 0",
                "add|{\"a\":1}|parameter \\\"b\\\" is missing",
                "add|{\"a\":1,\"b\":2,\"c\":3}|there is no parameter \\\"c\\\"",
                "add|[1,\"2\"]|parameter \\\"b\\\": expected a whole number of 64 bits, got a string",
                "add|[1,2.5]|parameter \\\"b\\\": expected a whole number of 64 bits, got a number",
                "add|[1,null]|parameter \\\"b\\\": expected a whole number of 64 bits, got null",
                "add|[9223372036854775808,1]|parameter \\\"a\\\": expected a whole number of 64 bits",
                "add|[[1],1]|parameter \\\"a\\\": expected a whole number of 64 bits, got an array",
                "overloaded|[1,2,3]|no overload of the method takes 3 parameter(s)",
                "overloaded|{\"three\":3}|no overload of the method takes the parameters three",
                "varied|[]|expected at least 1 parameter(s), got 0",
                "varied|[\"a\",1,true]|parameter \\\"rest\\\": expected a whole number of 32 bits, got a boolean",
                "optional|[\"a\",1,2]|expected 1 to 2 parameter(s), got 3",
                "colour|[\"BLUE\"]|parameter \\\"colour\\\": expected one of \\\"RED\\\", \\\"GREEN\\\", got a string",
                "colour|[0]|parameter \\\"colour\\\": expected one of \\\"RED\\\", \\\"GREEN\\\", got a number",
                "turn|[{\"from\":{\"x\":1}}]|expected a whole number of 32 bits",
                "turn|[{\"from\":{\"x\":\"1\",\"y\":1}}]|got a string at .from.x",
                "turn|[{\"middle\":1}]|the member \\\"middle\\\" is unknown",
                "turn|[{\"colours\":[\"RED\",7]}]|at .colours[1]",
                "turn|[5]|parameter \\\"line\\\": expected an object, got a number",
                "times|[\"yesterday\",\"PT1M\",\"2024-02-28\"]|expected an Instant in the form of ISO 8601, got a string",
                "set|[3]|parameter \\\"values\\\": expected an array, got a number",
                "flag|[1,true]|parameter \\\"value\\\": expected true or false, got a number",
                "whole|[1]|params: expected an object",
                "positive|[{\"value\":-5}]|parameter \\\"number\\\": expected an object",
                "small|[128]|expected a whole number from -128 to 127"
            })
    void whatDoesNotFitIsSaidWithTheParametersNameAndWhatWasExpected(String method, String params, String why)
            throws Exception {
        try (RpcClient client = server.connect()) {
            for (String name : List.of(method, "quick." + method)) {
                assertThat(client.ask(request(name, params)))
                        .startsWith(
                                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":\"")
                        .contains(why)
                        .doesNotContain("secret", "java.", "dev.patchbay", "Exception")
                        .endsWith("\"},\"id\":1}");
            }
        }
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
    }
}

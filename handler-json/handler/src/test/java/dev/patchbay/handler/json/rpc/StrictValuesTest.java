package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.handler.json.testing.TypedMethods;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A value is taken as it is or refused as the client's fault; it is never changed, and never an internal error. */
@Timeout(60)
class StrictValuesTest {

    @TempDir
    static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(directory, "number.max", "2000000", "message.max", "4000000");
        String[] names = Arrays.stream(TypedMethods.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.contains("$"))
                .toArray(String[]::new);
        server.publish(new TypedMethods(), "", names);
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
                "duration|1e19",
                "duration|1",
                "duration|\"1\"",
                "duration|\"\"",
                "duration|\"PT99999999999999999999H\"",
                "primitiveDouble|\"NaN\"",
                "primitiveDouble|\"Infinity\"",
                "primitiveDouble|\"-INF\"",
                "primitiveDouble|\"\"",
                "primitiveDouble|1e400",
                "primitiveDouble|null",
                "boxedDouble|\"NaN\"",
                "boxedDouble|\"\"",
                "boxedDouble|-1e999999999999",
                "primitiveFloat|1e39",
                "primitiveFloat|\"NaN\"",
                "doubles|[1,\"NaN\"]",
                "doubles|[1e400]",
                "doubles|\"AAAA\"",
                "floats|[1e39]",
                "varargs|\"NaN\"",
                "varargs|1e400",
                "listOfDouble|[\"Infinity\"]",
                "mapByDouble|{\"NaN\":\"\"}",
                "mapByDouble|{\"1e400\":\"\"}",
                "mapByDouble|{\"0x1p3\":\"\"}",
                "mapByDouble|{\"\":\"\"}",
                "mapByByte|{\"200\":\"\"}",
                "mapByUuid|{\"\":\"\"}",
                "mapBySize|{\"\":\"\"}",
                "mapByTime|{\"2024-01-01T00:00:00Z\":\"\"}",
                "optionalDouble|\"NaN\"",
                "optionalDouble|1e400",
                "optionalInt|\"\"",
                "optionalInt|1.5",
                "optional|\"\"",
                "optional|1.5",
                "number|\"NaN\"",
                "number|1e9999999999",
                "decimal|1e9999999999",
                "decimal|\"\"",
                "decimal|\"1\"",
                "integer|1.5",
                "integer|1e5",
                "integer|\"\"",
                "any|1e9999999999",
                "any|{\"a\":[1e9999999999]}",
                "primitiveInt|1.0",
                "primitiveInt|2147483648",
                "primitiveInt|\"\"",
                "primitiveInt|true",
                "primitiveLong|9223372036854775808",
                "primitiveLong|-9223372036854775809",
                "primitiveShort|40000",
                "primitiveByte|128",
                "primitiveByte|255",
                "boxedByte|200",
                "bytes|[1,200]",
                "bytes|\"!!\"",
                "bytes|\"A\"",
                "ints|[1.5]",
                "ints|[null]",
                "ints|[\"\"]",
                "ints|\"\"",
                "character|\"\"",
                "character|\"ab\"",
                "character|65",
                "character|\"😀\"",
                "flag|\"\"",
                "flag|\"true\"",
                "flag|1",
                "string|1",
                "string|true",
                "string|[\"a\"]",
                "size|\"\"",
                "size|\" \"",
                "size|0",
                "size|\"small\"",
                "uuid|\"\"",
                "uuid|\" \"",
                "uuid|\"1-1-1-1-1\"",
                "instant|1700000000",
                "instant|1e30",
                "instant|\"1700000000\"",
                "instant|\"\"",
                "instant|\"2024-01-01T00:00:00\"",
                "localDateTime|\"2024-01-01T00:00:00Z\"",
                "localDateTime|\"2024-01-01T00:00:00+02:00\"",
                "localDateTime|[2024,1,1,0,0]",
                "localDateTime|\"\"",
                "localDate|\"2024-01-01T00:00:00Z\"",
                "localDate|\"2024-01-01T10:00:00\"",
                "localDate|\"2024-02-30\"",
                "localDate|19723",
                "localDate|\"\"",
                "localTime|\"10:00:00Z\"",
                "localTime|\"2024-01-01T10:00:00\"",
                "localTime|\"25:00\"",
                "offset|\"2024-01-01T00:00:00\"",
                "offset|1700000000",
                "offset|\"\"",
                "zoned|\"2024-01-01T00:00:00\"",
                "zoned|1700000000",
                "period|1",
                "period|\"\"",
                "period|\"P99999999999D\"",
                "year|99999999999",
                "year|\"\"",
                "date|\"\"",
                "date|1700000000",
                "date|\"2024-13-01\"",
                "calendar|1",
                "calendar|\"\"",
                "uri|\"\"",
                "uri|1",
                "uri|\"a b\"",
                "locale|\"\"",
                "locale|\"!!\"",
                "locale|1",
                "timeZone|\"\"",
                "timeZone|\"Nowhere\"",
                "currency|\"\"",
                "currency|\"XXXX\"",
                "pattern|\"\"",
                "pattern|\"(\"",
                "path|\"\"",
                "path|\"\\u0000\"",
                "path|1",
                "box|{\"width\":\"NaN\"}",
                "box|{\"width\":1,\"age\":1e19}",
                "box|{\"width\":1,\"price\":1e9999999999}",
                "box|{\"width\":1,\"count\":\"\"}",
                "box|{}",
                "box|\"\""
            })
    void whatIsNotAValueOfTheTypeIsTheClientsFault(String method, String value) throws Exception {
        try (RpcClient client = server.connect()) {
            String answer = client.ask(request(method, "[" + value + "]"));
            assertThat(answer)
                    .startsWith(
                            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"Invalid params\",\"data\":\"")
                    .hasSizeLessThan(1_000)
                    .doesNotContain("java.", "dev.patchbay", "Exception");
            if (!method.equals("varargs")) {
                assertThat(client.ask(request(method, "{\"value\":" + value + "}")))
                        .isEqualTo(answer);
            }
        }
    }

    @Test
    void theWholeParamsAreHeldToTheSameRules() throws Exception {
        try (RpcClient client = server.connect()) {
            for (String box : List.of("{\"width\":\"NaN\"}", "{\"width\":1,\"price\":1e9999999999}", "{}", "[1]")) {
                assertThat(client.ask(request("whole", box))).contains("-32602", "params: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "duration|\"PT1M\"|\"PT1M\"",
                "primitiveDouble|1.5|1.5",
                "primitiveDouble|-0.0|-0.0",
                "boxedDouble|null|null",
                "doubles|[1,2.5]|[1.0,2.5]",
                "doubles|[]|[]",
                "mapByDouble|{\"-1.5e1\":\"a\"}|{\"-15.0\":\"a\"}",
                "mapByByte|{\"-128\":\"a\"}|{\"-128\":\"a\"}",
                "optionalDouble|null|null",
                "optionalDouble|1|1.0",
                "optional|null|null",
                "number|1.50|1.50",
                "decimal|1e400|1E+400",
                "integer|123456789012345678901234567890|123456789012345678901234567890",
                "primitiveByte|-128|-128",
                "primitiveByte|127|127",
                "bytes|\"AQL/\"|\"AQL/\"",
                "bytes|\"\"|\"\"",
                "string|\"\"|\"\"",
                "character|\"é\"|\"é\"",
                "size|\"LARGE\"|\"LARGE\"",
                "instant|\"2024-01-01T10:00:00+02:00\"|\"2024-01-01T08:00:00Z\"",
                "localDateTime|\"2024-01-01T10:00:00\"|\"2024-01-01T10:00:00\"",
                "localTime|\"10:00\"|\"10:00:00\"",
                "offset|\"2024-01-01T10:00:00+02:00\"|\"2024-01-01T10:00:00+02:00\"",
                "offset|\"2024-01-01T10:00:00Z\"|\"2024-01-01T10:00:00Z\"",
                "zoned|\"2024-01-01T10:00:00+01:00[Europe/Berlin]\"|\"2024-01-01T10:00:00+01:00[Europe/Berlin]\"",
                "zoned|\"2024-01-01T10:00:00+02:00\"|\"2024-01-01T10:00:00+02:00\"",
                "period|\"P1Y2D\"|\"P1Y2D\"",
                "year|2024|2024",
                "calendar|\"2024-01-01T10:00:00+02:00\"|\"2024-01-01T08:00:00.000Z\"",
                "locale|\"de_CH\"|\"de-CH\"",
                "timeZone|\"Europe/Berlin\"|\"Europe/Berlin\"",
                "currency|\"CHF\"|\"CHF\"",
                "uri|\"http://x/y\"|\"http://x/y\"",
                "path|\"a/b\"|\"a/b\"",
                "box|{\"width\":1}|{\"width\":1.0,\"age\":null,\"price\":null,\"count\":null}"
            })
    void aValueOfTheTypeComesBackAsItWas(String method, String value, String result) throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request(method, "[" + value + "]")))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":1}");
        }
    }

    @Test
    void aNumberOfAMillionDigitsIsReadInATimeThatDoesNotGrowWithItsSquare() throws Exception {
        try (RpcClient client = server.connect()) {
            String digits = "7".repeat(1_000_000);
            assertThat(client.ask(request("integer", "[" + digits + "]"))).contains(digits);
            assertThat(client.ask(request("decimal", "[" + digits + ".5]"))).contains(digits);
            assertThat(client.ask(request("primitiveLong", "[" + digits + "]")))
                    .contains("-32602")
                    .hasSizeLessThan(1_000);
        }
    }

    @Test
    void errorsAreShortAndPrintableWhateverTheNamesOfAClientAre() throws Exception {
        String name = "n\\u001b[31m\\n\\u202e\\u0085".repeat(20_000);
        try (RpcClient client = server.connect()) {
            for (String params : List.of(
                    "{\"" + name + "\":1}",
                    "[{\"" + name + "\":1}]",
                    "[{\"width\":{\"" + name + "\":1}}]",
                    "[{\"width\":1,\"age\":\"" + name + "\"}]")) {
                assertPrintable(client.ask(request("box", params)));
            }
            assertPrintable(client.ask(request("mapByDouble", "[{\"" + name + "\":1}]")));
        }
    }

    private static void assertPrintable(String answer) {
        assertThat(answer).contains("-32602").hasSizeLessThan(4_000);
        String data = new JsonMapper().readTree(answer).at("/error/data").asString();
        assertThat(data.codePoints().map(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
    }
}

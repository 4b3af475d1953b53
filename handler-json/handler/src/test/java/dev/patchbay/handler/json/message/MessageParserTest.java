package dev.patchbay.handler.json.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.jackson.Jackson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

class MessageParserTest {

    private static final List<String> VALUES = List.of(
            "1",
            "-0.5e-7",
            "null",
            "true",
            "\"\"",
            "\"a\\\"\\u00e4\u00f6\"",
            "[]",
            "{}",
            "[1,[\"]\"],{\"a\":[]}]",
            "{\"a\" : {\"a\":\"}\"}}");

    private final JsonFactory factory = Jackson.newStrictFactory(Settings.DEFAULTS);
    private final Workspace workspace = new Workspace();

    private MessageParser begin(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MessageParser parser = workspace.parser(factory);
        parser.begin(workspace.load(ByteBuffer.wrap(bytes), 0, bytes.length), 0, bytes.length + 1);
        return parser;
    }

    /** Reads an object with one member, and returns that member's value as it came. */
    private String value(String text) {
        MessageParser parser = begin(text);
        assertThat(parser.next()).isEqualTo(JsonToken.START_OBJECT);
        assertThat(parser.next()).isEqualTo(JsonToken.PROPERTY_NAME);
        parser.toValue();
        Slice slice = parser.slice();
        assertThat(parser.next()).isEqualTo(JsonToken.END_OBJECT);
        parser.end();
        return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
    }

    private static String space(Random random) {
        return " \t\r\n".substring(random.nextInt(5)).repeat(random.nextInt(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void valuesAreCutOutWhereverTheyAreFromMessageToMessage(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            String member = "\"name" + random.nextInt(100) + "\"" + space(random) + ":" + space(random) + value;
            String text = space(random) + "{" + space(random) + member + space(random) + "}" + space(random);
            assertThat(value(text)).as(text).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[]}", "[1]", "1", "\"a\"", " null "})
    void theSameParserReadsTheNextMessage(String text) {
        MessageParser parser = begin(text);
        parser.next();
        parser.skip();
        parser.end();
        assertThat(workspace.parser(factory)).isSameAs(parser);
        assertThat(value("{\"a\":1}")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "{\"a\"",
                "{\"a\":1",
                "{\"a\":1,\"a\":2}",
                "\"a",
                "nul",
                "1.",
                "-",
                "1 2",
                "{}]",
                "{} 1",
                "{} nul",
                "{} \"a",
                "{} -",
                "[}",
                "{/**/}",
                "{} /",
                "{} /*",
                "\u0000",
                "{\"a\":\u0000}",
                "{}\u0000"
            })
    void afterAFaultAnotherParserReadsTheNextMessage(String text) {
        MessageParser parser = begin(text);
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> {
            parser.next();
            parser.skip();
            parser.end();
        });
        assertThat(workspace.parser(factory)).isNotSameAs(parser);
        assertThat(value("{\"a\":1}")).isEqualTo("1");
    }

    @Test
    void otherRulesNeedAnotherParser() {
        MessageParser parser = workspace.parser(factory);
        assertThat(workspace.parser(Jackson.newStrictFactory(Settings.DEFAULTS)))
                .isNotSameAs(parser);
    }

    @Test
    void aParserThatHasReadMuchIsNotKept() {
        MessageParser parser = workspace.parser(factory);
        String large = "\"" + "a".repeat(100_000) + "\"";
        assertThat(value("{\"a\":" + large + "}")).isEqualTo(large);
        workspace.shrink();
        assertThat(workspace.parser(factory)).isNotSameAs(parser);
    }

    @Test
    void aNameThatComesTwiceIsToldWithItsPlace() {
        for (String text : List.of("{\"\":1,\"\":2}", "{\"a\":1, \"a\":2}", "{ \"b\":{\"a\":1,\"\\u0061\":2}}")) {
            int place = text.lastIndexOf("\"", text.lastIndexOf("\"") - 1);
            value("{\"a\":1}");
            MessageParser parser = begin(text);
            parser.next();
            assertThatExceptionOfType(MessageParser.Fault.class)
                    .isThrownBy(parser::skip)
                    .withMessageContaining("a member name occurs twice")
                    .satisfies(fault -> assertThat(fault.index).isEqualTo(place));
        }
    }
}

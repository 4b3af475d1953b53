package dev.patchbay.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTextTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"patchbay.event\",\"params\":{\"a\":1.50,\"b\":\"ä}\"}}",
                "{\"method\":\"patchbay.event\",\"jsonrpc\":\"2.0\",\"params\":{\"a\":1.50,\"b\":\"ä}\"}}",
                "{\"jsonrpc\":\"2.0\", \"method\":\"patchbay.event\", \"params\":{\"a\":1.50,\"b\":\"ä}\"}}"
            })
    void theEventInALineKeepsItsText(String line) {
        assertThat(text(ControlText.event(bytes(line)))).isEqualTo("{\"a\":1.50,\"b\":\"ä}\"}");
        assertThat(ControlText.isAnswer(bytes(line), 2)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"result\":{\"ready\":true},\"id\":2}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"ready\":true}}"
            })
    void theResultInALineIsThatOfTheCall(String line) {
        assertThat(ControlText.event(bytes(line))).isNull();
        assertThat(ControlText.isAnswer(bytes(line), 2)).isTrue();
        assertThat(text(ControlText.result(bytes(line), 2))).isEqualTo("{\"ready\":true}");
        assertThat(ControlText.isAnswer(bytes(line), 1)).isFalse();
        assertThat(ControlText.result(bytes(line), 22)).isNull();
    }

    @Test
    void anErrorIsAnAnswerWithoutAResult() {
        byte[] line = bytes("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"no\"},\"id\":2}");
        assertThat(ControlText.isAnswer(line, 2)).isTrue();
        assertThat(ControlText.result(line, 2)).isNull();
        assertThat(ControlText.event(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"jsonrpc\":\"2.0\",\"result\":}"})
    void anythingElseIsNothing(String line) {
        assertThat(ControlText.event(bytes(line))).isNull();
        assertThat(ControlText.isAnswer(bytes(line), 2)).isFalse();
        assertThat(ControlText.result(bytes(line), 2)).isNull();
    }

    @Test
    void theTypeOfAnEventIsNotWhatATextSays() {
        assertThat(ControlText.isOfConnection(bytes("{\"server\":\"a\",\"type\":\"connectionOpened\"}")))
                .isTrue();
        assertThat(ControlText.isOfConnection(bytes("{\"type\":\"error\",\"text\":\"\\\"type\\\":\\\"connection\"}")))
                .isFalse();
    }
}

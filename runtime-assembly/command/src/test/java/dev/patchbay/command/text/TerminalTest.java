package dev.patchbay.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What decides the width and the colours. */
class TerminalTest {

    @Test
    void aTerminalHasItsOwnWidthAndColours() {
        assertThat(Terminal.of("40 132", null, null, "xterm")).isEqualTo(new Terminal(132, true));
        assertThat(Terminal.of("0 0", null, null, "xterm")).isEqualTo(new Terminal(80, true));
    }

    @Test
    void whatIsNoTerminalHasNoWidthAndNoColours() {
        assertThat(Terminal.of("", null, null, "xterm")).isEqualTo(new Terminal(Integer.MAX_VALUE, false));
    }

    @Test
    void theVariableComesBeforeTheTerminal() {
        assertThat(Terminal.of("40 132", "60", null, "xterm").width()).isEqualTo(60);
        assertThat(Terminal.of("", "60", null, null)).isEqualTo(new Terminal(60, false));
        assertThat(Terminal.of("40 132", "wide", null, null).width()).isEqualTo(132);
        assertThat(Terminal.of("", "1", null, null).width()).isEqualTo(20);
    }

    @Test
    void coloursCanBeSwitchedOff() {
        assertThat(Terminal.of("40 132", null, "1", "xterm").colour()).isFalse();
        assertThat(Terminal.of("40 132", null, "", "xterm").colour()).isTrue();
        assertThat(Terminal.of("40 132", null, null, "dumb").colour()).isFalse();
    }

    @Test
    void paragraphsAreBrokenAtBlanks() {
        assertThat(Paragraph.lines("one two three four", "", "  ", 9))
                .isEqualTo(List.of("one two", "  three", "  four"));
        assertThat(Paragraph.lines("a-word-that-is-too-long b", "", "", 5))
                .isEqualTo(List.of("a-word-that-is-too-long", "b"));
    }
}

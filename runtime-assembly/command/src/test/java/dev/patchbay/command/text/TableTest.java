package dev.patchbay.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How tables fit a terminal. */
class TableTest {

    private static Table table() {
        Table table = new Table().text("NAME").number("COUNT").word("STATE").text("PATH");
        table.row("a", 7, "RUNNING", "/srv/patchbay/run/a.sock");
        table.row("longer-name", 1234567, "OK", "/x");
        return table;
    }

    @Test
    void columnsAreAsWideAsTheirContent() {
        assertThat(table().lines(Integer.MAX_VALUE))
                .containsExactly(
                        "NAME           COUNT  STATE    PATH",
                        "a                  7  RUNNING  /srv/patchbay/run/a.sock",
                        "longer-name  1234567  OK       /x");
    }

    @Test
    void theWidestTextIsCutFirst() {
        assertThat(table().lines(45))
                .containsExactly(
                        "NAME           COUNT  STATE    PATH",
                        "a                  7  RUNNING  /srv/patchbay…",
                        "longer-name  1234567  OK       /x")
                .allMatch(line -> Columns.width(line) <= 45);
    }

    @Test
    void whatIsStillTooWideIsCutAtTheEndOfTheLine() {
        assertThat(table().lines(20))
                .allMatch(line -> Columns.width(line) <= 20)
                .element(2)
                .isEqualTo("longe…  1234567  OK…");
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        Table table = new Table().text("NAME").word("STATE");
        table.row("日本", "OK");
        table.row("e\u0301te", "OK");

        assertThat(table.lines(80)).containsExactly("NAME  STATE", "日本  OK", "e\u0301te   OK");
        assertThat(Columns.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Columns.cut("日本語", 4)).isEqualTo("日…");
    }

    @Test
    void foreignTextStaysOnItsLine() {
        Table table = new Table().text("NAME");
        table.row("a\nb\u001b[31m\u202e");

        assertThat(table.lines(80)).containsExactly("NAME", "a\\nb\\u001b[31m\\u202e");
    }
}

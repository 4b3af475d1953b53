package dev.patchbay.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a reader is warned. */
class NotesTest {

    private static List<String> notes(long rate, Own own) {
        return Notes.of(Results.of("echo", 10, rate, own, Map.of()));
    }

    @Test
    void aRunThatWasNotDisturbedHasNone() {
        assertThat(notes(0, new Own(1, 0.5, 0.01, 0, 0, 0, 0))).isEmpty();
        assertThat(notes(0, new Own(1, -1, -1, 0, 0, 0, 0))).isEmpty();
    }

    @Test
    void benchSaysThatItWasItselfTheLimit() {
        assertThat(notes(0, new Own(2, 0.97, 0, 0, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("bench itself was the limit", "97 % of a core", "--threads 4");
        assertThat(notes(100, new Own(1, 0.1, 0, 2_500, 9_000, 0, 0)))
                .singleElement()
                .asString()
                .contains("bench itself was late", "2.50 ms");
        assertThat(notes(0, new Own(1, 0.5, 0.4, 0, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("waited for a core in 40 %");
    }

    @Test
    void aServerThatDidNotKeepUpIsNamed() {
        assertThat(notes(100, new Own(1, 0.1, 0, 0, 0, 12, 3)))
                .hasSize(2)
                .anyMatch(note -> note.contains("did not keep up") && note.contains("12 messages began late"))
                .anyMatch(note -> note.contains("backlog of the server was full 3 times"));
    }

    @Test
    void microsecondsHaveTheUnitThatSuitsThem() {
        assertThat(List.of(0.5, 99.94, 100.0, 999.0, 1_500.0, 123_456.0, 2_000_000.0))
                .extracting(Notes::micros)
                .containsExactly("0.5 µs", "99.9 µs", "100 µs", "999 µs", "1.50 ms", "123 ms", "2.00 s");
    }
}

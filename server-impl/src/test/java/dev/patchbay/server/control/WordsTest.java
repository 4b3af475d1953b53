package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, less than 1 ms",
        "PT-1S, less than 1 ms",
        "PT0.000999999S, less than 1 ms",
        "PT0.005922279S, 6 ms",
        "PT0.9994S, 999 ms",
        "PT0.9996S, 1 s",
        "PT1.25S, 1.3 s",
        "PT59.94S, 59.9 s",
        "PT59.96S, 1 min",
        "PT61S, 1 min 1 s",
        "PT59M59.6S, 1 h",
        "PT2H5M10S, 2 h 5 min",
        "PT23H59M50S, 1 d",
        "PT100H, 4 d 4 h",
        "PT8760H, 365 d"
    })
    void durationIsWrittenAsPeopleReadIt(Duration measured, String words) {
        assertThat(Words.took(measured)).isEqualTo(words);
    }

    @Test
    void nounAgreesWithItsNumber() {
        assertThat(Words.count(0, "connection")).isEqualTo("0 connections");
        assertThat(Words.count(1, "connection")).isEqualTo("1 connection");
        assertThat(Words.count(3, "connection")).isEqualTo("3 connections");
    }
}

package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables are those of the server's own reader, {@code DurationsTest}. */
class MillisTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "0ms, 0",
        "10s, 10000",
        "10 s, 10000",
        "5m, 300000",
        "1h, 3600000",
        "8760h, 31536000000",
        "1d, 86400000",
        "365d, 31536000000",
        "1h30m, 5400000",
        "1h 30m, 5400000",
        "1d2h3m4s5ms, 93784005",
        "1m500ms, 60500",
        "1s1ms, 1001",
        "0h90m, 5400000",
        "000000000000001s, 1000",
        "0, 0",
        "' 2s ', 2000"
    })
    void durationsAreReadAsConfigurationsHaveThem(String text, long millis) {
        assertThat(Millis.of(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "10", "s", "-1s", "+1s", "1.5s", "10S", "10 sec", "10s5", "30m1h", "1s1s", "1ms1s", "1_000ms",
                "1h-30m", "0x10s", "\u0663s", "PT10S", "1w", "soon"
            })
    void whatIsNoDurationIsNoTime(String text) {
        assertThat(Millis.of(text)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8761h",
                "525601m",
                "31536001s",
                "31536000001ms",
                "999999999999h",
                "9999999999999ms",
                "99999999999999999999d",
                "366d",
                "365d1ms",
                "364d25h"
            })
    void moreThanAYearIsNoTime(String text) {
        assertThat(Millis.of(text)).isZero();
    }

    @Test
    void nothingIsNoTime() {
        assertThat(Millis.of(null)).isZero();
    }
}

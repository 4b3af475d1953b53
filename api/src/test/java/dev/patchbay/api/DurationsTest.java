package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

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
        "000000000000001s, 1000"
    })
    void numbersWithUnitsAreADuration(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void nothingNeedsNoUnit() {
        assertThat(Durations.parse("0")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "10", "s", "-1s", "+1s", "1.5s", "10S", "10 sec", "10s5", "30m1h", "1s1s", "1ms1s", "1_000ms",
                "1h-30m", "0x10s", "\u0663s", "PT10S", "1w", "soon"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("500ms, 10s, 5m");
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
    void moreThanAYearIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("longer than a year");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1ms",
        "999, 999ms",
        "1000, 1s",
        "1500, 1500ms",
        "60000, 1m",
        "90000, 90s",
        "3600000, 1h",
        "5400000, 90m"
    })
    void aDurationIsWrittenInTheLargestUnitThatLeavesAWholeNumber(long millis, String text) {
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }
}

package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillisTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "10s,10000", "5m,300000", "1h,3600000", "7,7", "' 2s ',2000", "soon,0", "-1s,0"})
    void durationsAreReadAsConfigurationsHaveThem(String text, long millis) {
        assertThat(Millis.of(text)).isEqualTo(millis);
    }

    @Test
    void nothingIsNoTime() {
        assertThat(Millis.of(null)).isZero();
    }
}

package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void whatEndsALineOrDrivesATerminalIsEscaped() {
        assertThat(LogText.of("a\nb\r\u001b[2J\u0000\u007f\u0085\u009b\u2028\u202e\u2066"))
                .isEqualTo("a\\u000ab\\u000d\\u001b[2J\\u0000\\u007f\\u0085\\u009b\\u2028\\u202e\\u2066");
        assertThat(LogText.of("grüße 世界")).isEqualTo("grüße 世界");
    }
}

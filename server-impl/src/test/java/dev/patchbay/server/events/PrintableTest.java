package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have written cannot forge a line of the log or drive a terminal. */
class PrintableTest {

    private static final String FORGED = "x\n12:00:00.000 ERROR forged\u001b[2J\r\u0000\u009b31m\u2028\u202e";

    /** Every character that begins a line somewhere, or that a terminal obeys. */
    private static final String DANGEROUS = "(?s).*[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069].*";

    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        assertThat(Printable.text("grüße 世界 👩‍💻 C:\\new")).isEqualTo("grüße 世界 👩‍💻 C:\\new");
        assertThat(Printable.text(null)).isEqualTo("null");
        assertThat(Printable.text("")).isEmpty();
    }

    @Test
    void controlCharactersBecomeEscapes() {
        assertThat(Printable.text(FORGED))
                .isEqualTo("x\\n12:00:00.000 ERROR forged\\u001b[2J\\r\\u0000\\u009b31m\\u2028\\u202e");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 7, 8, 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x2029, 0x200F, 0x202E, 0x2066, 0xFEFF, 0xD800
            })
    void noCharacterThatEndsALineOrDrivesATerminalIsLeft(int character) {
        assertThat(Printable.text("a" + (char) character + "b")).matches("a\\\\u[0-9a-f]{4}b");
    }

    @Test
    void longTextIsCutAndItsLengthTold() {
        assertThat(Printable.text("x".repeat(1_000_000)))
                .hasSizeLessThan(Printable.LONGEST + 50)
                .endsWith("... (1000000 characters)");
    }

    @Test
    void objectWhoseToStringFailsIsNamedByItsClass() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };

        assertThat(Printable.text(broken)).contains("PrintableTest", "toString");
    }

    @Test
    void harmlessThrowableStaysTheSame() {
        Throwable harmless = new IllegalStateException("ordinary", new RuntimeException("cause"));

        assertThat(Printable.throwable(harmless)).isSameAs(harmless);
        assertThat(Printable.throwable(null)).isNull();
    }

    @Test
    void everyMessageOfAThrowableIsEscapedAndTheTracesStay() {
        Exception cause = new IllegalArgumentException(FORGED);
        Exception foreign = new IllegalStateException("outer", cause);
        foreign.addSuppressed(new RuntimeException(FORGED));

        String printed = printed(Printable.throwable(foreign));

        assertThat(printed)
                .contains("java.lang.IllegalStateException: outer")
                .contains("java.lang.IllegalArgumentException: x\\n12:00")
                .contains("Suppressed: java.lang.RuntimeException: x\\n12:00")
                .contains("everyMessageOfAThrowableIsEscapedAndTheTracesStay");
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("12:00"));
        assertThat(printed.replaceAll("[\r\n\t]", "")).doesNotMatch(DANGEROUS);
    }

    @Test
    void throwableWithAMessageOrAStringThatFailsIsPrinted() {
        Throwable broken = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no");
            }
        };

        assertThat(printed(Printable.throwable(broken))).contains("getMessage has thrown");
        assertThat(Printable.message(broken)).contains("getMessage has thrown");
        assertThat(Printable.message(new RuntimeException())).isEqualTo("java.lang.RuntimeException");
    }

    @Test
    void toStringThatForgesIsEscapedToo() {
        Throwable forging = new RuntimeException("fine") {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return FORGED;
            }
        };

        assertThat(printed(Printable.throwable(forging)).lines()).noneMatch(line -> line.startsWith("12:00"));
    }

    @Test
    void causesInARingOrWithoutEndAreCut() {
        Exception one = new RuntimeException(FORGED);
        Exception two = new RuntimeException("two", one);
        one.initCause(two);
        assertThat(printed(Printable.throwable(one))).contains("two");

        Exception deep = new RuntimeException("deepest");
        for (int i = 0; i < 10_000; i++) {
            deep = new RuntimeException("x", deep);
        }
        assertThat(printed(Printable.throwable(deep)).lines().filter(line -> line.startsWith("Caused by")))
                .hasSizeLessThan(30);
    }

    private static String printed(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

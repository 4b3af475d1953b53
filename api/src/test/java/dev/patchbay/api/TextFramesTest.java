package dev.patchbay.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages whose length is text: bulk strings, and header parts with their {@code Content-Length}. */
class TextFramesTest {

    private static final String WHOLE = "Content-Length: 2\r\n\r\n{}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\n\r\n{}",
                "content-length:2\r\n\r\n{}",
                "CONTENT-LENGTH: \t 2 \t\r\n\r\n{}",
                "Content-Length: 000000000000000000000002\r\n\r\n{}",
                "Content-Type: a/b; charset=\"\u00fc\u0085\"\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\nX-Empty:\r\nContent-Length2: 9\r\nA!#$%&'*+-.^_`|~z: :\r\n\r\n{}"
            })
    void theContentIsTakenWhateverElseTheHeaderPartSays(String text) {
        ByteBuffer in = bytes(".." + text + "Con").position(2);

        for (int arrived = 2; arrived < 2 + text.length(); arrived++) {
            assertThat(Frames.contentLength(in.limit(arrived), 2)).isNull();
            assertThat(in.position()).isEqualTo(2);
        }
        in.limit(in.capacity());
        assertThat(text(Frames.contentLength(in, 2))).isEqualTo("{}");
        assertThat(Frames.contentLength(in, 2)).isNull();
        assertThat(text(in)).isEqualTo("Con");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "Content-Type: a/b\r\n\r\n",
                "Content-Length:\r\n",
                "Content-Length:  \t \r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +1\r\n",
                "Content-Length: 1.0\r\n",
                "Content-Length: 1e1\r\n",
                "Content-Length: 0x1\r\n",
                "Content-Length: 1 1\r\n",
                "Content-Length: 1, 1\r\n",
                "Content-Length: \u00b2\r\n",
                "Content-Length: 1\0\r\n",
                "Content-Length: 1\r\r\n",
                "Content-Length : 1\r\n",
                " Content-Length: 1\r\n",
                "Content-Length 1\r\n",
                ": 1\r\n",
                "Content-Length: 1\n",
                "Content-Type: a\rContent-Length: 1\r\n",
                "Content-Type: \0\r\n",
                "Content-Length: 1\r\n folded\r\n",
                "\n",
                "GET / HTTP/1.1\r\n"
            })
    void whatIsNoHeaderPartWithOneLengthIsRefusedWithItsLine(String text) {
        ByteBuffer in = bytes(text);

        assertMalformed(() -> Frames.contentLength(in, 9));
        assertThat(in.position()).isZero();
    }

    @Test
    void aSecondLengthIsRefusedEvenIfItIsTheSame() {
        for (String second : new String[] {"2", "3"}) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.contentLength(
                            bytes("Content-Length: 2\r\ncontent-length: " + second + "\r\n\r\n{}"), 9))
                    .withMessageContaining("twice, with 2 and " + second);
        }
    }

    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedWithItsLine() {
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 10\r\n"), 9), 10);
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 2147483648\r\n"), 9), 1L << 31);
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 4294967296\r\n"), 9), 1L << 32);
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 9223372036854775807\r\n"), 9), Long.MAX_VALUE);
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 9223372036854775808\r\n"), 9), Long.MAX_VALUE);
        assertTooLong(() -> Frames.contentLength(bytes("Content-Length: 18446744073709551618\r\n"), 9), Long.MAX_VALUE);
        assertThat(Frames.contentLength(bytes("Content-Length: 2147483647\r\n\r\n"), Integer.MAX_VALUE))
                .isNull();
    }

    @Test
    void aHeaderPartMayHave1024BytesAndNoMore() {
        String longest = "X: " + "x".repeat(1024 - WHOLE.length() - 3) + "\r\n" + WHOLE;
        assertThat(longest.indexOf("{}")).isEqualTo(1024);

        assertThat(text(Frames.contentLength(bytes(longest), 2))).isEqualTo("{}");
        for (String tooLong : new String[] {"X" + longest, "x".repeat(1025), "x".repeat(100_000) + "\r\n"}) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.contentLength(bytes(tooLong), 2))
                    .withMessageContaining("at least " + (tooLong.length() < 100_000 ? 1025 : 100_002) + " bytes")
                    .withMessageContaining("1024 bytes");
        }
        assertThat(Frames.contentLength(bytes("x".repeat(1024)), 2)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "*1",
                "+1",
                "$a",
                "$-1\r\n",
                "$+1\r\n",
                "$ 1",
                "$1 ",
                "$01",
                "$00",
                "$\r\n",
                "$\n",
                "$1\n",
                "$1\rx",
                "$5\r\nhello\n\n",
                "$5\r\nhello\rx",
                "$5\r\nhellox\r\n",
                "$0\r\nx\r\n",
                "$1.0"
            })
    void whatIsNoBulkStringIsRefused(String text) {
        ByteBuffer in = bytes(text);

        assertMalformed(() -> Frames.bulkString(in, 9));
        assertThat(in.position()).isZero();
    }

    @Test
    void aBulkStringMayContainItsOwnMarks() {
        ByteBuffer in = bytes("$8\r\n$1\r\na\r\n\0\r\n$0\r\n\r\n$");

        assertThat(text(Frames.bulkString(in, 8))).isEqualTo("$1\r\na\r\n\0");
        assertThat(text(Frames.bulkString(in, 8))).isEmpty();
        assertThat(Frames.bulkString(in, 8)).isNull();
    }

    @Test
    void aBulkStringOverTheLimitIsRefusedBeforeItsLengthHasEnded() {
        assertThat(Frames.bulkString(bytes("$10"), 10)).isNull();
        assertTooLong(() -> Frames.bulkString(bytes("$10"), 9), 10);
        assertTooLong(() -> Frames.bulkString(bytes("$2147483648"), Integer.MAX_VALUE), 1L << 31);
        assertTooLong(() -> Frames.bulkString(bytes("$" + "9".repeat(1000)), 0), 9);
        assertThat(Frames.bulkString(bytes("$2147483647\r\nx"), Integer.MAX_VALUE))
                .isNull();
    }

    /** As in the README: parts are taken off a duplicate. */
    private static List<ByteBuffer> command(ByteBuffer in) {
        ByteBuffer rest = in.duplicate();
        ByteBuffer line = Frames.line(rest, 16);
        if (line == null) {
            return null;
        }
        int parts = Integer.parseInt(US_ASCII.decode(line), 1, line.limit(), 10);
        List<ByteBuffer> command = new ArrayList<>();
        while (command.size() < parts) {
            ByteBuffer part = Frames.bulkString(rest, 512 * 1024);
            if (part == null) {
                return null;
            }
            command.add(part);
        }
        in.position(rest.position());
        return command;
    }

    @Test
    void aCommandOfSeveralBulkStringsIsTakenWhenAllAreThere() {
        String sent = "*2\r\n$3\r\nGET\r\n$1\r\na\r\n";
        for (int arrived = 0; arrived < sent.length(); arrived++) {
            ByteBuffer in = bytes(sent.substring(0, arrived));
            assertThat(command(in)).isNull();
            assertThat(in.position()).isZero();
        }
        ByteBuffer in = bytes(sent + sent + "*");
        assertThat(command(in)).containsExactly(bytes("GET"), bytes("a"));
        assertThat(command(in)).containsExactly(bytes("GET"), bytes("a"));
        assertThat(command(in)).isNull();
        assertThat(text(in)).isEqualTo("*");
    }

    private static void assertMalformed(Supplier<ByteBuffer> taking) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(taking::get)
                .satisfies(refused -> assertThat(refused.getMessage()).matches("\\p{Print}{20,200}"));
    }

    private static void assertTooLong(Supplier<ByteBuffer> taking, long length) {
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(taking::get)
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(length));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String text(ByteBuffer message) {
        assertThat(message).isNotNull();
        return ISO_8859_1.decode(message).toString();
    }
}

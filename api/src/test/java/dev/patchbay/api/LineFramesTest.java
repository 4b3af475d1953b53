package dev.patchbay.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is special about messages that end with a mark. */
class LineFramesTest {

    @Test
    void oneCarriageReturnInFrontOfTheLineFeedIsDropped() {
        assertThat(line("a\r\n", 10)).isEqualTo("a");
        assertThat(line("a\r\r\n", 10)).isEqualTo("a\r");
        assertThat(line("\r\n", 10)).isEmpty();
    }

    @Test
    void carriageReturnsElsewhereBelongToTheLine() {
        assertThat(line("\ra\rb\n", 10)).isEqualTo("\ra\rb");
    }

    @Test
    void aCarriageReturnInFrontOfThePositionIsNotLookedAt() {
        ByteBuffer in = bytes("\r\n").position(1);

        assertThat(Frames.line(in, 10)).isNotNull();
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aCarriageReturnThatMayEndTheLineDoesNotCountAgainstTheLimit() {
        ByteBuffer in = bytes("abc\r");

        assertThat(Frames.line(in, 3)).isNull();
        assertThat(in.position()).isZero();
        assertThat(line("abc\r\n", 3)).isEqualTo("abc");
    }

    @Test
    void aLineWithoutEndIsRefusedAtTheFirstByteTooMany() {
        assertThat(Frames.line(bytes("abc"), 3)).isNull();
        assertRefused(() -> Frames.line(bytes("abcd"), 3), 4, 3);
        assertRefused(() -> Frames.line(bytes("abc\rd"), 3), 5, 3);
    }

    @Test
    void aNulTerminatedMessageWithoutEndIsRefusedAtTheFirstByteTooMany() {
        assertThat(Frames.nulTerminated(bytes("abc"), 3)).isNull();
        assertRefused(() -> Frames.nulTerminated(bytes("abcd"), 3), 4, 3);
    }

    @Test
    void lineEndsBelongToANulTerminatedMessage() {
        ByteBuffer message = Frames.nulTerminated(bytes("a\r\nb\r\0"), 10);

        assertThat(ISO_8859_1.decode(message).toString()).isEqualTo("a\r\nb\r");
    }

    @Test
    void aLimitOfNothingLetsEmptyMessagesThrough() {
        assertThat(line("\n", 0)).isEmpty();
        assertThat(line("\r\n", 0)).isEmpty();
        assertThat(Frames.nulTerminated(bytes("\0"), 0)).isNotNull();
        assertRefused(() -> Frames.line(bytes("a\n"), 0), 1, 0);
    }

    private static void assertRefused(Runnable taking, long length, int limit) {
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(taking::run)
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(length))
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(limit));
    }

    private static String line(String text, int limit) {
        return ISO_8859_1.decode(Frames.line(bytes(text), limit)).toString();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}

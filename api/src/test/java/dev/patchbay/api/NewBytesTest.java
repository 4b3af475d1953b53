package dev.patchbay.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that end with a mark, and arrive in many pieces: only what is new is looked at. */
class NewBytesTest {

    private static final int LIMIT = 1000;
    private static final int CASES = 2000;

    private int seenUpTo;
    private final ConnContext conn = (ConnContext) Proxy.newProxyInstance(
            ConnContext.class.getClassLoader(),
            new Class<?>[] {ConnContext.class},
            (self, method, arguments) -> seenUpTo);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String text(ByteBuffer message) {
        return message == null ? null : ISO_8859_1.decode(message).toString();
    }

    /** A mark among them would be found if they were looked at. */
    @Test
    void bytesThatAreKnownAreNotLookedAt() {
        assertThat(text(Frames.line(bytes("a\nb\nc"), 2, LIMIT))).isEqualTo("a\nb");
        assertThat(Frames.line(bytes("a\nb\nc"), 4, LIMIT)).isNull();
        assertThat(text(Frames.nulTerminated(bytes("a\0b\0c"), 2, LIMIT))).isEqualTo("a\0b");
        assertThat(Frames.nulTerminated(bytes("a\0b\0c"), 5, LIMIT)).isNull();
    }

    @Test
    void bytesThatTheHandlerHasSeenAreNotLookedAt() {
        seenUpTo = 2;

        assertThat(text(Frames.line(conn, bytes("a\nb\nc"), LIMIT))).isEqualTo("a\nb");
        assertThat(text(Frames.nulTerminated(conn, bytes("a\0b\0c"), LIMIT))).isEqualTo("a\0b");
    }

    @Test
    void whatWasSeenIsCountedFromTheBufferNotFromThePosition() {
        seenUpTo = 4;

        assertThat(text(Frames.line(conn, bytes("..a\nb\n").position(2), LIMIT)))
                .isEqualTo("a\nb");
        assertThat(text(Frames.line(conn, bytes(".....\nb").position(5), LIMIT)))
                .isEmpty();
    }

    @Test
    void laterMessagesOfOneCallAreFoundAsTheFirstIs() {
        seenUpTo = 3;
        ByteBuffer in = bytes("abcd\r\n\ne\nf");

        assertThat(text(Frames.line(conn, in, LIMIT))).isEqualTo("abcd");
        assertThat(text(Frames.line(conn, in, LIMIT))).isEmpty();
        assertThat(text(Frames.line(conn, in, LIMIT))).isEqualTo("e");
        assertThat(Frames.line(conn, in, LIMIT)).isNull();
        assertThat(text(in)).isEqualTo("f");
    }

    @Test
    void aCarriageReturnThatWasSeenIsDroppedAllTheSame() {
        seenUpTo = 4;

        assertThat(Frames.line(conn, bytes("abc\r"), 3)).isNull();
        assertThat(text(Frames.line(conn, bytes("abc\r\n"), 3))).isEqualTo("abc");
    }

    @Test
    void bytesThatWereSeenCountAgainstTheLimit() {
        seenUpTo = 3;

        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> Frames.line(conn, bytes("abcd"), 3))
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(4));
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> Frames.nulTerminated(conn, bytes("abcd\0"), 3))
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(4));
    }

    @Test
    void moreSeenThanThereIsLeavesNothingToLookAt() {
        seenUpTo = 99;

        assertThat(Frames.line(conn, bytes("abc"), LIMIT)).isNull();
        assertThat(Frames.nulTerminated(conn, bytes(""), LIMIT)).isNull();
    }

    @Test
    void knownBytesThatDoNotExistAreRefused() {
        for (int from : new int[] {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frames.line(bytes("..abc").position(2), from, LIMIT))
                    .withMessageContaining("from = " + from)
                    .withMessageContaining("3 bytes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frames.nulTerminated(bytes("..abc").position(2), from, LIMIT))
                    .withMessageContaining("from = " + from);
        }
    }

    /** A handler that takes all there is, or one message a call, gets what was sent, in whatever pieces it arrives. */
    @Test
    void anyPiecesGiveTheSameMessages() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<String> sent = new ArrayList<>();
            StringBuilder wire = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                sent.add("x".repeat(random.nextInt(random.nextBoolean() ? 3 : 60)));
                wire.append(sent.get(sent.size() - 1)).append(random.nextBoolean() ? "\r\n" : "\n");
            }
            assertThat(received(wire.toString(), random)).as("seed " + seed).isEqualTo(sent);
        }
    }

    /** Presents bytes as {@link ConnContext#seenUpTo} promises it. */
    private List<String> received(String wire, Random random) {
        List<String> received = new ArrayList<>();
        boolean oneEachCall = random.nextBoolean();
        int consumed = 0;
        int arrived = 0;
        seenUpTo = 0;
        while (consumed < wire.length()) {
            arrived = Math.min(wire.length(), arrived + random.nextInt(20));
            int front = random.nextInt(9);
            seenUpTo = seenUpTo == 0 ? 0 : seenUpTo + front;
            ByteBuffer in = bytes("\n".repeat(front) + wire.substring(consumed, arrived))
                    .position(front);
            String line;
            do {
                line = text(Frames.line(conn, in, LIMIT));
                if (line != null) {
                    received.add(line);
                }
            } while (line != null && !oneEachCall);
            seenUpTo = in.position() == front ? in.remaining() : 0;
            consumed += in.position() - front;
        }
        return received;
    }
}

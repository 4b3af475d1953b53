package dev.patchbay.api;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that arrives byte by byte costs as much as its length, not as its square. */
class FrameWorkTest {

    private static final int LENGTH = 300;
    private static final int MEBIBYTE = 1 << 20;

    /** More than any header here has. */
    private static final int HEADER = 25;

    /** A byte that was looked at changes what comes out when it becomes one of these. */
    private static final byte[] OTHERS = {0, '\n', '\r', ' ', '0', '9', ':', 'x', 0x7f, -128, -1};

    private int seenUpTo;
    private final ConnContext conn = (ConnContext) Proxy.newProxyInstance(
            ConnContext.class.getClassLoader(),
            new Class<?>[] {ConnContext.class},
            (self, method, arguments) -> seenUpTo);

    /** A method of {@link Frames} with all arguments but these. */
    private interface Taking {
        ByteBuffer take(ByteBuffer in, int limit);
    }

    private Taking taking(Framing framing) {
        return switch (framing) {
            case LINE, LINE_WITH_CARRIAGE_RETURN -> (in, limit) -> Frames.line(conn, in, limit);
            case NUL_TERMINATED -> (in, limit) -> Frames.nulTerminated(conn, in, limit);
            default -> framing::take;
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachByteOfAMessageIsLookedAtOnceBesidesItsHeader(Framing framing) {
        assertLookedAtOnce(taking(framing), framing.frame(framing.message(new Random(7), LENGTH)));
    }

    @Test
    void eachByteOfAHeaderBlockIsLookedAtOnce() {
        byte[] block = "field: value\r\n".repeat(LENGTH / 14).concat("\r\n").getBytes(US_ASCII);

        assertLookedAtOnce((in, limit) -> Frames.headerBlock(conn, in, limit), block);
    }

    @Test
    void onlyTheHeaderOfAMessageWithHeaderIsLookedAt() {
        byte[] message = new byte[LENGTH];
        message[2] = (byte) (LENGTH >> 8);
        message[3] = (byte) LENGTH;
        assertLookedAtOnce((in, limit) -> Frames.lengthAt(in, 0, 4, BIG_ENDIAN, 0, limit), message);

        message[1] = (byte) (LENGTH - 3 | 0x80);
        message[2] = (byte) (LENGTH - 3 >> 7);
        assertLookedAtOnce((in, limit) -> Frames.varintAt(in, 1, limit), message);
    }

    private void assertLookedAtOnce(Taking taking, byte[] framed) {
        int lookedAt = 0;
        for (int arrived = 1; arrived < framed.length; arrived++) {
            seenUpTo = arrived - 1;
            int inThisCall = lookedAt(taking, framed, arrived);
            assertThat(inThisCall).as("of %d bytes", arrived).isLessThanOrEqualTo(HEADER);
            lookedAt += inThisCall;
        }
        assertThat(lookedAt).isBetween(1, framed.length * HEADER);
        seenUpTo = framed.length - 1;
        assertThat(taking.take(ByteBuffer.wrap(framed), LENGTH)).isNotNull();
    }

    private int lookedAt(Taking taking, byte[] framed, int arrived) {
        String outcome = outcome(taking, framed, arrived);
        int count = 0;
        for (int i = 0; i < arrived; i++) {
            byte before = framed[i];
            boolean decides = false;
            for (byte other : OTHERS) {
                framed[i] = other;
                decides |= !outcome(taking, framed, arrived).equals(outcome);
            }
            framed[i] = before;
            count += decides ? 1 : 0;
        }
        return count;
    }

    private static String outcome(Taking taking, byte[] framed, int arrived) {
        try {
            return String.valueOf(taking.take(ByteBuffer.wrap(framed, 0, arrived), LENGTH));
        } catch (FrameTooLongException | MalformedFrameException refused) {
            return refused.toString();
        }
    }

    /** With work that grows with the square, this would take minutes. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PREFIXED_16_BIG", "PREFIXED_16_LITTLE"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aMebibyteIsTakenByteByByte(Framing framing) {
        byte[] message = new byte[MEBIBYTE];
        Arrays.fill(message, (byte) 'x');
        assertTakenByteByByte(taking(framing), framing.frame(message));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aHeaderBlockOfAMebibyteIsTakenByteByByte() {
        byte[] block = "field: value\r\n".repeat(MEBIBYTE / 14).concat("\r\n").getBytes(US_ASCII);

        assertTakenByteByByte((in, limit) -> Frames.headerBlock(conn, in, limit), block);
    }

    private void assertTakenByteByByte(Taking taking, byte[] framed) {
        ByteBuffer in = ByteBuffer.allocateDirect(framed.length).put(framed).flip();
        for (int arrived = 1; arrived < framed.length; arrived++) {
            seenUpTo = arrived - 1;
            if (taking.take(in.limit(arrived), MEBIBYTE) != null || Thread.interrupted()) {
                throw new AssertionError(
                        "a message was taken, or time was up, after " + arrived + " of " + framed.length + " bytes");
            }
        }
        assertThat(taking.take(in.limit(framed.length), MEBIBYTE)).isNotNull();
    }
}

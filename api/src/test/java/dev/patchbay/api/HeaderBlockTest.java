package dev.patchbay.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that end with a blank line. In the texts, {@code r} and {@code n} are carriage return and line feed. */
class HeaderBlockTest {

    private static final int LIMIT = 1000;
    private static final int CASES = 20_000;

    private int seenUpTo;
    private final ConnContext conn = (ConnContext) Proxy.newProxyInstance(
            ConnContext.class.getClassLoader(),
            new Class<?>[] {ConnContext.class},
            (self, method, arguments) -> seenUpTo);

    @ParameterizedTest
    @CsvSource({
        "arnbrnrnrest,  arnbrn",
        "anbnnrest,     anbn",
        "arnbnrnrest,   arnbn",
        "anbrnnrest,    anbrn",
        "rnrest,        ''",
        "nrest,         ''",
        "nnrest,        ''",
        "arrnrnrest,    arrn",
        "arnrarnrnrest, arnrarn",
        "arnrrnrnrest,  arnrrn",
        "rrnnrest,      rrn"
    })
    void theBlockIsTakenUpToTheFirstBlankLineHoweverItArrives(String text, String expected) {
        byte[] bytes = bytes("nn" + text);
        int end = 2;
        ByteBuffer block = null;
        seenUpTo = 0;
        for (; block == null; end++) {
            ByteBuffer in = ByteBuffer.wrap(bytes, 2, end - 2);
            block = Frames.headerBlock(conn, in, LIMIT);
            assertThat(Frames.headerBlock(ByteBuffer.wrap(bytes, 2, end - 2), LIMIT))
                    .isEqualTo(block);
            assertThat(in.position()).isEqualTo(block == null ? 2 : end);
            seenUpTo = end;
        }
        assertThat(text(block)).isEqualTo(expected);
        ByteBuffer whole = ByteBuffer.wrap(bytes).position(2);
        assertThat(text(Frames.headerBlock(whole, LIMIT))).isEqualTo(expected);
        assertThat(whole.position()).isEqualTo(end - 1).isLessThanOrEqualTo(bytes.length);
    }

    @Test
    void theLinesOfTheBlockAreTakenOffItAsLines() {
        ByteBuffer in = ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody".getBytes(ISO_8859_1));
        ByteBuffer head = Frames.headerBlock(in, LIMIT);

        assertThat(ISO_8859_1.decode(Frames.line(head, LIMIT)).toString()).isEqualTo("GET / HTTP/1.1");
        assertThat(ISO_8859_1.decode(Frames.line(head, LIMIT)).toString()).isEqualTo("Host: a");
        assertThat(head.hasRemaining()).isFalse();
        assertThat(ISO_8859_1.decode(in).toString()).isEqualTo("body");
    }

    @Test
    void aBlockIsRefusedAtTheFirstByteTooManyWithBothNumbers() {
        for (String fits :
                new String[] {"", "a", "arn", "arnr", "abc", "arnrn", "abn", "abnr", "abnn", "abnrn", "r", "rn", "n"}) {
            Frames.headerBlock(ByteBuffer.wrap(bytes(fits)), 3);
        }
        for (String tooLong : new String[] {"abcd", "abcn", "abcnrn", "arnb", "arnrr", "abrr", "abnrx"}) {
            ByteBuffer in = ByteBuffer.wrap(bytes(tooLong));
            int length = tooLong.equals("abcnrn") ? 4 : tooLong.length();
            assertThatExceptionOfType(FrameTooLongException.class)
                    .isThrownBy(() -> Frames.headerBlock(in, 3))
                    .withMessageContaining(length + " bytes")
                    .withMessageContaining("3 bytes");
            assertThat(in.position()).isZero();
        }
        assertThat(Frames.headerBlock(ByteBuffer.wrap(bytes("rn")), 0)).isEqualTo(ByteBuffer.allocate(0));
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Frames.headerBlock(ByteBuffer.allocate(0), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Frames.headerBlock(conn, ByteBuffer.allocate(0), -1));
    }

    /** A blank line that ends among them would be found if they were searched. */
    @Test
    void onlyNewBytesAreSearched() {
        seenUpTo = 4;

        assertThat(text(Frames.headerBlock(conn, ByteBuffer.wrap(bytes("arnnbnn")), LIMIT)))
                .isEqualTo("arnnbn");
    }

    @Test
    void randomPiecesGiveTheBlockThatOneLookGives() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append("arn".charAt(random.nextInt(3)));
            }
            byte[] bytes = bytes(text + "xnn");
            ByteBuffer expected = Frames.headerBlock(ByteBuffer.wrap(bytes), LIMIT);
            ByteBuffer block = null;
            seenUpTo = 0;
            for (int arrived = 0; block == null; seenUpTo = arrived) {
                arrived = Math.min(bytes.length, arrived + 1 + random.nextInt(5));
                block = Frames.headerBlock(conn, ByteBuffer.wrap(bytes, 0, arrived), LIMIT);
            }
            assertThat(block).as("seed %d, %s", seed, text).isEqualTo(expected);
        }
    }

    private static byte[] bytes(String text) {
        return text.replace("rest", "xxxx")
                .replace('r', '\r')
                .replace('n', '\n')
                .getBytes(ISO_8859_1);
    }

    private static String text(ByteBuffer block) {
        return ISO_8859_1.decode(block).toString().replace('\r', 'r').replace('\n', 'n');
    }
}

package dev.patchbay.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every framing. */
class FramesTest {

    private static final int LIMIT = 1000;
    private static final int LONGEST = 300;

    @ParameterizedTest
    @EnumSource
    void aWholeMessageIsTakenAndInIsLeftBehindIt(Framing framing) {
        ByteBuffer in = ByteBuffer.wrap(framed(framing, "hello", "rest"));

        assertThat(text(framing.take(in, LIMIT))).isEqualTo("hello");
        assertThat(in.position()).isEqualTo(framed(framing, "hello").length);
        assertThat(in.limit()).isEqualTo(in.capacity());
    }

    @ParameterizedTest
    @EnumSource
    void noMessageIsTakenAndInIsUntouchedUntilTheLastByteHasArrived(Framing framing) {
        byte[] framed = framing.frame(framing.message(new Random(1), LONGEST));

        for (int arrived = 0; arrived < framed.length; arrived++) {
            ByteBuffer in = ByteBuffer.wrap(framed, 0, arrived);
            assertThat(framing.take(in, LONGEST)).as("after %d bytes", arrived).isNull();
            assertThat(in).isEqualTo(ByteBuffer.wrap(framed, 0, arrived));
            assertThat(in.position()).isZero();
            assertThat(in.limit()).isEqualTo(arrived);
        }
        assertThat(framing.take(ByteBuffer.wrap(framed), LONGEST)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatArrivedTogetherAreTakenOneByOne(Framing framing) {
        ByteBuffer in = ByteBuffer.wrap(framed(framing, "one", "", "three"));

        assertThat(text(framing.take(in, LIMIT))).isEqualTo("one");
        assertThat(text(framing.take(in, LIMIT))).isEmpty();
        assertThat(text(framing.take(in, LIMIT))).isEqualTo("three");
        assertThat(framing.take(in, LIMIT)).isNull();
        assertThat(in.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageMayBeAsLongAsTheLimit(Framing framing) {
        byte[] message = framing.message(new Random(2), LONGEST);
        ByteBuffer in = ByteBuffer.wrap(framing.frame(message));

        assertThat(framing.take(in, LONGEST)).isEqualTo(ByteBuffer.wrap(message));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfOneByteMoreIsRefusedWithBothNumbersAndInIsUntouched(Framing framing) {
        byte[] framed = framing.frame(framing.message(new Random(3), LONGEST));
        ByteBuffer in = ByteBuffer.wrap(framed);

        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> framing.take(in, LONGEST - 1))
                .withMessageContaining("300 bytes")
                .withMessageContaining("299 bytes")
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(LONGEST))
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(LONGEST - 1));
        assertThat(in).isEqualTo(ByteBuffer.wrap(framed));
    }

    @ParameterizedTest
    @EnumSource
    void aNegativeLimitIsRefusedWhateverHasArrived(Framing framing) {
        for (byte[] arrived : new byte[][] {{}, {0}, framed(framing, ""), framed(framing, "hello")}) {
            for (int limit : new int[] {-1, Integer.MIN_VALUE}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> framing.take(ByteBuffer.wrap(arrived), limit))
                        .withMessageContaining("limit = " + limit + " is negative");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGreatestLimitLetsEveryMessageThrough(Framing framing) {
        ByteBuffer in = ByteBuffer.wrap(framed(framing, "hello", "rest"));

        assertThat(text(framing.take(in, Integer.MAX_VALUE))).isEqualTo("hello");
        assertThat(text(framing.take(in, Integer.MAX_VALUE))).isEqualTo("rest");
        assertThat(framing.take(in, Integer.MAX_VALUE)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsBetweenPositionAndLimitCounts(Framing framing) {
        byte[] framed = framed(framing, "hello");
        ByteBuffer in = ByteBuffer.allocate(3 + framed.length + 5);
        in.put(0, new byte[] {1, 2, 3}).put(3, framed);

        in.position(3).limit(3 + framed.length - 1);
        assertThat(framing.take(in, LIMIT)).isNull();
        assertThat(in.position()).isEqualTo(3);

        in.limit(3 + framed.length);
        assertThat(text(framing.take(in, LIMIT))).isEqualTo("hello");
        assertThat(in.position()).isEqualTo(3 + framed.length);
    }

    @ParameterizedTest
    @EnumSource
    void theByteOrderOfInMakesNoDifference(Framing framing) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer in = ByteBuffer.wrap(framed(framing, "hello")).order(order);

            ByteBuffer message = framing.take(in, LIMIT);

            assertThat(text(message)).as(order.toString()).isEqualTo("hello");
            assertThat(message.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
            assertThat(in.order()).isEqualTo(order);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMessageIsAReadOnlySliceOfIn(Framing framing) {
        byte[] framed = framed(framing, "hello");
        ByteBuffer direct = ByteBuffer.allocateDirect(framed.length).put(framed).flip();

        for (ByteBuffer in : new ByteBuffer[] {ByteBuffer.wrap(framed), direct, direct.asReadOnlyBuffer()}) {
            ByteBuffer message = framing.take(in, LIMIT);

            assertThat(message.position()).isZero();
            assertThat(message.capacity()).isEqualTo("hello".length());
            assertThat(message.isDirect()).isEqualTo(in.isDirect());
            assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> message.put(0, (byte) 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMessageSharesTheBytesOfIn(Framing framing) {
        byte[] framed = framed(framing, "hello");
        ByteBuffer message = framing.take(ByteBuffer.wrap(framed), LIMIT);

        for (int i = 0; i < framed.length; i++) {
            framed[i] = 'x';
        }
        assertThat(text(message)).isEqualTo("xxxxx");
    }

    private static byte[] framed(Framing framing, String... messages) {
        ByteBuffer bytes = ByteBuffer.allocate(LIMIT);
        for (String message : messages) {
            bytes.put(framing.frame(message.getBytes(ISO_8859_1)));
        }
        byte[] framed = new byte[bytes.position()];
        bytes.get(0, framed);
        return framed;
    }

    private static String text(ByteBuffer message) {
        assertThat(message).isNotNull();
        return ISO_8859_1.decode(message.duplicate()).toString();
    }
}

package dev.patchbay.api;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is special about messages behind their length. */
class PrefixedFramesTest {

    private static final long FOUR_GIB_LESS_ONE = 4_294_967_295L;

    @Test
    void theOrderSaysWhichByteOfTheLengthComesFirst() {
        assertThat(Frames.prefixed16(bytes(0, 1, 'a'), BIG_ENDIAN, 9).remaining())
                .isEqualTo(1);
        assertThat(Frames.prefixed16(bytes(1, 0, 'a'), LITTLE_ENDIAN, 9).remaining())
                .isEqualTo(1);
        assertThat(Frames.prefixed24(bytes(0, 0, 1, 'a'), BIG_ENDIAN, 9).remaining())
                .isEqualTo(1);
        assertThat(Frames.prefixed24(bytes(1, 0, 0, 'a'), LITTLE_ENDIAN, 9).remaining())
                .isEqualTo(1);
        assertThat(Frames.prefixed32(bytes(0, 0, 0, 1, 'a'), BIG_ENDIAN, 9).remaining())
                .isEqualTo(1);
        assertThat(Frames.prefixed32(bytes(1, 0, 0, 0, 'a'), LITTLE_ENDIAN, 9).remaining())
                .isEqualTo(1);
    }

    @Test
    void aLengthOf16BitsIsUnsigned() {
        assertRefused(in -> Frames.prefixed16(in, BIG_ENDIAN, 65_534), bytes(0xff, 0xff), 65_535);
        assertThat(Frames.prefixed16(bytes(0x80, 0), BIG_ENDIAN, 65_535)).isNull();
        ByteBuffer longest = ByteBuffer.allocate(2 + 65_535).put(0, new byte[] {-1, -1});
        assertThat(Frames.prefixed16(longest, BIG_ENDIAN, 65_535).remaining()).isEqualTo(65_535);
    }

    @Test
    void aLengthOf24BitsIsUnsigned() {
        assertRefused(in -> Frames.prefixed24(in, BIG_ENDIAN, 16_777_214), bytes(0xff, 0xff, 0xff), 16_777_215);
        assertRefused(in -> Frames.prefixed24(in, LITTLE_ENDIAN, 0x7fffff), bytes(0, 0, 0x80), 0x800000);
        assertThat(Frames.prefixed24(bytes(0x80, 0, 0), BIG_ENDIAN, 16_777_215)).isNull();
    }

    @Test
    void aLengthOf32BitsIsUnsigned() {
        int most = Integer.MAX_VALUE;
        assertRefused(in -> Frames.prefixed32(in, BIG_ENDIAN, most), bytes(0x80, 0, 0, 0), 1L << 31);
        assertRefused(
                in -> Frames.prefixed32(in, LITTLE_ENDIAN, most), bytes(0xff, 0xff, 0xff, 0xff), FOUR_GIB_LESS_ONE);
        assertThat(Frames.prefixed32(bytes(0x7f, 0xff, 0xff, 0xff, 'a'), BIG_ENDIAN, most))
                .isNull();
    }

    @Test
    void aLengthOverTheLimitIsRefusedBeforeTheMessageArrives() {
        assertRefused(in -> Frames.prefixed16(in, BIG_ENDIAN, 9), bytes(0, 10), 10);
        assertRefused(in -> Frames.prefixed32(in, BIG_ENDIAN, 9), bytes(0, 0, 0, 10), 10);
        assertRefused(in -> Frames.varintPrefixed(in, 9), bytes(10), 10);
    }

    @Test
    void aLengthThatOnlyASignedNumberWouldMakeSmallIsRefused() {
        for (int limit : new int[] {0, 9, Integer.MAX_VALUE}) {
            assertRefused(
                    in -> Frames.prefixed32(in, BIG_ENDIAN, limit), bytes(0xff, 0xff, 0xff, 0xfe, 'a'), (1L << 32) - 2);
            assertRefused(in -> Frames.varintPrefixed(in, limit), bytes(0x80, 0x80, 0x80, 0x80, 0x08, 'a'), 1L << 31);
            assertRefused(
                    in -> Frames.varintPrefixed(in, limit), bytes(0xff, 0xff, 0xff, 0xff, 0x7f, 'a'), (1L << 35) - 1);
        }
    }

    @Test
    void theOrderHasToBeSaid() {
        assertThatNullPointerException()
                .isThrownBy(() -> Frames.prefixed16(bytes(0, 1, 'a'), null, 9))
                .withMessage("order");
        assertThatNullPointerException()
                .isThrownBy(() -> Frames.prefixed32(bytes(0), null, 9))
                .withMessage("order");
    }

    @Test
    void aVarintHasSevenBitsAByteTheLowestFirst() {
        ByteBuffer in = ByteBuffer.allocate(2 + 300).put(0, new byte[] {(byte) 0xac, 0x02});

        assertThat(Frames.varintPrefixed(in, 300).remaining()).isEqualTo(300);
        assertThat(in.hasRemaining()).isFalse();
        assertRefused(unended -> Frames.varintPrefixed(unended, 299), bytes(0xac, 0x02), 300);
    }

    @Test
    void aVarintOf32BitsIsUnsigned() {
        assertRefused(
                in -> Frames.varintPrefixed(in, Integer.MAX_VALUE),
                bytes(0xff, 0xff, 0xff, 0xff, 0x0f),
                FOUR_GIB_LESS_ONE);
    }

    @Test
    void aVarintThatIsLongerThanNeededIsRefusedWithBothLengths() {
        for (ByteBuffer in : List.of(
                bytes(0x80, 0x00),
                bytes(0x81, 0x00, 'a'),
                bytes(0x81, 0x80, 0x00),
                bytes(0x81, 0x80, 0x80, 0x80, 0x00, 'a'))) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.varintPrefixed(in, 9))
                    .withMessageContaining("varint of " + (in.get(in.limit() - 1) == 'a' ? in.limit() - 1 : in.limit()))
                    .withMessageContaining("has 1");
            assertThat(in.position()).isZero();
        }
        assertThat(Frames.varintPrefixed(bytes(0), 9)).isEqualTo(bytes());
    }

    @Test
    void aVarintThatIsOverTheLimitAlreadyIsRefusedBeforeItEnds() {
        assertThat(Frames.varintPrefixed(bytes(0x8a), 10)).isNull();
        assertRefused(in -> Frames.varintPrefixed(in, 10), bytes(0x8b), 11);
    }

    @Test
    void aVarintThatDoesNotEndWithinFiveBytesIsRefusedAsTooLong() {
        assertThat(Frames.varintPrefixed(bytes(0x80, 0x80, 0x80, 0x80), 9)).isNull();
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> Frames.varintPrefixed(bytes(0x80, 0x80, 0x80, 0x80, 0x80), 9))
                .satisfies(refused -> assertThat(refused.length()).isGreaterThan(FOUR_GIB_LESS_ONE));
    }

    private static void assertRefused(Function<ByteBuffer, ByteBuffer> taking, ByteBuffer in, long length) {
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> taking.apply(in))
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(length));
        assertThat(in.position()).isZero();
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}

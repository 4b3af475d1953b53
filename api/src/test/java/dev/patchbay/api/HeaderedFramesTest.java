package dev.patchbay.api;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages with a header that contains their length somewhere. */
class HeaderedFramesTest {

    private static final int BODY = 300;

    /** The protocols of the table of {@link Frames}, each with its header. */
    private enum Protocol {
        POSTGRESQL(5),
        POSTGRESQL_START(4),
        MYSQL(4),
        HTTP_2(9),
        MQTT(3),
        FASTCGI(8);

        final int header;

        Protocol(int header) {
            this.header = header;
        }

        ByteBuffer take(ByteBuffer in, int limit) {
            return switch (this) {
                case POSTGRESQL -> Frames.lengthAt(in, 1, 4, BIG_ENDIAN, 1, limit);
                case POSTGRESQL_START -> Frames.lengthAt(in, 0, 4, BIG_ENDIAN, 0, limit);
                case MYSQL -> Frames.lengthAt(in, 0, 3, LITTLE_ENDIAN, 4, limit);
                case HTTP_2 -> Frames.lengthAt(in, 0, 3, BIG_ENDIAN, 9, limit);
                case MQTT -> Frames.varintAt(in, 1, limit);
                case FASTCGI -> record(in, limit);
            };
        }

        /** As in the README. */
        private static ByteBuffer record(ByteBuffer in, int limit) {
            if (in.remaining() < 8) {
                return null;
            }
            int at = in.position();
            return Frames.ofLength(in, 8 + in.getChar(at + 4) + (in.get(at + 6) & 0xff), limit);
        }

        /** Returns a message with a body of 300 bytes, the last 7 of which are FastCGI's padding. */
        byte[] message() {
            ByteBuffer message = ByteBuffer.allocate(header + BODY);
            switch (this) {
                case POSTGRESQL -> message.put((byte) 'Q').putInt(BODY + 4);
                case POSTGRESQL_START -> message.putInt(BODY + 4);
                case MYSQL ->
                    message.put((byte) 0x2c).put((byte) 1).put((byte) 0).put((byte) 9);
                case HTTP_2 ->
                    message.put((byte) 0)
                            .putShort((short) BODY)
                            .putShort((short) 0x104)
                            .putInt(1);
                case MQTT -> message.put((byte) 0x30).put((byte) 0xac).put((byte) 2);
                case FASTCGI ->
                    message.putInt(0x01050001)
                            .putShort((short) (BODY - 7))
                            .put((byte) 7)
                            .put((byte) 0);
            }
            for (int i = 0; i < BODY; i++) {
                message.put((byte) i);
            }
            return message.array();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreTakenWithTheirHeadersByteByByte(Protocol protocol) {
        byte[] message = protocol.message();
        ByteBuffer whole = ByteBuffer.allocate(3 + 2 * message.length)
                .position(3)
                .put(message)
                .put(message);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(whole.capacity()).put(whole.flip()).flip();

        for (ByteBuffer bytes :
                List.of(whole.rewind(), direct, direct.asReadOnlyBuffer().order(LITTLE_ENDIAN))) {
            ByteBuffer in = bytes.duplicate().order(protocol == Protocol.FASTCGI ? BIG_ENDIAN : bytes.order());
            in.position(3);
            for (int arrived = 0; arrived < message.length; arrived++) {
                assertThat(protocol.take(in.limit(3 + arrived), message.length)).isNull();
                assertThat(in.position()).isEqualTo(3);
            }
            in.limit(in.capacity());
            assertThat(protocol.take(in, message.length)).isEqualTo(ByteBuffer.wrap(message));
            assertThat(in.position()).isEqualTo(3 + message.length);
            assertThat(protocol.take(in, message.length)).isEqualTo(ByteBuffer.wrap(message));
            assertThat(protocol.take(in, message.length)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOverTheLimitIsRefusedWithBothNumbersAsSoonAsItsHeaderHasArrived(Protocol protocol) {
        ByteBuffer in = ByteBuffer.wrap(protocol.message()).limit(protocol.header);

        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(() -> protocol.take(in, protocol.header + BODY - 1))
                .withMessageContaining((protocol.header + BODY) + " bytes")
                .withMessageContaining((protocol.header + BODY - 1) + " bytes");
        assertThat(in.position()).isZero();
        assertThat(protocol.take(in, protocol.header + BODY)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aNegativeLimitIsRefusedWhateverHasArrived(Protocol protocol) {
        for (int arrived : new int[] {protocol == Protocol.FASTCGI ? 8 : 0, protocol.header, protocol.header + BODY}) {
            ByteBuffer in = ByteBuffer.wrap(protocol.message()).limit(arrived);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> protocol.take(in, -1))
                    .withMessageContaining("limit = -1 is negative");
        }
    }

    @Test
    void aLengthMayHaveOneToEightBytesInEitherOrder() {
        for (int bytes = 1; bytes <= 8; bytes++) {
            byte[] big = new byte[bytes + 2];
            byte[] little = new byte[bytes + 2];
            big[bytes - 1] = 2;
            little[0] = 2;

            assertThat(Frames.lengthAt(ByteBuffer.wrap(big), 0, bytes, BIG_ENDIAN, bytes, 99))
                    .isEqualTo(ByteBuffer.wrap(big));
            assertThat(Frames.lengthAt(ByteBuffer.wrap(little), 0, bytes, LITTLE_ENDIAN, bytes, 99))
                    .isEqualTo(ByteBuffer.wrap(little));
        }
    }

    @Test
    void aLengthIsUnsignedAndNeverOverflows() {
        int most = Integer.MAX_VALUE;
        for (ByteOrder order : new ByteOrder[] {BIG_ENDIAN, LITTLE_ENDIAN}) {
            assertTooLong(() -> Frames.lengthAt(ones(1), 0, 1, order, 0, 254), 255, 254);
            assertTooLong(() -> Frames.lengthAt(ones(2), 0, 2, order, 1, 9), 65_536, 9);
            assertTooLong(() -> Frames.lengthAt(ones(4), 0, 4, order, 4, most), (1L << 32) + 3, most);
            assertTooLong(() -> Frames.lengthAt(ones(4), 0, 4, order, -1, most), (1L << 32) - 2, most);
            assertTooLong(() -> Frames.lengthAt(ones(7), 0, 7, order, most, most), (1L << 56) - 1 + most, most);
            assertTooLong(() -> Frames.lengthAt(ones(8), 0, 8, order, 0, most), Long.MAX_VALUE, most);
            assertTooLong(() -> Frames.lengthAt(ones(8), 0, 8, order, most, most), Long.MAX_VALUE, most);
        }
        ByteBuffer signedMost = ones(8).put(0, (byte) 0x7f);
        assertTooLong(() -> Frames.lengthAt(signedMost, 0, 8, BIG_ENDIAN, 1, most), Long.MAX_VALUE, most);
        ByteBuffer signedLeast = ByteBuffer.allocate(8).put(0, (byte) 0x80);
        assertTooLong(() -> Frames.lengthAt(signedLeast, 0, 8, BIG_ENDIAN, -1, 9), Long.MAX_VALUE - 1, 9);
    }

    @Test
    void aMessageThatWouldEndWithinItsHeaderIsRefusedWithBothNumbers() {
        for (int length = 0; length < 4; length++) {
            ByteBuffer in = ByteBuffer.allocate(9).put(4, (byte) length);
            int whole = length + 1;
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.lengthAt(in, 1, 4, BIG_ENDIAN, 1, 99))
                    .withMessageContaining("message of " + whole + " bytes")
                    .withMessageContaining("header of 5 bytes");
            assertThat(in.position()).isZero();
        }
        assertThat(Frames.lengthAt(ByteBuffer.allocate(9).put(4, (byte) 4), 1, 4, BIG_ENDIAN, 1, 99)
                        .remaining())
                .isEqualTo(5);
    }

    @Test
    void anAdjustmentMayNotMakeTheMessageNegative() {
        for (int adjust : new int[] {-1, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> Frames.lengthAt(ByteBuffer.allocate(9), 0, 4, BIG_ENDIAN, adjust, 99))
                    .withMessageContaining(adjust + " bytes");
        }
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> Frames.ofLength(ByteBuffer.allocate(9), -1, 99))
                .withMessageContaining("-1 bytes");
    }

    @Test
    void aComputedLengthMayBeAnythingUpToTheLimit() {
        ByteBuffer in = ByteBuffer.allocate(9).position(2);

        assertThat(Frames.ofLength(in, 0, 0).remaining()).isZero();
        assertThat(Frames.ofLength(in, 8, 8)).isNull();
        assertTooLong(() -> Frames.ofLength(in, 8, 7), 8, 7);
        assertTooLong(() -> Frames.ofLength(in, Long.MAX_VALUE, 7), Long.MAX_VALUE, 7);
        assertThat(Frames.ofLength(in, 7, 7).remaining()).isEqualTo(7);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void theNumberAfterAHeaderIsAVarintOfAtMostFiveBytesInItsShortestForm() {
        assertThat(Frames.varintAt(bytes(0x30, 0), 1, 2)).isEqualTo(bytes(0x30, 0));
        assertThat(Frames.varintAt(bytes(0x30, 0x80, 0x80), 1, 9)).isNull();
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> Frames.varintAt(bytes(0x30, 0x80, 0x00), 1, 9))
                .withMessageContaining("2 bytes")
                .withMessageContaining("has 1");
        assertTooLong(() -> Frames.varintAt(bytes(0x30, 0xff, 0xff, 0xff, 0xff, 0x0f), 1, 9), (1L << 32) + 5, 9);
        assertTooLong(() -> Frames.varintAt(bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x80), 1, 9), 1L << 35, 9);
    }

    @Test
    void placesOutsideOfAHeaderAreRefused() {
        for (int offset : new int[] {-1, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frames.lengthAt(bytes(), offset, 4, BIG_ENDIAN, 0, 9))
                    .withMessageContaining("offset = " + offset);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frames.varintAt(bytes(), offset, 9))
                    .withMessageContaining("offset = " + offset);
        }
        for (int size : new int[] {-1, 0, 9, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Frames.lengthAt(bytes(), 0, size, BIG_ENDIAN, 0, 9))
                    .withMessageContaining("bytes = " + size);
        }
        assertThatNullPointerException()
                .isThrownBy(() -> Frames.lengthAt(bytes(), 0, 4, null, 0, 9))
                .withMessage("order");
        assertThat(Frames.lengthAt(bytes(1, 2, 3), Integer.MAX_VALUE, 8, BIG_ENDIAN, 0, 9))
                .isNull();
        assertThat(Frames.varintAt(bytes(1, 2, 3).position(1), Integer.MAX_VALUE, 9))
                .isNull();
    }

    private static ByteBuffer ones(int count) {
        ByteBuffer ones = ByteBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            ones.put((byte) -1);
        }
        return ones.flip();
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }

    private static void assertTooLong(Supplier<ByteBuffer> taking, long length, int limit) {
        assertThatExceptionOfType(FrameTooLongException.class)
                .isThrownBy(taking::get)
                .satisfies(refused -> assertThat(refused.length()).isEqualTo(length))
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(limit));
    }
}

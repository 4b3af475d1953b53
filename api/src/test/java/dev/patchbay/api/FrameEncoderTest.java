package dev.patchbay.api;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what {@link Frames} reads. */
class FrameEncoderTest {

    private static final int[] LENGTHS = {0, 1, 9, 10, 127, 128, 255, 256, 16_383, 16_384, 65_535};

    private static ByteBuffer encode(Framing framing, ByteBuffer body) {
        return switch (framing) {
            case LINE -> FrameEncoder.line(body);
            case LINE_WITH_CARRIAGE_RETURN -> throw new AssertionError("is read, not written");
            case NUL_TERMINATED -> FrameEncoder.nulTerminated(body);
            case PREFIXED_16_BIG -> FrameEncoder.prefixed16(body, BIG_ENDIAN);
            case PREFIXED_16_LITTLE -> FrameEncoder.prefixed16(body, LITTLE_ENDIAN);
            case PREFIXED_24_BIG -> FrameEncoder.prefixed24(body, BIG_ENDIAN);
            case PREFIXED_24_LITTLE -> FrameEncoder.prefixed24(body, LITTLE_ENDIAN);
            case PREFIXED_32_BIG -> FrameEncoder.prefixed32(body, BIG_ENDIAN);
            case PREFIXED_32_LITTLE -> FrameEncoder.prefixed32(body, LITTLE_ENDIAN);
            case VARINT -> FrameEncoder.varintPrefixed(body);
            case BULK_STRING -> FrameEncoder.bulkString(body);
            case CONTENT_LENGTH -> FrameEncoder.contentLength(body);
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LINE_WITH_CARRIAGE_RETURN")
    void messagesOfAllLengthsAreFramedAsTheirReadersExpectThem(Framing framing) {
        for (int length : LENGTHS) {
            byte[] message = framing.message(new Random(length), length);
            ByteBuffer direct = ByteBuffer.allocateDirect(length + 5)
                    .position(2)
                    .put(message)
                    .flip()
                    .position(2);

            for (ByteBuffer body : new ByteBuffer[] {
                ByteBuffer.wrap(message), direct, direct.asReadOnlyBuffer().order(LITTLE_ENDIAN)
            }) {
                ByteBuffer framed = encode(framing, body);

                assertThat(framed).isEqualTo(ByteBuffer.wrap(framing.frame(message)));
                assertThat(body.hasRemaining()).isFalse();
                assertThat(framing.take(framed, length)).isEqualTo(ByteBuffer.wrap(message));
                assertThat(framed.hasRemaining()).isFalse();
            }
        }
    }

    @Test
    void aLineMayContainNothingThatItsReaderTakesForItsEnd() {
        assertRefused(FrameEncoder::line, "\n", "line feed (0x0a) at index 0");
        assertRefused(FrameEncoder::line, "hello\nworld", "line feed (0x0a) at index 5");
        assertRefused(FrameEncoder::line, "hello\r\n", "line feed (0x0a) at index 6");
        assertRefused(FrameEncoder::line, "hello\r", "carriage return (0x0d)");
        assertRefused(FrameEncoder::line, "\r", "carriage return (0x0d)");
        assertThat(FrameEncoder.line(bytes("\rhe\rllo"))).isEqualTo(bytes("\rhe\rllo\n"));
    }

    @Test
    void aNulTerminatedMessageContainsNoZeroByte() {
        assertRefused(FrameEncoder::nulTerminated, "\0", "zero byte at index 0");
        assertRefused(FrameEncoder::nulTerminated, "hello\0", "zero byte at index 5");
    }

    /** What lies around the body is no part of it. */
    @Test
    void onlyTheBodyIsSearched() {
        ByteBuffer around = bytes("\n\rhello\r\n");

        assertThat(FrameEncoder.line(around.limit(7).position(2))).isEqualTo(bytes("hello\n"));
    }

    @Test
    void aBodyIsAsLongAsItsLengthCanAnnounce() {
        assertThat(FrameEncoder.prefixed16(ByteBuffer.allocate(65_535), BIG_ENDIAN)
                        .remaining())
                .isEqualTo(65_537);
        assertThat(FrameEncoder.prefixed24(ByteBuffer.allocate(16_777_215), LITTLE_ENDIAN)
                        .remaining())
                .isEqualTo(16_777_218);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameEncoder.prefixed16(ByteBuffer.allocate(65_536), BIG_ENDIAN))
                .withMessageContaining("65536 bytes")
                .withMessageContaining("65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameEncoder.prefixed24(ByteBuffer.allocate(16_777_216), LITTLE_ENDIAN))
                .withMessageContaining("16777216 bytes")
                .withMessageContaining("16777215");
    }

    @Test
    void theOrderHasToBeSaid() {
        assertThatNullPointerException()
                .isThrownBy(() -> FrameEncoder.prefixed16(bytes(""), null))
                .withMessage("order");
    }

    @Test
    void aBodyThatLeavesNoRoomForItsFramingIsRefused(@TempDir Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(
                Files.createFile(folder.resolve("sparse")), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), Integer.MAX_VALUE - 1L);
            ByteBuffer body = file.map(FileChannel.MapMode.READ_ONLY, 0, Integer.MAX_VALUE);
            for (Framing framing : Framing.values()) {
                if (framing != Framing.LINE_WITH_CARRIAGE_RETURN) {
                    assertThatIllegalArgumentException()
                            .as(framing.name())
                            .isThrownBy(() -> encode(framing, body))
                            .withMessageContaining("2147483647 bytes is longer than the ");
                }
            }
            assertThat(body.position()).isZero();
        }
    }

    private static void assertRefused(UnaryOperator<ByteBuffer> encoding, String text, String reason) {
        ByteBuffer body = bytes(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoding.apply(body))
                .withMessageContaining(reason);
        assertThat(body).isEqualTo(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}

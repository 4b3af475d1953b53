package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search of eight bytes at a time finds what one byte at a time would. */
class ByteSearchTest {

    private static final int LONGEST = 40;
    private static final int CASES = 20_000;

    private static int oneByOne(ByteBuffer in, int from, byte wanted) {
        for (int i = from; i < in.limit(); i++) {
            if (in.get(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The same bytes in every kind of buffer, beginning at an odd address, in both byte orders. */
    private static List<ByteBuffer> kinds(byte[] bytes) {
        ByteBuffer heap = ByteBuffer.allocate(bytes.length + 1).put(1, bytes).slice(1, bytes.length);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(bytes.length + 1).put(1, bytes).slice(1, bytes.length);
        return List.of(
                heap,
                heap.duplicate().order(ByteOrder.LITTLE_ENDIAN),
                heap.asReadOnlyBuffer(),
                direct,
                direct.duplicate().order(ByteOrder.LITTLE_ENDIAN),
                direct.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void theFirstOfTwoIsFoundAtEveryPlaceFromEveryPlace() {
        for (int first = 0; first < LONGEST; first++) {
            byte[] bytes = new byte[LONGEST];
            bytes[first] = '\n';
            bytes[(first + 3) % LONGEST] = '\n';
            for (ByteBuffer in : kinds(bytes)) {
                for (int from = 0; from <= LONGEST; from++) {
                    assertThat(ByteSearch.indexOf(in, from, (byte) '\n')).isEqualTo(oneByOne(in, from, (byte) '\n'));
                }
            }
        }
    }

    @Test
    void everyByteIsFoundAndTakenForNoOtherOne() {
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int other = 0; other < 256; other++) {
                byte[] bytes = new byte[11];
                java.util.Arrays.fill(bytes, (byte) other);
                bytes[5] = (byte) wanted;
                int expected = other == wanted ? 0 : 5;
                for (ByteBuffer in : kinds(bytes)) {
                    assertThat(ByteSearch.indexOf(in, 0, (byte) wanted)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatIsBeyondTheLimitIsNotFound() {
        for (int limit = 0; limit <= LONGEST; limit++) {
            byte[] bytes = new byte[LONGEST + 1];
            bytes[limit] = '\n';
            for (ByteBuffer in : kinds(bytes)) {
                assertThat(ByteSearch.indexOf(in.limit(limit), 0, (byte) '\n')).isEqualTo(-1);
            }
        }
    }

    @Test
    void randomBytesAreSearchedAsOneByOne() {
        Random random = new Random(19);
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = new byte[random.nextInt(LONGEST)];
            int different = 1 + random.nextInt(random.nextBoolean() ? 3 : 256);
            int least = random.nextInt(256);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (least + random.nextInt(different));
            }
            byte wanted = (byte) (least + random.nextInt(different));
            int from = random.nextInt(bytes.length + 1);
            for (ByteBuffer in : kinds(bytes)) {
                assertThat(ByteSearch.indexOf(in, from, wanted)).isEqualTo(oneByOne(in, from, wanted));
            }
        }
    }
}

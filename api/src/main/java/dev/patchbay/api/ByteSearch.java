package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds a byte in a buffer of any kind, comparing eight bytes at a time. */
final class ByteSearch {

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f * EVERY_BYTE;

    private ByteSearch() {}

    /** Returns the index of the first such byte between {@code from} and the limit; -1 if there is none. */
    static int indexOf(ByteBuffer in, int from, byte wanted) {
        long pattern = (wanted & 0xff) * EVERY_BYTE;
        int end = in.limit();
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long found = zeros(in.getLong(i) ^ pattern);
            if (found != 0) {
                return i + first(found, in.order());
            }
        }
        for (; i < end; i++) {
            if (in.get(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns a number that has the high bit set in each byte that is zero, and no other bit. The addition does not carry
     * into the next byte, so the result is exact in either byte order.
     */
    private static long zeros(long bytes) {
        return ~((bytes & LOW_BITS) + LOW_BITS | bytes | LOW_BITS);
    }

    private static int first(long found, ByteOrder order) {
        int bits = order == ByteOrder.BIG_ENDIAN ? Long.numberOfLeadingZeros(found) : Long.numberOfTrailingZeros(found);
        return bits / Byte.SIZE;
    }
}

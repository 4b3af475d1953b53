package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The lengths that announce messages. One that is greater than a {@code long} counts as {@link Long#MAX_VALUE}. */
final class FrameLength {

    /** Five bytes of seven bits hold a length of 32 bits. */
    private static final int VARINT_MAX_BYTES = 5;

    /** The least length that needs one byte more than a varint may have. */
    private static final long VARINT_TOO_LONG = 1L << (7 * VARINT_MAX_BYTES);

    private FrameLength() {}

    /** Returns the unsigned number in the bytes from {@code at} on, which have arrived. */
    static long number(ByteBuffer in, int at, int bytes, ByteOrder order) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int next = order == ByteOrder.BIG_ENDIAN ? at + i : at + bytes - 1 - i;
            number = number << Byte.SIZE | in.get(next) & 0xff;
        }
        return number < 0 ? Long.MAX_VALUE : number;
    }

    static long plus(long length, int adjust) {
        return length > Long.MAX_VALUE - Math.max(0, adjust) ? Long.MAX_VALUE : length + adjust;
    }

    /** Returns the varint that begins at {@code at}; -1 if its end has not arrived. */
    static long varint(ByteBuffer in, int at, int limit) {
        long length = 0;
        int available = Math.min(in.limit() - at, VARINT_MAX_BYTES);
        for (int i = 0; i < available; i++) {
            byte next = in.get(at + i);
            length |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                checkShortest(length, i + 1);
                return length;
            }
        }
        FrameCut.checkLength(available == VARINT_MAX_BYTES ? length | VARINT_TOO_LONG : length, limit);
        return -1;
    }

    /** Returns the number of bytes of the shortest varint for this length. */
    static int varintBytes(long length) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(length) + 6) / 7);
    }

    /** One length has one encoding, so that two programs never disagree on where a message begins. */
    private static void checkShortest(long length, int bytes) {
        int enough = varintBytes(length);
        if (bytes > enough) {
            throw new MalformedFrameException("the length " + length + " is encoded as a varint of " + bytes
                    + " bytes; send its shortest form, which has " + enough);
        }
    }

    /** Returns the number that a decimal digit makes of the number before it; -1 if the byte is no digit. */
    static long append(long number, byte digit) {
        int value = digit - '0';
        if (value < 0 || value > 9) {
            return -1;
        }
        return number > (Long.MAX_VALUE - value) / 10 ? Long.MAX_VALUE : 10 * number + value;
    }
}

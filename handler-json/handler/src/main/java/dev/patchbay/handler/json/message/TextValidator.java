package dev.patchbay.handler.json.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks what Jackson's parser does not: that a text is well-formed UTF-8 (RFC 3629: no overlong form, no encoded
 * surrogate, nothing above U+10FFFF), that it has no byte order mark, and that escaped surrogates are paired (RFC 8259,
 * section 8.2).
 */
final class TextValidator {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * EVERY_BYTE;
    private static final long BACKSLASHES = '\\' * EVERY_BYTE;

    private static final int ESCAPE_BYTES = 6;

    private final byte[] bytes;
    private final int to;

    private TextValidator(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
    }

    /** Returns the index of the first invalid byte, or -1 if the text is valid. */
    static int firstInvalidByte(byte[] bytes, int from, int to) {
        if (to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf) {
            return from;
        }
        int plain = plain(bytes, from, to);
        return plain == to ? -1 : new TextValidator(bytes, to).check(plain);
    }

    /** Skips eight bytes at a time while they are ASCII without a backslash. */
    private static int plain(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long eight = (long) LONGS.get(bytes, i);
            long backslashes = eight ^ BACKSLASHES;
            long zeros = backslashes - EVERY_BYTE & ~backslashes;
            if (((zeros | eight) & HIGH_BITS) != 0) {
                return i;
            }
            i += Long.BYTES;
        }
        return i;
    }

    private int check(int from) {
        int i = from;
        while (i < to) {
            int length = bytes[i] < 0 ? sequence(i) : bytes[i] == '\\' ? escape(i) : 1;
            if (length == 0) {
                return i;
            }
            i = length == 1 ? plain(bytes, i + 1, to) : i + length;
        }
        return -1;
    }

    /** Returns the length of a multi-byte sequence; 0 if it is invalid. */
    private int sequence(int i) {
        int first = bytes[i] & 0xff;
        if (first >= 0xc2 && first <= 0xdf) {
            return continues(i + 1, 0x80, 0xbf) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            int least = first == 0xe0 ? 0xa0 : 0x80;
            int most = first == 0xed ? 0x9f : 0xbf;
            return continues(i + 1, least, most) && continues(i + 2, 0x80, 0xbf) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            int least = first == 0xf0 ? 0x90 : 0x80;
            int most = first == 0xf4 ? 0x8f : 0xbf;
            return continues(i + 1, least, most) && continues(i + 2, 0x80, 0xbf) && continues(i + 3, 0x80, 0xbf)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private boolean continues(int i, int least, int most) {
        return i < to && (bytes[i] & 0xff) >= least && (bytes[i] & 0xff) <= most;
    }

    /** Returns the length of an escape, or of both escapes of a surrogate pair; 0 for an unpaired surrogate. */
    private int escape(int i) {
        int unit = unit(i);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return 2;
        }
        int next = unit(i + ESCAPE_BYTES);
        boolean pair = unit <= Character.MAX_HIGH_SURROGATE
                && next >= Character.MIN_LOW_SURROGATE
                && next <= Character.MAX_LOW_SURROGATE;
        return pair ? 2 * ESCAPE_BYTES : 0;
    }

    /** Returns the UTF-16 code unit of an escape with four hexadecimal digits; -1 if there is none. */
    private int unit(int i) {
        if (i + ESCAPE_BYTES > to || bytes[i] != '\\' || bytes[i + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int k = i + 2; k < i + ESCAPE_BYTES; k++) {
            int digit = Character.digit(bytes[k], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}

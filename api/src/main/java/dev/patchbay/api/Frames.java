package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes whole messages off the bytes that a handler is given, for the framings that local protocols use.
 *
 * <p>Each method either returns the next whole message as a read-only slice and leaves {@code in} behind it, or returns
 * {@code null} and leaves {@code in} as it was: there is no whole message yet. The slice is valid as long as {@code in}
 * is. There is no state, so the pattern is always
 *
 * <pre>{@code
 * ByteBuffer line;
 * while ((line = Frames.line(in, 8192)) != null) {
 *     serve(conn, line);
 * }
 * }</pre>
 *
 * <p>{@code limit} is the greatest length of a message, without its framing. It is checked as early as the bytes allow,
 * and should leave the framing room within the server's {@code message.max}.
 */
public final class Frames {

    private static final int VARINT_MAX_BYTES = 5;

    /** The least length that needs one more byte. */
    private static final long VARINT_TOO_LONG = 1L << (7 * VARINT_MAX_BYTES);

    private Frames() {}

    /**
     * A message that ends with a line feed, which is not part of it; nor is a carriage return right in front of it.
     *
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ByteBuffer in, int limit) {
        int end = indexOf(in, (byte) '\n');
        int arrived = (end < 0 ? in.limit() : end) - in.position();
        boolean carriageReturn = arrived > 0 && in.get(in.position() + arrived - 1) == '\r';
        int length = carriageReturn ? arrived - 1 : arrived;
        check(length, limit);
        return end < 0 ? null : take(in, 0, length, arrived - length + 1);
    }

    /**
     * A message that ends with a zero byte, which is not part of it.
     *
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int limit) {
        int end = indexOf(in, (byte) 0);
        int length = (end < 0 ? in.limit() : end) - in.position();
        check(length, limit);
        return end < 0 ? null : take(in, 0, length, 1);
    }

    /**
     * A message behind its length in 16 bits, unsigned.
     *
     * @throws FrameTooLongException if the length is over {@code limit}
     */
    public static ByteBuffer prefixed16(ByteBuffer in, ByteOrder order, int limit) {
        if (in.remaining() < Short.BYTES) {
            return null;
        }
        short raw = in.getShort(in.position());
        short length = in.order() == order ? raw : Short.reverseBytes(raw);
        return prefixed(in, Short.BYTES, Short.toUnsignedLong(length), limit);
    }

    /**
     * A message behind its length in 32 bits, unsigned.
     *
     * @throws FrameTooLongException if the length is over {@code limit}
     */
    public static ByteBuffer prefixed32(ByteBuffer in, ByteOrder order, int limit) {
        if (in.remaining() < Integer.BYTES) {
            return null;
        }
        int raw = in.getInt(in.position());
        int length = in.order() == order ? raw : Integer.reverseBytes(raw);
        return prefixed(in, Integer.BYTES, Integer.toUnsignedLong(length), limit);
    }

    /**
     * A message behind its length as a varint of at most 32 bits: seven bits a byte, the lowest first, the high bit set
     * on all bytes but the last (the encoding of Protocol Buffers).
     *
     * @throws FrameTooLongException if the length is over {@code limit}, or does not end within five bytes
     */
    public static ByteBuffer varintPrefixed(ByteBuffer in, int limit) {
        long length = 0;
        int available = Math.min(in.remaining(), VARINT_MAX_BYTES);
        for (int i = 0; i < available; i++) {
            byte next = in.get(in.position() + i);
            length |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return prefixed(in, i + 1, length, limit);
            }
        }
        check(available == VARINT_MAX_BYTES ? length | VARINT_TOO_LONG : length, limit);
        return null;
    }

    private static ByteBuffer prefixed(ByteBuffer in, int prefix, long length, int limit) {
        check(length, limit);
        return in.remaining() - prefix < length ? null : take(in, prefix, (int) length, 0);
    }

    private static ByteBuffer take(ByteBuffer in, int before, int length, int after) {
        ByteBuffer message = in.slice(in.position() + before, length);
        in.position(in.position() + before + length + after);
        return message.isReadOnly() ? message : message.asReadOnlyBuffer();
    }

    private static int indexOf(ByteBuffer in, byte mark) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == mark) {
                return i;
            }
        }
        return -1;
    }

    private static void check(long length, int limit) {
        if (length > limit) {
            throw new FrameTooLongException(length, limit);
        }
    }
}

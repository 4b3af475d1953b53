package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Takes whole messages off the bytes that a handler is given, for the framings that local protocols use.
 *
 * <p>Each method either returns the next whole message as a read-only slice and moves the position of {@code in} past it,
 * or returns {@code null} and leaves {@code in} as it was: there is no whole message yet. The slice is valid as long as
 * {@code in} is. There is no state, so the pattern is always
 *
 * <pre>{@code
 * ByteBuffer line;
 * while ((line = Frames.line(conn, in, 8192)) != null) {
 *     serve(conn, line);
 * }
 * }</pre>
 *
 * <p>{@code limit} is the greatest length of a message, without its framing. It is checked as early as the bytes allow,
 * and should leave the framing room within the server's {@code message.max}.
 *
 * <p><b>Long lines.</b> A line that arrives in many pieces is presented with each of them from its beginning. The methods
 * that take the connection look only at what is new, so that a line of a megabyte costs no more than a thousand lines of a
 * kilobyte. They rely on one thing: a handler that returns without taking anything has found no whole message. A handler
 * that sometimes leaves whole messages for later, and takes nothing at all in that call, uses those without the connection.
 *
 * <p>A negative {@code limit} is an {@link IllegalArgumentException}.
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
        return line(in, 0, limit);
    }

    /**
     * As {@link #line(ByteBuffer, int)}, but looks only at bytes that are new to the handler.
     *
     * @param in what the running call of {@link Handler#received} was given, itself
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ConnContext conn, ByteBuffer in, int limit) {
        return line(in, seen(conn, in), limit);
    }

    /**
     * As {@link #line(ByteBuffer, int)}, for a caller who knows that there is no line feed among the next {@code from} bytes.
     *
     * @param from how many bytes after the position need not be looked at
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the line feed
     * @throws IllegalArgumentException if {@code from} is negative, or more than what remains
     */
    public static ByteBuffer line(ByteBuffer in, int from, int limit) {
        int end = find(in, from, (byte) '\n', limit);
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
        return nulTerminated(in, 0, limit);
    }

    /**
     * As {@link #nulTerminated(ByteBuffer, int)}, but looks only at bytes that are new to the handler.
     *
     * @param in what the running call of {@link Handler#received} was given, itself
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ConnContext conn, ByteBuffer in, int limit) {
        return nulTerminated(in, seen(conn, in), limit);
    }

    /**
     * As {@link #nulTerminated(ByteBuffer, int)}, for a caller who knows that there is no zero byte among the next {@code
     * from} bytes.
     *
     * @param from how many bytes after the position need not be looked at
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the zero byte
     * @throws IllegalArgumentException if {@code from} is negative, or more than what remains
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int from, int limit) {
        int end = find(in, from, (byte) 0, limit);
        int length = (end < 0 ? in.limit() : end) - in.position();
        check(length, limit);
        return end < 0 ? null : take(in, 0, length, 1);
    }

    /**
     * A message after its length in 16 bits, unsigned.
     *
     * @throws FrameTooLongException if the length is over {@code limit}
     */
    public static ByteBuffer prefixed16(ByteBuffer in, ByteOrder order, int limit) {
        Objects.requireNonNull(order, "order");
        checkLimit(limit);
        if (in.remaining() < Short.BYTES) {
            return null;
        }
        short raw = in.getShort(in.position());
        short length = in.order() == order ? raw : Short.reverseBytes(raw);
        return prefixed(in, Short.BYTES, Short.toUnsignedLong(length), limit);
    }

    /**
     * A message after its length in 32 bits, unsigned.
     *
     * @throws FrameTooLongException if the length is over {@code limit}
     */
    public static ByteBuffer prefixed32(ByteBuffer in, ByteOrder order, int limit) {
        Objects.requireNonNull(order, "order");
        checkLimit(limit);
        if (in.remaining() < Integer.BYTES) {
            return null;
        }
        int raw = in.getInt(in.position());
        int length = in.order() == order ? raw : Integer.reverseBytes(raw);
        return prefixed(in, Integer.BYTES, Integer.toUnsignedLong(length), limit);
    }

    /**
     * A message after its length as a varint of at most 32 bits: seven bits a byte, the lowest first, the high bit set
     * on all bytes but the last (the encoding of Protocol Buffers).
     *
     * @throws FrameTooLongException if the length is over {@code limit}, or does not end within five bytes
     */
    public static ByteBuffer varintPrefixed(ByteBuffer in, int limit) {
        checkLimit(limit);
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

    /** Returns how many bytes after the position are not new to the handler; none after its first message of a call. */
    private static int seen(ConnContext conn, ByteBuffer in) {
        return Math.max(0, Math.min(conn.seenUpTo(), in.limit()) - in.position());
    }

    private static int find(ByteBuffer in, int from, byte mark, int limit) {
        checkLimit(limit);
        if (from < 0 || from > in.remaining()) {
            throw new IllegalArgumentException("from = " + from + " is not within the " + in.remaining()
                    + " bytes that remain; pass how many of them are known to hold no end of a message");
        }
        return ByteSearch.indexOf(in, in.position() + from, mark);
    }

    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(
                    "limit = " + limit + " is negative; pass the greatest length of a message in bytes");
        }
    }

    private static void check(long length, int limit) {
        if (length > limit) {
            throw new FrameTooLongException(length, limit);
        }
    }
}

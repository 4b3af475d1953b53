package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Takes whole messages off the bytes that a handler receives, for the framings that local protocols use: a line, a length
 * prefix of 16 or 32 bits in either byte order, a varint prefix, a terminating zero byte.
 *
 * <p>Each method returns the next whole message as a read-only slice and moves the position of {@code in} past it. If there is
 * no whole message yet, it returns {@code null} and leaves {@code in} unchanged. The slice is valid as long as {@code in} is.
 * The methods keep no state, so every handler uses the same loop:
 *
 * <pre>{@code
 * ByteBuffer line;
 * while ((line = Frames.line(conn, in, 8192)) != null) {
 *     serve(conn, line);
 * }
 * }</pre>
 *
 * <p>{@code limit} is the greatest length of a message in bytes, without its framing. It is checked as early as the bytes
 * allow. Together with the framing it should fit into the server's {@code message.max}. A negative limit is an {@link
 * IllegalArgumentException}.
 *
 * <p><b>Long lines.</b> A line that arrives in many pieces is presented from its beginning with each of them. The methods that
 * take the connection search only the new bytes, so that a line of a megabyte costs no more than a thousand lines of a
 * kilobyte. They rely on one thing: a handler that returns without consuming anything has found no whole message. A handler
 * that sometimes leaves whole messages for later, in a call that consumes nothing at all, uses the methods without the
 * connection.
 */
public final class Frames {

    private static final int VARINT_MAX_BYTES = 5;

    /** The least length that needs one byte more than a varint may have. */
    private static final long VARINT_TOO_LONG = 1L << (7 * VARINT_MAX_BYTES);

    private Frames() {}

    /**
     * Takes a message that ends with a line feed. The line feed is not part of the message, nor is a carriage return directly
     * before it.
     *
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ByteBuffer in, int limit) {
        return line(in, 0, limit);
    }

    /**
     * Takes a line like {@link #line(ByteBuffer, int)}, but searches only the bytes that are new to the handler.
     *
     * @param in the buffer itself that the running call of {@link Handler#received} was given
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ConnContext conn, ByteBuffer in, int limit) {
        return line(in, seen(conn, in), limit);
    }

    /**
     * Takes a line like {@link #line(ByteBuffer, int)}, for callers that know there is no line feed among the next {@code
     * from} bytes.
     *
     * @param from how many bytes after the position need not be searched
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the line feed
     * @throws IllegalArgumentException if {@code from} is negative or greater than the number of remaining bytes
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
     * Takes a message that ends with a zero byte. The zero byte is not part of the message.
     *
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int limit) {
        return nulTerminated(in, 0, limit);
    }

    /**
     * Takes a message like {@link #nulTerminated(ByteBuffer, int)}, but searches only the bytes that are new to the handler.
     *
     * @param in the buffer itself that the running call of {@link Handler#received} was given
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ConnContext conn, ByteBuffer in, int limit) {
        return nulTerminated(in, seen(conn, in), limit);
    }

    /**
     * Takes a message like {@link #nulTerminated(ByteBuffer, int)}, for callers that know there is no zero byte among the next
     * {@code from} bytes.
     *
     * @param from how many bytes after the position need not be searched
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the zero byte
     * @throws IllegalArgumentException if {@code from} is negative or greater than the number of remaining bytes
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int from, int limit) {
        int end = find(in, from, (byte) 0, limit);
        int length = (end < 0 ? in.limit() : end) - in.position();
        check(length, limit);
        return end < 0 ? null : take(in, 0, length, 1);
    }

    /**
     * Takes a message that follows its length, an unsigned number of 16 bits in the given byte order.
     *
     * @throws FrameTooLongException if the length is greater than {@code limit}
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
     * Takes a message that follows its length, an unsigned number of 32 bits in the given byte order.
     *
     * @throws FrameTooLongException if the length is greater than {@code limit}
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
     * Takes a message that follows its length, a varint of at most 32 bits: seven bits per byte, the lowest first, with the
     * high bit set in all bytes but the last (the encoding of Protocol Buffers).
     *
     * @throws FrameTooLongException if the length is greater than {@code limit}, or does not end within five bytes
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

    /** Returns how many bytes after the position the handler has seen before; none after the first message of a call. */
    private static int seen(ConnContext conn, ByteBuffer in) {
        return Math.max(0, Math.min(conn.seenUpTo(), in.limit()) - in.position());
    }

    private static int find(ByteBuffer in, int from, byte mark, int limit) {
        checkLimit(limit);
        if (from < 0 || from > in.remaining()) {
            throw new IllegalArgumentException("from = " + from + " is not within the remaining " + in.remaining()
                    + " bytes; pass how many of them are known to contain no end of a message");
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

package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Takes whole messages off the bytes that a handler receives.
 *
 * <table>
 * <caption>The method for a protocol; for those with a star, {@link FrameEncoder} has a method of the same name</caption>
 * <tr><th>protocol</th><th>method</th></tr>
 * <tr><td>a message a line: commands, JSON lines</td><td>{@link #line(ConnContext, ByteBuffer, int) line} *</td></tr>
 * <tr><td>messages that end with a zero byte</td>
 *     <td>{@link #nulTerminated(ConnContext, ByteBuffer, int) nulTerminated} *</td></tr>
 * <tr><td>a length of 16, 24 or 32 bits, then the message: DNS, Kafka</td>
 *     <td>{@link #prefixed16} *, {@link #prefixed24} *, {@link #prefixed32} *</td></tr>
 * <tr><td>a varint, then the message: delimited Protocol Buffers</td><td>{@link #varintPrefixed} *</td></tr>
 * <tr><td>{@code Content-Length}, then the message: LSP, DAP</td><td>{@link #contentLength} *</td></tr>
 * <tr><td>RESP: the strings of a command</td><td>{@link #bulkString} *</td></tr>
 * <tr><td>HTTP/1.1: the head</td><td>{@link #headerBlock(ConnContext, ByteBuffer, int) headerBlock}</td></tr>
 * <tr><td>PostgreSQL: a type, then a length that counts itself</td>
 *     <td>{@link #lengthAt lengthAt}{@code (in, 1, 4, BIG_ENDIAN, 1, limit)}</td></tr>
 * <tr><td>PostgreSQL: the first message, which has no type</td>
 *     <td>{@code lengthAt(in, 0, 4, BIG_ENDIAN, 0, limit)}</td></tr>
 * <tr><td>MySQL: a length of 24 bits in a header of 4 bytes</td>
 *     <td>{@code lengthAt(in, 0, 3, LITTLE_ENDIAN, 4, limit)}</td></tr>
 * <tr><td>HTTP/2: a length of 24 bits in a header of 9 bytes</td>
 *     <td>{@code lengthAt(in, 0, 3, BIG_ENDIAN, 9, limit)}</td></tr>
 * <tr><td>MQTT: a type, then a varint</td><td>{@link #varintAt varintAt}{@code (in, 1, limit)}</td></tr>
 * <tr><td>a computed length: FastCGI with its padding, WebSocket</td><td>{@link #ofLength}</td></tr>
 * </table>
 *
 * <p>Each method returns the next whole message as a read-only slice and moves the position of {@code in} past it. If there is
 * no whole message yet, it returns {@code null} and leaves {@code in} unchanged. The slice is big-endian, and valid as long as
 * {@code in} is. The methods keep no state, so every handler uses the same loop:
 *
 * <pre>{@code
 * ByteBuffer line;
 * while ((line = Frames.line(conn, in, 8192)) != null) {
 *     serve(conn, line);
 * }
 * }</pre>
 *
 * <p>{@code limit} is the greatest length of a message in bytes, of what is returned. It is checked as early as the bytes
 * allow; a message that is longer is a {@link FrameTooLongException}. Together with the framing it should fit into the server's
 * {@code message.max}. A negative limit is an {@link IllegalArgumentException}. What cannot be of the framing at all is a
 * {@link MalformedFrameException}. After any exception, {@code in} is unchanged.
 *
 * <p><b>Messages of several parts</b>, such as a command of RESP, are taken off a {@linkplain ByteBuffer#duplicate()
 * duplicate} of {@code in}. When all parts are there, the position of {@code in} is set to that of the duplicate.
 *
 * <p><b>Messages in many pieces.</b> A message is presented from its beginning whenever bytes of it arrive. The methods that
 * search for an end take the connection, and search only the new bytes, so that a line of a megabyte costs no more than a
 * thousand lines of a kilobyte. They rely on one thing: a handler that returns without consuming anything has found no whole
 * message. A handler that sometimes leaves whole messages for later, in a call that consumes nothing at all, uses the methods
 * without the connection; so does one that takes parts off a duplicate. The other methods look at the length alone, whatever
 * has arrived of the message; {@link #contentLength} looks at the header part.
 */
public final class Frames {

    private Frames() {}

    /**
     * Takes a message that ends with a line feed. The line feed is not part of the message, nor is a carriage return directly
     * before it.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the line in bytes, without its end
     * @return the line; null if its end has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ByteBuffer in, int limit) {
        return FrameEnd.line(in, 0, limit);
    }

    /**
     * Takes a line like {@link #line(ByteBuffer, int)}, but searches only the bytes that are new to the handler.
     *
     * @param conn  the connection that the running call of {@link Handler#received} is for
     * @param in    the buffer itself that the running call of {@link Handler#received} was given
     * @param limit the greatest length of the line in bytes, without its end
     * @return the line; null if its end has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the line feed
     */
    public static ByteBuffer line(ConnContext conn, ByteBuffer in, int limit) {
        return FrameEnd.line(in, FrameEnd.seen(conn, in), limit);
    }

    /**
     * Takes a line like {@link #line(ByteBuffer, int)}, for callers that know there is no line feed among the next {@code
     * from} bytes.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param from  how many bytes after the position need not be searched
     * @param limit the greatest length of the line in bytes, without its end
     * @return the line; null if its end has not arrived
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the line feed
     * @throws IllegalArgumentException if {@code from} is negative or greater than the number of remaining bytes
     */
    public static ByteBuffer line(ByteBuffer in, int from, int limit) {
        return FrameEnd.line(in, from, limit);
    }

    /**
     * Takes a message that ends with a zero byte. The zero byte is not part of the message.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the message in bytes, without the zero byte
     * @return the message; null if its end has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int limit) {
        return FrameEnd.nulTerminated(in, 0, limit);
    }

    /**
     * Takes a message like {@link #nulTerminated(ByteBuffer, int)}, but searches only the bytes that are new to the handler.
     *
     * @param conn  the connection that the running call of {@link Handler#received} is for
     * @param in    the buffer itself that the running call of {@link Handler#received} was given
     * @param limit the greatest length of the message in bytes, without the zero byte
     * @return the message; null if its end has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the zero byte
     */
    public static ByteBuffer nulTerminated(ConnContext conn, ByteBuffer in, int limit) {
        return FrameEnd.nulTerminated(in, FrameEnd.seen(conn, in), limit);
    }

    /**
     * Takes a message like {@link #nulTerminated(ByteBuffer, int)}, for callers that know there is no zero byte among the next
     * {@code from} bytes.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param from  how many bytes after the position need not be searched
     * @param limit the greatest length of the message in bytes, without the zero byte
     * @return the message; null if its end has not arrived
     * @throws FrameTooLongException    if more than {@code limit} bytes come before the zero byte
     * @throws IllegalArgumentException if {@code from} is negative or greater than the number of remaining bytes
     */
    public static ByteBuffer nulTerminated(ByteBuffer in, int from, int limit) {
        return FrameEnd.nulTerminated(in, from, limit);
    }

    /**
     * Takes a message that ends with a blank line, such as the head of an HTTP message. The message consists of the lines
     * before the blank one, each with its end, so that {@link #line(ByteBuffer, int)} takes them off. Lines end with a line
     * feed, or with a carriage return and a line feed. If the first line is blank, the message is empty.
     *
     * <p>A handler that has to wait for a body after the head stores what it needs of the head in {@link
     * ConnContext#attributes()}.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the message in bytes, with the ends of its lines and without the blank one
     * @return the message; null if the blank line has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the blank line
     */
    public static ByteBuffer headerBlock(ByteBuffer in, int limit) {
        return FrameEnd.headerBlock(in, 0, limit);
    }

    /**
     * Takes a message like {@link #headerBlock(ByteBuffer, int)}, but searches only the bytes that are new to the handler.
     *
     * @param conn  the connection that the running call of {@link Handler#received} is for
     * @param in    the buffer itself that the running call of {@link Handler#received} was given
     * @param limit the greatest length of the message in bytes, with the ends of its lines and without the blank one
     * @return the message; null if the blank line has not arrived
     * @throws FrameTooLongException if more than {@code limit} bytes come before the blank line
     */
    public static ByteBuffer headerBlock(ConnContext conn, ByteBuffer in, int limit) {
        return FrameEnd.headerBlock(in, FrameEnd.seen(conn, in), limit);
    }

    /**
     * Takes a message that follows its length, an unsigned number of 16 bits in the given byte order.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param order the byte order of the length
     * @param limit the greatest length of the message in bytes, without its prefix
     * @return the message; null if it has not arrived whole
     * @throws FrameTooLongException if the length is greater than {@code limit}
     */
    public static ByteBuffer prefixed16(ByteBuffer in, ByteOrder order, int limit) {
        return prefixed(in, 2, order, limit);
    }

    /**
     * Takes a message that follows its length, an unsigned number of 24 bits in the given byte order.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param order the byte order of the length
     * @param limit the greatest length of the message in bytes, without its prefix
     * @return the message; null if it has not arrived whole
     * @throws FrameTooLongException if the length is greater than {@code limit}
     */
    public static ByteBuffer prefixed24(ByteBuffer in, ByteOrder order, int limit) {
        return prefixed(in, 3, order, limit);
    }

    /**
     * Takes a message that follows its length, an unsigned number of 32 bits in the given byte order.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param order the byte order of the length
     * @param limit the greatest length of the message in bytes, without its prefix
     * @return the message; null if it has not arrived whole
     * @throws FrameTooLongException if the length is greater than {@code limit}
     */
    public static ByteBuffer prefixed32(ByteBuffer in, ByteOrder order, int limit) {
        return prefixed(in, 4, order, limit);
    }

    /**
     * Takes a message that follows its length, a varint of at most 32 bits: seven bits per byte, the lowest first, with the
     * high bit set in all bytes but the last (the encoding of Protocol Buffers).
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the message in bytes, without its prefix
     * @return the message; null if it has not arrived whole
     * @throws FrameTooLongException   if the length is greater than {@code limit}, or does not end within five bytes
     * @throws MalformedFrameException if the varint has more bytes than its length needs
     */
    public static ByteBuffer varintPrefixed(ByteBuffer in, int limit) {
        FrameCut.checkLimit(limit);
        long length = FrameLength.varint(in, in.position(), limit);
        return length < 0 ? null : FrameCut.afterPrefix(in, FrameLength.varintBytes(length), length, limit);
    }

    /**
     * Takes a message with a header that contains its length, as an unsigned number. The message includes the header, and
     * {@code limit} counts the header as well.
     *
     * @param in     the bytes that have arrived; the position moves past the message and its framing
     * @param offset how many bytes of the header come before the number
     * @param bytes  how many bytes the number has, 1 to 8
     * @param order  the byte order of the number
     * @param adjust what to add to the number to get the length of the message with its header: 0 if the number counts
     *               everything, the length of the header if the number counts only what follows the header
     * @param limit  the greatest length of the message in bytes, with its header
     * @return the message with its header; null if it has not arrived whole
     * @throws FrameTooLongException    if the message is longer than {@code limit}
     * @throws MalformedFrameException  if the message would end before its number does
     * @throws IllegalArgumentException if {@code offset} is negative, or {@code bytes} is not within 1 to 8
     */
    public static ByteBuffer lengthAt(ByteBuffer in, int offset, int bytes, ByteOrder order, int adjust, int limit) {
        Objects.requireNonNull(order, "order");
        FrameCut.checkLimit(limit);
        checkOffset(offset);
        if (bytes < 1 || bytes > Long.BYTES) {
            throw new IllegalArgumentException(
                    "bytes = " + bytes + " is not within 1 to 8; pass the size of the length");
        }
        if (in.remaining() - bytes < offset) {
            return null;
        }
        long number = FrameLength.number(in, in.position() + offset, bytes, order);
        return FrameCut.withHeader(in, offset + bytes, FrameLength.plus(number, adjust), limit);
    }

    /**
     * Takes a message with a header that ends with a varint, the number of bytes that follow the header. The message includes
     * the header, and {@code limit} counts the header as well. The varint is as in {@link #varintPrefixed}. To skip it, read
     * bytes until one is not negative.
     *
     * @param in     the bytes that have arrived; the position moves past the message and its framing
     * @param offset how many bytes of the header come before the varint
     * @param limit  the greatest length of the message in bytes, with its header
     * @return the message with its header; null if it has not arrived whole
     * @throws FrameTooLongException    if the message is longer than {@code limit}, or the varint does not end within five
     *                                  bytes
     * @throws MalformedFrameException  if the varint has more bytes than its number needs
     * @throws IllegalArgumentException if {@code offset} is negative
     */
    public static ByteBuffer varintAt(ByteBuffer in, int offset, int limit) {
        FrameCut.checkLimit(limit);
        checkOffset(offset);
        if (in.remaining() < offset) {
            return null;
        }
        long number = FrameLength.varint(in, in.position() + offset, limit);
        return number < 0 ? null : FrameCut.withHeader(in, 0, offset + FrameLength.varintBytes(number) + number, limit);
    }

    /**
     * Takes a message whose length the handler has computed from the bytes that have arrived, without moving the position.
     *
     * @param in     the bytes that have arrived; the position moves past the message and its framing
     * @param length the length of the message in bytes, with its header
     * @param limit  the greatest length in bytes that {@code length} may have
     * @return the message with its header; null if it has not arrived whole
     * @throws FrameTooLongException   if {@code length} is greater than {@code limit}
     * @throws MalformedFrameException if {@code length} is negative
     */
    public static ByteBuffer ofLength(ByteBuffer in, long length, int limit) {
        FrameCut.checkLimit(limit);
        return FrameCut.withHeader(in, 0, length, limit);
    }

    /**
     * Takes a bulk string of RESP: {@code $5}, CR LF, {@code hello}, CR LF is the message {@code hello}. The length has no
     * sign and no leading zeros, so the null of RESP, {@code $-1}, is refused; clients do not send it.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the string in bytes
     * @return the string; null if it has not arrived whole
     * @throws FrameTooLongException   if the length is greater than {@code limit}
     * @throws MalformedFrameException if the bytes are not a bulk string
     */
    public static ByteBuffer bulkString(ByteBuffer in, int limit) {
        FrameCut.checkLimit(limit);
        return BulkString.take(in, limit);
    }

    /**
     * Takes a message that follows a header part with its {@code Content-Length}, as in the Language Server Protocol. The
     * message is the content alone. The header part has one field a line, {@code name: value} and CR LF, and ends with a blank
     * line. It contains {@code Content-Length}, in capitals or not, once, in decimal digits. Other fields are ignored. It has
     * at most 1,024 bytes.
     *
     * <p>This is not for HTTP, whose heads begin with another line and have other ways to end a body: {@link
     * #headerBlock(ConnContext, ByteBuffer, int)}.
     *
     * @param in    the bytes that have arrived; the position moves past the message and its framing
     * @param limit the greatest length of the content in bytes
     * @return the content, without the header part; null if it has not arrived whole
     * @throws FrameTooLongException   if the length is greater than {@code limit}
     * @throws MalformedFrameException if the header part is not as described
     */
    public static ByteBuffer contentLength(ByteBuffer in, int limit) {
        FrameCut.checkLimit(limit);
        return ContentLengthHeader.take(in, limit);
    }

    private static ByteBuffer prefixed(ByteBuffer in, int bytes, ByteOrder order, int limit) {
        Objects.requireNonNull(order, "order");
        FrameCut.checkLimit(limit);
        if (in.remaining() < bytes) {
            return null;
        }
        return FrameCut.afterPrefix(in, bytes, FrameLength.number(in, in.position(), bytes, order), limit);
    }

    private static void checkOffset(int offset) {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "offset = " + offset + " is negative; pass how many bytes come before the length");
        }
    }
}

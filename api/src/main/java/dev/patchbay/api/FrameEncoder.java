package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Frames messages to be sent, for the same framings that {@link Frames} reads; its table names them by protocol. The methods
 * are called like those of {@code Frames}.
 *
 * <p>Each method takes all of {@code body}, and returns a new buffer that holds the whole message with its framing. One call
 * sends it, so that messages of several threads do not mix:
 *
 * <pre>{@code
 * conn.write(FrameEncoder.line(UTF_8.encode(answer)));
 * }</pre>
 *
 * <p>The same message goes to many connections if each writes a {@link ByteBuffer#duplicate() duplicate}. The buffer is
 * big-endian and on the heap.
 *
 * <p>A body that the framing cannot carry, such as a line with a line feed in it, is an {@link IllegalArgumentException}. The
 * position of {@code body} is unchanged then. A message whose header contains the length, as in PostgreSQL, needs no method
 * here: put the length into the header.
 *
 * <p>The methods may be called from any thread.
 */
public final class FrameEncoder {

    /** What every virtual machine can allocate. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private FrameEncoder() {}

    /**
     * {@return a line: the body and a line feed}
     *
     * @param body the bytes of the line, without its end; all are taken
     * @throws IllegalArgumentException if the body contains a line feed, or if it ends with a carriage return, which {@link
     *                                  Frames#line(ByteBuffer, int)} would drop
     */
    public static ByteBuffer line(ByteBuffer body) {
        ByteBuffer line = terminated(body, (byte) '\n', "a line feed (0x0a)");
        if (body.hasRemaining() && body.get(body.limit() - 1) == '\r') {
            throw new IllegalArgumentException(
                    "the body ends with a carriage return (0x0d), which readers take for a part"
                            + " of the end of the line; remove it");
        }
        return line.put(body).put((byte) '\n').flip();
    }

    /**
     * {@return the body and a zero byte}
     *
     * @param body the bytes of the message, from its position to its limit; all are taken
     * @throws IllegalArgumentException if the body contains a zero byte
     */
    public static ByteBuffer nulTerminated(ByteBuffer body) {
        return terminated(body, (byte) 0, "a zero byte").put(body).put((byte) 0).flip();
    }

    /**
     * {@return the length of the body as a number of 16 bits in the given byte order, and the body}
     *
     * @param body  the bytes of the message, from its position to its limit; all are taken
     * @param order the byte order of the length
     * @throws IllegalArgumentException if the body is longer than 65,535 bytes
     */
    public static ByteBuffer prefixed16(ByteBuffer body, ByteOrder order) {
        return prefixed(body, 2, order);
    }

    /**
     * {@return the length of the body as a number of 24 bits in the given byte order, and the body}
     *
     * @param body  the bytes of the message, from its position to its limit; all are taken
     * @param order the byte order of the length
     * @throws IllegalArgumentException if the body is longer than 16,777,215 bytes
     */
    public static ByteBuffer prefixed24(ByteBuffer body, ByteOrder order) {
        return prefixed(body, 3, order);
    }

    /**
     * {@return the length of the body as a number of 32 bits in the given byte order, and the body}
     *
     * @param body  the bytes of the message, from its position to its limit; all are taken
     * @param order the byte order of the length
     * @throws IllegalArgumentException if the whole is too long for one buffer
     */
    public static ByteBuffer prefixed32(ByteBuffer body, ByteOrder order) {
        return prefixed(body, 4, order);
    }

    /**
     * {@return the length of the body as a varint, and the body}
     *
     * @param body the bytes of the message, from its position to its limit; all are taken
     * @throws IllegalArgumentException if the whole is too long for one buffer
     */
    public static ByteBuffer varintPrefixed(ByteBuffer body) {
        int rest = body.remaining();
        ByteBuffer framed = allocate(body, FrameLength.varintBytes(rest));
        for (; rest > 0x7f; rest >>>= 7) {
            framed.put((byte) (rest | 0x80));
        }
        return framed.put((byte) rest).put(body).flip();
    }

    /**
     * {@return a header part with the {@code Content-Length} alone, and the body as its content}
     *
     * @param body the bytes of the message, from its position to its limit; all are taken
     * @throws IllegalArgumentException if the whole is too long for one buffer
     */
    public static ByteBuffer contentLength(ByteBuffer body) {
        byte[] header = ascii("Content-Length: " + body.remaining() + "\r\n\r\n");
        return allocate(body, header.length).put(header).put(body).flip();
    }

    /**
     * {@return the body as a bulk string of RESP}
     *
     * @param body the bytes of the message, from its position to its limit; all are taken
     * @throws IllegalArgumentException if the whole is too long for one buffer
     */
    public static ByteBuffer bulkString(ByteBuffer body) {
        byte[] header = ascii("$" + body.remaining() + "\r\n");
        ByteBuffer framed = allocate(body, header.length + 2);
        return framed.put(header).put(body).put((byte) '\r').put((byte) '\n').flip();
    }

    private static ByteBuffer prefixed(ByteBuffer body, int bytes, ByteOrder order) {
        Objects.requireNonNull(order, "order");
        long most = (1L << bytes * Byte.SIZE) - 1;
        if (body.remaining() > most) {
            throw new IllegalArgumentException("the body of " + body.remaining() + " bytes is longer than the " + most
                    + " that a length of " + bytes * Byte.SIZE + " bits can announce; send it in several messages");
        }
        ByteBuffer framed = allocate(body, bytes);
        for (int i = 0; i < bytes; i++) {
            int lower = order == ByteOrder.BIG_ENDIAN ? bytes - 1 - i : i;
            framed.put((byte) (body.remaining() >>> lower * Byte.SIZE));
        }
        return framed.put(body).flip();
    }

    /** Returns an empty buffer with room for the body and its mark, after a look at the body. */
    private static ByteBuffer terminated(ByteBuffer body, byte mark, String name) {
        ByteBuffer room = allocate(body, 1);
        int found = ByteSearch.indexOf(body, body.position(), mark);
        if (found >= 0) {
            throw new IllegalArgumentException("the body contains " + name + " at index " + (found - body.position())
                    + ", where its reader would end the message; remove it, or choose a framing with a length");
        }
        return room;
    }

    private static ByteBuffer allocate(ByteBuffer body, int framing) {
        if (body.remaining() > MAX_BYTES - framing) {
            throw new IllegalArgumentException(
                    "the body of " + body.remaining() + " bytes is longer than the " + (MAX_BYTES - framing)
                            + " that fit into one buffer with their framing; send it in several messages");
        }
        return ByteBuffer.allocate(body.remaining() + framing);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.patchbay.handler.json.buffer;

import dev.patchbay.handler.json.framing.Framing;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message that is being written, in memory that is reused. Room is reserved in front of it for a header part. Used
 * by one thread at a time.
 */
public final class OutputBuffer extends OutputStream {

    /** The length of {@code Content-Length: 2147483647} with a blank line, rounded up. */
    private static final int HEADERS = 40;

    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] END_OF_HEADERS = ascii("\r\n\r\n");
    private static final int FIRST_SIZE = 2048;

    /** An array larger than this is not kept for the next message. */
    private static final int KEPT_SIZE = 128 * 1024;

    /** No message may take more than a quarter of the heap, so that an endless result harms nothing but itself. */
    private static final int MAX =
            (int) Math.min(1 << 30, Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 4));

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * EVERY_BYTE;
    private static final long LOW = 16;

    private byte[] bytes = new byte[FIRST_SIZE];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int end = HEADERS;

    /** Returns the bytes of an ASCII text. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Discards the content and begins a new message. */
    public OutputBuffer clear() {
        if (bytes.length > KEPT_SIZE) {
            bytes = new byte[FIRST_SIZE];
            view = ByteBuffer.wrap(bytes);
        }
        end = HEADERS;
        return this;
    }

    /** Returns the length of the message so far, in bytes. */
    public int length() {
        return end - HEADERS;
    }

    /** Returns the byte of the message at an index. */
    public byte at(int length) {
        return bytes[HEADERS + length];
    }

    @Override
    public void write(int next) {
        makeRoom(1);
        bytes[end++] = (byte) next;
    }

    @Override
    public void write(byte[] more) {
        write(more, 0, more.length);
    }

    @Override
    public void write(byte[] more, int from, int length) {
        makeRoom(length);
        System.arraycopy(more, from, bytes, end, length);
        end += length;
    }

    /** Writes valid JSON on one line. */
    public void writeOnOneLine(byte[] json, int from, int length) {
        int begin = length();
        write(json, from, length);
        putOnOneLine(begin);
    }

    /**
     * Puts the valid JSON that begins at an index of the message on one line. Its line breaks can only be white space
     * between tokens, so they become spaces.
     */
    public void putOnOneLine(int begin) {
        int i = HEADERS + begin;
        while (i < end) {
            if (i + Long.BYTES <= end && !mayHaveLineBreak((long) LONGS.get(bytes, i))) {
                i += Long.BYTES;
            } else {
                for (int to = Math.min(end, i + Long.BYTES); i < to; i++) {
                    if (bytes[i] == '\n' || bytes[i] == '\r') {
                        bytes[i] = ' ';
                    }
                }
            }
        }
    }

    /** Returns whether one of eight bytes is below 16. A byte after such a one may be found, too, which does no harm. */
    private static boolean mayHaveLineBreak(long eight) {
        return (eight - LOW * EVERY_BYTE & ~eight & HIGH_BITS) != 0;
    }

    /** Returns a copy of the message, without framing. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, HEADERS, end);
    }

    /** Ends the message and returns it with its framing. The result is valid until the next message begins. */
    public ByteBuffer framed(Framing framing) {
        int from = HEADERS;
        if (framing == Framing.LINES) {
            write('\n');
        } else {
            int length = length();
            from = prepend(from, END_OF_HEADERS);
            do {
                bytes[--from] = (byte) ('0' + length % 10);
                length /= 10;
            } while (length > 0);
            from = prepend(from, CONTENT_LENGTH);
        }
        return view.clear().position(from).limit(end);
    }

    private int prepend(int from, byte[] text) {
        System.arraycopy(text, 0, bytes, from - text.length, text.length);
        return from - text.length;
    }

    private void makeRoom(int more) {
        if (more > bytes.length - end) {
            if (more > MAX - end) {
                throw new IllegalStateException("a message of more than " + MAX
                        + " bytes, a quarter of the heap, cannot be sent; return less, in several results");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(bytes.length * 2L, end + more)));
            view = ByteBuffer.wrap(bytes);
        }
    }
}

package dev.patchbay.handler.json.buffer;

import dev.patchbay.handler.json.framing.Framing;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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

    /** Writes valid JSON on one line. Its line breaks can only be white space between tokens, so they become spaces. */
    public void writeOnOneLine(byte[] json, int from, int length) {
        int begin = end;
        write(json, from, length);
        for (int i = begin; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
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
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(end, more)));
            view = ByteBuffer.wrap(bytes);
        }
    }
}

package dev.patchbay.handler.json.wire;

import dev.patchbay.handler.json.framing.Framing;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message that is being written, in memory that is used again. There is room in front for its headers. */
public final class Output extends OutputStream {

    /** For {@code Content-Length: 2147483647} and the blank line behind it. */
    private static final int HEADERS = 40;

    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] END_OF_HEADERS = ascii("\r\n\r\n");
    private static final int FIRST_SIZE = 2048;

    /** Larger memory than this is given back. */
    private static final int KEPT_SIZE = 128 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int end = HEADERS;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins a new message. */
    public Output clear() {
        if (bytes.length > KEPT_SIZE) {
            bytes = new byte[FIRST_SIZE];
            view = ByteBuffer.wrap(bytes);
        }
        end = HEADERS;
        return this;
    }

    /** Returns how many bytes the message has so far. */
    public int length() {
        return end - HEADERS;
    }

    /** Forgets all but so many bytes. */
    void truncate(int length) {
        end = HEADERS + length;
    }

    /** Returns the first byte of the message after {@code length} bytes of it. */
    byte at(int length) {
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

    /** Writes JSON that somebody else has written, on one line: a line break can only be white space there. */
    void writeOnOneLine(byte[] json, int from, int length) {
        int begin = end;
        write(json, from, length);
        for (int i = begin; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }

    /** Returns a copy of the message. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, HEADERS, end);
    }

    /** Ends the message, and returns it with its framing; valid until the next one begins. */
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

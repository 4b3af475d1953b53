package dev.patchbay.protocols.fastcgi;

import dev.patchbay.api.Frames;
import dev.patchbay.api.MalformedFrameException;
import java.nio.ByteBuffer;

/**
 * A record: what a connection consists of in both directions.
 *
 * @param type    what the content is
 * @param request the number of the request, or 0 for the connection
 * @param content the content, without padding
 */
record FastCgiRecord(int type, int request, ByteBuffer content) {

    static final int BEGIN_REQUEST = 1;
    static final int ABORT_REQUEST = 2;
    static final int END_REQUEST = 3;
    static final int PARAMS = 4;
    static final int STDIN = 5;
    static final int STDOUT = 6;
    static final int GET_VALUES = 9;
    static final int GET_VALUES_RESULT = 10;
    static final int UNKNOWN_TYPE = 11;

    /** The longest content of a record that needs no padding. */
    static final int CONTENT_MAX = 0xfff8;

    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 8;

    /** Takes a record off the input, or returns null if none is whole. */
    static FastCgiRecord take(ByteBuffer in) {
        if (in.remaining() < HEADER_BYTES) {
            return null;
        }
        int at = in.position();
        if (in.get(at) != VERSION) {
            throw new MalformedFrameException(
                    "FastCGI version " + in.get(at) + " is not known; send version " + VERSION);
        }
        int length = in.getChar(at + 4);
        ByteBuffer whole = Frames.ofLength(in, HEADER_BYTES + length + (in.get(at + 6) & 0xff), 66_000);
        return whole == null
                ? null
                : new FastCgiRecord(whole.get(1), whole.getChar(2), whole.slice(HEADER_BYTES, length));
    }

    /** Returns the bytes of the record, padded to a multiple of eight. */
    ByteBuffer encode() {
        int length = content.remaining();
        int padding = -length & 7;
        return ByteBuffer.allocate(HEADER_BYTES + length + padding)
                .put((byte) VERSION)
                .put((byte) type)
                .putChar((char) request)
                .putChar((char) length)
                .put((byte) padding)
                .put((byte) 0)
                .put(content)
                .rewind();
    }
}

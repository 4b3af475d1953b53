package dev.patchbay.api;

import java.nio.ByteBuffer;

/** A bulk string of RESP: a dollar sign, the length in decimal digits, CR LF, the bytes, CR LF. */
final class BulkString {

    private static final int LINE_END = 2;

    private BulkString() {}

    static ByteBuffer take(ByteBuffer in, int limit) {
        int first = in.position() + 1;
        if (in.hasRemaining()) {
            expect(in, in.position(), '$', "front of the length of a bulk string", "a dollar sign");
        }
        long length = 0;
        for (int i = first; i < in.limit(); i++) {
            byte next = in.get(i);
            if (next == '\r' && i > first) {
                return content(in, i + LINE_END - in.position(), length);
            }
            if (length == 0 && i > first) {
                throw MalformedFrameException.unexpected(
                        next, "a length that begins with 0", "it without leading zeros");
            }
            length = FrameLength.append(length, next);
            if (length < 0) {
                throw MalformedFrameException.unexpected(
                        next, "the length of a bulk string", "decimal digits and CR LF");
            }
            FrameCut.checkLength(length, limit);
        }
        return null;
    }

    private static ByteBuffer content(ByteBuffer in, int header, long length) {
        if (in.remaining() < header) {
            return null;
        }
        expect(in, in.position() + header - 1, '\n', "the end of the length of a bulk string", "CR LF");
        if (in.remaining() - header - LINE_END < length) {
            return null;
        }
        int end = in.position() + header + (int) length;
        expect(in, end, '\r', "the end of a bulk string of " + length + " bytes", "CR LF");
        expect(in, end + 1, '\n', "the end of a bulk string of " + length + " bytes", "CR LF");
        return FrameCut.take(in, header, (int) length, LINE_END);
    }

    private static void expect(ByteBuffer in, int at, char expected, String place, String send) {
        if (in.get(at) != expected) {
            throw MalformedFrameException.unexpected(in.get(at), place, send);
        }
    }
}

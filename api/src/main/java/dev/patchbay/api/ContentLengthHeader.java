package dev.patchbay.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header part of the Language Server Protocol: fields of the form {@code name: value}, each ended by CR LF, and a blank
 * line. It is read anew in each call, because nothing is kept between calls; its own limit bounds that work.
 */
final class ContentLengthHeader {

    /** The greatest length of a header part in bytes, with its blank line. */
    static final int MAX_BYTES = 1024;

    private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final long NONE = -1;

    private ContentLengthHeader() {}

    static ByteBuffer take(ByteBuffer in, int limit) {
        long length = NONE;
        int line = in.position();
        int lineFeed;
        while ((lineFeed = lineFeed(in, line)) >= 0) {
            if (lineFeed == line || in.get(lineFeed - 1) != '\r') {
                throw new MalformedFrameException("a header line ends with a line feed alone; end it with CR LF");
            }
            if (lineFeed == line + 1) {
                return content(in, lineFeed + 1 - in.position(), length);
            }
            length = field(in, line, lineFeed - 1, length);
            FrameCut.checkLength(length, limit);
            line = lineFeed + 1;
        }
        return null;
    }

    private static ByteBuffer content(ByteBuffer in, int header, long length) {
        if (length == NONE) {
            throw new MalformedFrameException("the header part has no Content-Length; send one");
        }
        return in.remaining() - header < length ? null : FrameCut.take(in, header, (int) length, 0);
    }

    /** Returns the index of the line feed that ends a line of the header part; -1 if it has not arrived. */
    private static int lineFeed(ByteBuffer in, int line) {
        int found = ByteSearch.indexOf(in, line, (byte) '\n');
        int arrived = (found < 0 ? in.limit() : found + 1) - in.position();
        if (arrived > MAX_BYTES) {
            throw new MalformedFrameException("a header part of at least " + arrived + " bytes is over the limit of "
                    + MAX_BYTES + " bytes; send the Content-Length alone");
        }
        return found;
    }

    /** Returns the length that is known after the field between {@code line} and {@code end}. */
    private static long field(ByteBuffer in, int line, int end, long before) {
        int colon = line;
        while (isTokenByte(in.get(colon))) {
            colon++;
        }
        if (colon == line || in.get(colon) != ':') {
            throw MalformedFrameException.unexpected(in.get(colon), "the name of a header field", "NAME: VALUE");
        }
        if (!isContentLength(in, line, colon)) {
            checkValue(in, colon + 1, end);
            return before;
        }
        long length = decimal(in, colon + 1, end);
        if (before != NONE) {
            throw new MalformedFrameException(
                    "Content-Length occurs twice, with " + before + " and " + length + "; send it once");
        }
        return length;
    }

    private static boolean isTokenByte(byte next) {
        int lower = next | 0x20;
        return lower >= 'a' && lower <= 'z' || next >= '0' && next <= '9' || TOKEN_MARKS.indexOf(next) >= 0;
    }

    private static boolean isContentLength(ByteBuffer in, int from, int to) {
        boolean same = to - from == CONTENT_LENGTH.length;
        for (int i = 0; same && i < CONTENT_LENGTH.length; i++) {
            byte next = in.get(from + i);
            same = (next >= 'A' && next <= 'Z' ? next | 0x20 : next) == CONTENT_LENGTH[i];
        }
        return same;
    }

    private static void checkValue(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte next = in.get(i);
            if (next >= 0 && next < ' ' && next != '\t' || next == 0x7f) {
                throw MalformedFrameException.unexpected(next, "the value of a header field", "no control characters");
            }
        }
    }

    private static long decimal(ByteBuffer in, int from, int to) {
        int first = from;
        while (first < to && isBlank(in.get(first))) {
            first++;
        }
        int last = to;
        while (last > first && isBlank(in.get(last - 1))) {
            last--;
        }
        if (first == last) {
            throw new MalformedFrameException("Content-Length is empty; send decimal digits");
        }
        long length = 0;
        for (int i = first; i < last; i++) {
            length = FrameLength.append(length, in.get(i));
            if (length < 0) {
                throw MalformedFrameException.unexpected(in.get(i), "Content-Length", "decimal digits alone");
            }
        }
        return length;
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\t';
    }
}

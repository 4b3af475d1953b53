package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header part of one message (Language Server Protocol 3.17, base protocol): fields that end with CR LF, and a
 * blank line. Used by one thread at a time.
 *
 * <p>The part is read as it arrives. Its bytes remain in the input, in front of the content part, so that another
 * handler can read them anew; this object remembers how far it has come and looks at no byte of a line twice, but for
 * a second look at a complete line.
 */
final class HeaderPart {

    private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_TYPE = "content-type".getBytes(StandardCharsets.US_ASCII);

    /** What nearly every client sends, as two numbers that are compared at once. */
    private static final ByteBuffer ONLY_LENGTH =
            ByteBuffer.wrap("Content-Length: ".getBytes(StandardCharsets.US_ASCII));

    private static final long ONLY_LENGTH_BEGIN = ONLY_LENGTH.getLong(0);
    private static final long ONLY_LENGTH_END = ONLY_LENGTH.getLong(Long.BYTES);

    private static final int ONLY_LENGTH_MAX_DIGITS = 9;

    /** Eighteen digits fit into a {@code long}. */
    private static final int LENGTH_MAX_DIGITS = 18;

    /** CR LF CR LF. */
    private static final int BLANK_LINE = 0x0d0a0d0a;

    /** Where the next line begins, in bytes after the beginning of the part. */
    private int lineBegin;

    /** How many bytes of the part were searched for the end of a line. */
    private int searched;

    private boolean complete;
    private long contentLength;
    private boolean utf8;

    /** How many bytes were looked at since this object was created. Tests hold that this grows with the input alone. */
    private long examined;

    HeaderPart() {
        clear();
    }

    /** Prepares for the header part of the next message. */
    void clear() {
        lineBegin = 0;
        searched = 0;
        complete = false;
        contentLength = -1;
        utf8 = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Returns the length of the part in bytes, once it is complete. */
    int length() {
        return lineBegin;
    }

    long contentLength() {
        return contentLength;
    }

    boolean isUtf8() {
        return utf8;
    }

    long examined() {
        return examined;
    }

    /**
     * Goes on reading where the previous call had to stop for lack of input.
     *
     * @param in the input; its position is the beginning of the part, and is not moved
     * @param most the limit of the part in bytes
     * @return what is wrong, or null
     */
    String read(ByteBuffer in, int most) {
        if (complete || searched == 0 && readLengthOnly(in)) {
            return null;
        }
        int begin = in.position();
        int stop = Math.min(in.remaining(), most);
        while (searched < stop) {
            examined++;
            if (in.get(begin + searched++) == '\n') {
                String problem = line(in, begin + lineBegin, begin + searched - 1);
                lineBegin = searched;
                if (problem != null || complete) {
                    return problem;
                }
            }
        }
        return stop == most ? "the header part is longer than the limit of " + most + " bytes" : null;
    }

    /**
     * Reads a {@code Content-Length} that is the only field, without allocating. Returns false, and changes nothing, if
     * there are other fields or if the part is incomplete.
     */
    private boolean readLengthOnly(ByteBuffer in) {
        int i = in.position();
        if (in.remaining() < ONLY_LENGTH.capacity() + ONLY_LENGTH_MAX_DIGITS + 4
                || in.getLong(i) != ONLY_LENGTH_BEGIN
                || in.getLong(i + Long.BYTES) != ONLY_LENGTH_END) {
            return false;
        }
        i += ONLY_LENGTH.capacity();
        int length = 0;
        int digits = i;
        for (int digit = in.get(i) - '0';
                digit >= 0 && digit <= 9 && i - digits < ONLY_LENGTH_MAX_DIGITS;
                digit = in.get(i) - '0') {
            length = 10 * length + digit;
            i++;
        }
        if (i == digits || in.getInt(i) != BLANK_LINE) {
            return false;
        }
        contentLength = length;
        lineBegin = i + Integer.BYTES - in.position();
        examined += lineBegin;
        complete = true;
        return true;
    }

    private String line(ByteBuffer in, int begin, int lineFeed) {
        if (lineFeed == begin || in.get(lineFeed - 1) != '\r') {
            return "a header line ends with a line feed alone; end it with CR LF";
        }
        int end = lineFeed - 1;
        if (end == begin) {
            complete = true;
            return contentLength < 0 ? "the header part has no Content-Length; add one" : null;
        }
        examined += end - begin;
        int colon = begin;
        while (colon < end && isToken(in.get(colon))) {
            colon++;
        }
        if (colon == begin || colon == end || in.get(colon) != ':') {
            return "a header line is not of the form NAME: VALUE";
        }
        for (int i = colon + 1; i < end; i++) {
            if (in.get(i) == '\r') {
                return "a header line has a carriage return inside; end lines with CR LF";
            }
        }
        return field(in, begin, colon, end);
    }

    /** Names are tokens (RFC 9110, section 5.6.2). Values may have any bytes, since most are of no interest here. */
    private static boolean isToken(byte next) {
        return next >= '0' && next <= '9'
                || next >= 'A' && next <= 'Z'
                || next >= '^' && next <= 'z'
                || next == '!'
                || next >= '#' && next <= '\''
                || next == '*'
                || next == '+'
                || next == '-'
                || next == '.'
                || next == '|'
                || next == '~';
    }

    private String field(ByteBuffer in, int begin, int colon, int lineEnd) {
        int from = colon + 1;
        int end = lineEnd;
        while (from < end && isSpace(in.get(from))) {
            from++;
        }
        while (end > from && isSpace(in.get(end - 1))) {
            end--;
        }
        if (isNamed(in, begin, colon, CONTENT_LENGTH)) {
            return length(in, from, end);
        }
        if (isNamed(in, begin, colon, CONTENT_TYPE)) {
            byte[] value = new byte[end - from];
            in.get(from, value);
            utf8 &= ContentType.isUtf8(new String(value, StandardCharsets.ISO_8859_1));
        }
        return null;
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\t';
    }

    private static boolean isNamed(ByteBuffer in, int begin, int end, byte[] lowerCaseName) {
        if (end - begin != lowerCaseName.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            byte next = in.get(begin + i);
            if ((next >= 'A' && next <= 'Z' ? next + ('a' - 'A') : next) != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    private String length(ByteBuffer in, int from, int end) {
        if (contentLength >= 0) {
            return "Content-Length occurs twice; send it once";
        }
        boolean isNumber = end > from && end - from <= LENGTH_MAX_DIGITS;
        long length = 0;
        for (int i = from; isNumber && i < end; i++) {
            int digit = in.get(i) - '0';
            isNumber = digit >= 0 && digit <= 9;
            length = 10 * length + digit;
        }
        if (!isNumber) {
            return "Content-Length is not a number of at most " + LENGTH_MAX_DIGITS + " digits";
        }
        contentLength = length;
        return null;
    }
}

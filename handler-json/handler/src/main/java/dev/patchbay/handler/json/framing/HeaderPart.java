package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header part of one message (Language Server Protocol 3.17, base protocol): fields that end with CR LF, and a
 * blank line. Created for each attempt to read one, and used by one thread.
 */
final class HeaderPart {

    /** Eighteen digits fit into a {@code long}. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** A field: the name is a token (RFC 9110, section 5.6.2). */
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?.*");

    /** What nearly every client sends, as two numbers that are compared at once. */
    private static final ByteBuffer ONLY_LENGTH =
            ByteBuffer.wrap("Content-Length: ".getBytes(StandardCharsets.US_ASCII));

    private static final long ONLY_LENGTH_BEGIN = ONLY_LENGTH.getLong(0);
    private static final long ONLY_LENGTH_END = ONLY_LENGTH.getLong(Long.BYTES);

    private static final int ONLY_LENGTH_MAX_DIGITS = 9;

    /** CR LF CR LF. */
    private static final int BLANK_LINE = 0x0d0a0d0a;

    private final ByteBuffer in;
    private int end;
    private boolean complete;
    private long contentLength = -1;
    private boolean utf8 = true;

    HeaderPart(ByteBuffer in) {
        this.in = in;
        this.end = in.position();
    }

    boolean isComplete() {
        return complete;
    }

    /** Returns the index at which the content part begins, once the header part is complete. */
    int end() {
        return end;
    }

    long contentLength() {
        return contentLength;
    }

    boolean isUtf8() {
        return utf8;
    }

    /** Reads the complete lines that have arrived, up to the blank one. Returns what is wrong, or null. */
    String read(int most) {
        if (readLengthOnly()) {
            return null;
        }
        int stop = Math.min(in.limit(), in.position() + most);
        String problem = null;
        while (!complete && problem == null) {
            int lineFeed = end;
            while (lineFeed < stop && in.get(lineFeed) != '\n') {
                lineFeed++;
            }
            if (lineFeed == stop) {
                return stop - in.position() == most
                        ? "the header part is longer than the limit of " + most + " bytes"
                        : null;
            }
            problem = line(lineFeed);
            end = lineFeed + 1;
        }
        return problem;
    }

    /**
     * Reads a {@code Content-Length} that is the only field, without allocating. Returns false, and changes nothing, if
     * there are other fields or if the part is incomplete.
     */
    private boolean readLengthOnly() {
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
        end = i + Integer.BYTES;
        complete = true;
        return true;
    }

    private String line(int lineFeed) {
        if (lineFeed == end || in.get(lineFeed - 1) != '\r') {
            return "a header line ends with a line feed alone; end it with CR LF";
        }
        if (lineFeed == end + 1) {
            complete = true;
            return contentLength < 0 ? "the header part has no Content-Length; add one" : null;
        }
        StringBuilder text = new StringBuilder(lineFeed - end);
        for (int i = end; i < lineFeed - 1; i++) {
            text.append((char) (in.get(i) & 0xff));
        }
        Matcher header = HEADER.matcher(text);
        return header.matches()
                ? header(header.group(1), header.group(2))
                : "a header line is not of the form NAME: VALUE";
    }

    private String header(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            if (contentLength >= 0) {
                return "Content-Length occurs twice; send it once";
            }
            if (!LENGTH.matcher(value).matches()) {
                return "Content-Length is not a number of at most 18 digits";
            }
            contentLength = Long.parseLong(value);
        } else if (name.equalsIgnoreCase("Content-Type")) {
            Matcher charset = CHARSET.matcher(value);
            utf8 = !charset.matches() || charset.group(1).matches("(?i)utf-?8");
        }
        return null;
    }
}

package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The headers of one message. */
final class HeaderBlock {

    /** Eighteen digits fit in a long, and nobody sends an exabyte. */
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** A name is a token (RFC 9110, section 5.6.2). */
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset\\s*=\\s*\"?([^\";\\s]*)\"?.*");

    /** What nearly every client sends, and nothing else: {@code Content-Length: }, as two numbers. */
    private static final ByteBuffer USUAL = ByteBuffer.wrap("Content-Length: ".getBytes(StandardCharsets.US_ASCII));

    private static final long USUAL_BEGIN = USUAL.getLong(0);
    private static final long USUAL_END = USUAL.getLong(Long.BYTES);

    private static final int USUAL_MAX_DIGITS = 9;

    /** CR LF CR LF. */
    private static final int BLANK_LINE = 0x0d0a0d0a;

    private final ByteBuffer in;
    private int end;
    private boolean whole;
    private long contentLength = -1;
    private boolean utf8 = true;

    HeaderBlock(ByteBuffer in) {
        this.in = in;
        this.end = in.position();
    }

    boolean isWhole() {
        return whole;
    }

    /** Returns where the message begins. */
    int end() {
        return end;
    }

    long contentLength() {
        return contentLength;
    }

    boolean isUtf8() {
        return utf8;
    }

    /** Reads as many whole lines as there are, up to the blank one; returns what is wrong, or null. */
    String read(int most) {
        if (readUsual()) {
            return null;
        }
        int stop = Math.min(in.limit(), in.position() + most);
        String problem = null;
        while (!whole && problem == null) {
            int lineFeed = end;
            while (lineFeed < stop && in.get(lineFeed) != '\n') {
                lineFeed++;
            }
            if (lineFeed == stop) {
                return stop - in.position() == most ? "the headers are longer than " + most + " bytes" : null;
            }
            problem = line(lineFeed);
            end = lineFeed + 1;
        }
        return problem;
    }

    /** Reads a length alone without making garbage; changes nothing if there is anything else, or not enough. */
    private boolean readUsual() {
        int i = in.position();
        if (in.remaining() < USUAL.capacity() + USUAL_MAX_DIGITS + 4
                || in.getLong(i) != USUAL_BEGIN
                || in.getLong(i + Long.BYTES) != USUAL_END) {
            return false;
        }
        i += USUAL.capacity();
        int length = 0;
        int digits = i;
        for (int digit = in.get(i) - '0';
                digit >= 0 && digit <= 9 && i - digits < USUAL_MAX_DIGITS;
                digit = in.get(i) - '0') {
            length = 10 * length + digit;
            i++;
        }
        if (i == digits || in.getInt(i) != BLANK_LINE) {
            return false;
        }
        contentLength = length;
        end = i + Integer.BYTES;
        whole = true;
        return true;
    }

    private String line(int lineFeed) {
        if (lineFeed == end || in.get(lineFeed - 1) != '\r') {
            return "a header line ends with a line feed alone; it takes a carriage return in front";
        }
        if (lineFeed == end + 1) {
            whole = true;
            return contentLength < 0 ? "there is no Content-Length" : null;
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
                return "Content-Length comes twice";
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

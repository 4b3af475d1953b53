package dev.patchbay.control.configure;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A line of a properties file with the lines that continue it, exactly as they are written.
 *
 * @param text  everything, with the line ends
 * @param key   the key; null if this is a comment or blank
 * @param value the value; null if there is no key
 * @param start where in the text the value begins
 * @param end   where in the text the line end after the value begins
 */
record PropertyLine(String text, String key, String value, int start, int end) {

    /** Splits a text into its lines. */
    static List<PropertyLine> of(String text) {
        List<PropertyLine> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = lineEnd(text, from);
            while (!isComment(text, from) && isContinued(text, from, end) && afterEnd(text, end) < text.length()) {
                end = lineEnd(text, afterEnd(text, end));
            }
            int next = afterEnd(text, end);
            lines.add(line(text.substring(from, next), end - from));
            from = next;
        }
        return lines;
    }

    private static PropertyLine line(String text, int end) {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be read", e);
        }
        if (parsed.isEmpty()) {
            return new PropertyLine(text, null, null, 0, end);
        }
        String key = parsed.stringPropertyNames().iterator().next();
        return new PropertyLine(text, key, parsed.getProperty(key), valueStart(text, end), end);
    }

    /** Returns where the value begins, after the key, the blanks around the separator, and line ends that were continued. */
    private static int valueStart(String text, int end) {
        int at = skipBlanks(text, 0, end);
        while (at < end && !isBlank(text.charAt(at)) && "=:".indexOf(text.charAt(at)) < 0) {
            int continued = afterContinuation(text, at);
            at = continued > at ? skipBlanks(text, continued, end) : text.charAt(at) == '\\' ? at + 2 : at + 1;
        }
        at = skipBlanks(text, Math.min(at, end), end);
        if (at < end && "=:".indexOf(text.charAt(at)) >= 0) {
            at = skipBlanks(text, at + 1, end);
        }
        return at;
    }

    private static int skipBlanks(String text, int from, int end) {
        int at = from;
        while (at < end) {
            int continued = afterContinuation(text, at);
            if (continued > at) {
                at = continued;
            } else if (isBlank(text.charAt(at))) {
                at++;
            } else {
                break;
            }
        }
        return Math.min(at, end);
    }

    /** Returns the place after a backslash and a line end, or the same place if there are none. */
    private static int afterContinuation(String text, int at) {
        boolean continued =
                text.charAt(at) == '\\' && at + 1 < text.length() && "\r\n".indexOf(text.charAt(at + 1)) >= 0;
        return continued ? afterEnd(text, at + 1) : at;
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t' || character == '\f';
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int afterEnd(String text, int end) {
        if (text.startsWith("\r\n", end)) {
            return end + 2;
        }
        return Math.min(end + 1, text.length());
    }

    private static boolean isComment(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at == text.length() || "#!\r\n".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isContinued(String text, int from, int end) {
        int at = end;
        while (at > from && text.charAt(at - 1) == '\\') {
            at--;
        }
        return (end - at) % 2 == 1;
    }

    /** Returns the line with another value, in the raw form of the file. */
    PropertyLine with(String newValue, String raw) {
        // A key without a separator would run into its value.
        boolean separated = start > 0 && (isBlank(text.charAt(start - 1)) || "=:".indexOf(text.charAt(start - 1)) >= 0);
        String before = text.substring(0, start) + (separated ? "" : " = ");
        return new PropertyLine(
                before + raw + text.substring(end), key, newValue, before.length(), before.length() + raw.length());
    }

    /** Returns the line with a line end, and without a backslash that would continue it with what follows. */
    PropertyLine closed(String lineEnd) {
        boolean continued = key != null && isContinued(text, 0, end);
        String after = end == text.length() ? lineEnd : text.substring(end);
        int last = continued ? end - 1 : end;
        return new PropertyLine(text.substring(0, last) + after, key, value, Math.min(start, last), last);
    }
}

package dev.patchbay.control.configure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of a configuration file, to be changed as a careful person would: what is not to change stays as it is, with its comments,
 * order, spelling and line ends. Used by one thread.
 */
final class ConfigurationEdit {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String mark;
    private final String lineEnd;
    private final List<PropertyLine> lines;

    ConfigurationEdit(String text) {
        mark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(0, 1) : "";
        lineEnd = text.contains("\r\n") ? "\r\n" : text.contains("\n") || !text.contains("\r") ? "\n" : "\r";
        lines = new ArrayList<>(PropertyLine.of(text.substring(mark.length())));
    }

    /** Returns the keys and values, without the blanks around these. Of two lines with the same key the last one counts. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        for (PropertyLine line : lines) {
            if (line.key() != null) {
                values.put(line.key(), line.value().strip());
            }
        }
        return values;
    }

    /** Gives a key a value: in the line that counts, or else in a new line at the end. */
    void set(String key, String value) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            PropertyLine line = lines.get(i);
            if (key.equals(line.key())) {
                if (!line.value().strip().equals(value)) {
                    lines.set(i, line.with(value, escaped(value)));
                }
                return;
            }
        }
        closeLastLine();
        String start = escapedKey(key) + (value.isEmpty() ? " =" : " = ");
        String raw = escaped(value);
        lines.add(new PropertyLine(start + raw + lineEnd, key, value, start.length(), start.length() + raw.length()));
    }

    /** Removes the lines of some keys. */
    void unset(Collection<String> keys) {
        lines.removeIf(line -> line.key() != null && keys.contains(line.key()));
    }

    /** Completes the last line, so that another one can follow. */
    private void closeLastLine() {
        if (!lines.isEmpty()) {
            PropertyLine last = lines.remove(lines.size() - 1);
            lines.add(last.closed(lineEnd));
        }
    }

    /** Returns the text as it is now. */
    String text() {
        StringBuilder text = new StringBuilder(mark);
        lines.forEach(line -> text.append(line.text()));
        return text.toString();
    }

    private static String escapedKey(String key) {
        return escaped(key).replaceAll("[=: #!]", "\\\\$0");
    }

    private static String escaped(String value) {
        StringBuilder raw = new StringBuilder();
        value.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> raw.append("\\\\");
                case '\n' -> raw.append("\\n");
                case '\r' -> raw.append("\\r");
                case '\t' -> raw.append("\\t");
                case '\f' -> raw.append("\\f");
                default -> {
                    int type = Character.getType(point);
                    if (type == Character.CONTROL || type == Character.SURROGATE) {
                        raw.append(String.format(Locale.ROOT, "\\u%04x", point));
                    } else {
                        raw.appendCodePoint(point);
                    }
                }
            }
        });
        return raw.toString();
    }
}

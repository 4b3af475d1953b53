package dev.patchbay.handler.json.logging;

import java.util.Locale;

/**
 * Text of others in one printable line. Control characters would forge log entries and steer terminals, invisible
 * format characters would change the order in which a line is shown, and nothing bounds the length of a name that a
 * client has chosen.
 */
public final class Printable {

    /** The most characters of a name that an error message quotes. */
    public static final int NAME_MAX = 100;

    /** The most characters of a whole message. */
    public static final int TEXT_MAX = 2_000;

    private static final String CUT = "...";

    private Printable() {}

    /** Returns a name as it may be quoted, at most {@link #NAME_MAX} characters of it. */
    public static String name(String text) {
        return cut(text, NAME_MAX);
    }

    /** Returns a text in one printable line, at most {@link #TEXT_MAX} characters of it. */
    public static String text(String text) {
        return cut(text, TEXT_MAX);
    }

    /** Returns what an object says of itself, or its class if its {@code toString} fails. Never throws. */
    public static String object(Object value) {
        try {
            return text(String.valueOf(value));
        } catch (Throwable t) {
            return "an instance of " + text(value.getClass().getName()) + ", which cannot be printed";
        }
    }

    private static String cut(String text, int most) {
        if (text == null) {
            return "null";
        }
        if (text.length() <= most) {
            return escape(text, text.length());
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
        return escape(text, splitsPair ? most - 1 : most) + CUT;
    }

    private static String escape(String text, int to) {
        int first = 0;
        while (first < to && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == to) {
            return text.substring(0, to);
        }
        StringBuilder escaped = new StringBuilder(to + 16).append(text, 0, first);
        for (int i = first; i < to; ) {
            int next = text.codePointAt(i);
            append(escaped, next);
            i += Character.charCount(next);
        }
        return escaped.toString();
    }

    private static boolean isPlain(char next) {
        return next >= ' ' && next <= '~';
    }

    private static void append(StringBuilder out, int next) {
        switch (next) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(next)) {
                    out.appendCodePoint(next);
                } else if (Character.isBmpCodePoint(next)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", next));
                } else {
                    out.append(String.format(Locale.ROOT, "\\u{%x}", next));
                }
            }
        }
    }

    private static boolean isPrintable(int next) {
        return switch (Character.getType(next)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

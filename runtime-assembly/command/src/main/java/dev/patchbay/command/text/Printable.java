package dev.patchbay.command.text;

/**
 * Makes foreign text fit for a terminal: control characters, line separators, marks that change the direction of writing, and lone
 * surrogates are written as escapes.
 */
public final class Printable {

    private Printable() {}

    /** Returns the text as one line; empty for null. */
    public static String text(Object foreign) {
        String text = foreign == null ? "" : foreign.toString();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isUnprintable(text.codePointAt(i))) {
                return escape(text, false);
            }
        }
        return text;
    }

    /** Returns a JSON text in which the same characters are escaped as JSON has it. */
    public static String json(String text) {
        return escape(text, true);
    }

    static boolean isUnprintable(int character) {
        if (character >= ' ' && character < 0x7F) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT ->
                character >= 0x202A && character <= 0x202E
                        || character >= 0x2066 && character <= 0x2069
                        || character == 0x200E
                        || character == 0x200F
                        || character == 0xFEFF;
            default -> false;
        };
    }

    private static String escape(String text, boolean json) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (!isUnprintable(character) || json && character == '\n') {
                escaped.appendCodePoint(character);
            } else {
                append(escaped, character);
            }
        }
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int character) {
        switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                String digits = Integer.toHexString(character);
                escaped.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
            }
        }
    }
}

package dev.patchbay.support;

/** Writes names and values of others as one line. */
final class LogText {

    private LogText() {}

    /** Returns the text with an escape for each character that ends a line, drives a terminal, or changes the direction of writing. */
    static String of(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean isDangerous = Character.isISOControl(character)
                    || character >= '\u2028' && character <= '\u202E'
                    || character >= '\u2066' && character <= '\u2069';
            if (isDangerous) {
                String digits = Integer.toHexString(character);
                escaped.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}

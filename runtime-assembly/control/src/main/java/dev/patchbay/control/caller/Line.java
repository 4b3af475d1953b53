package dev.patchbay.control.caller;

/** Makes foreign text fit for one line of a log or a terminal. May be called from any thread. */
public final class Line {

    private Line() {}

    /**
     * Returns the text with a question mark in place of each character that would end the line, drive a terminal, or change the
     * direction of writing.
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> line.appendCodePoint(isHarmful(point) ? '?' : point));
        return line.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT ->
                point >= 0x202A && point <= 0x202E
                        || point >= 0x2066 && point <= 0x2069
                        || point == 0x200E
                        || point == 0x200F;
            default -> false;
        };
    }
}

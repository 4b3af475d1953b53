package dev.patchbay.handler.json.strict;

/** The numbers of JSON, when they are the name of a member. Java's own parsers also take {@code NaN} or {@code 0x1p3}. */
final class JsonNumber {

    private JsonNumber() {}

    /**
     * Returns the text if it has only the characters of a number, so that Java's parsers read it as JSON's would.
     *
     * @throws IllegalArgumentException if it has others
     */
    static String require(String text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if ((next < '0' || next > '9') && "+-.eE".indexOf(next) < 0) {
                throw new IllegalArgumentException("is not a number");
            }
        }
        return text;
    }
}

package dev.patchbay.handler.json.message;

/**
 * A text is not accepted as JSON. The message is the error's data for the client; null if there is nothing to add to
 * "Parse error".
 */
public final class ParseErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    ParseErrorException(String message) {
        super(message, null, false, false);
    }

    /** Creates the exception for a fault at an index: the byte counted from zero, line and column from one. */
    static ParseErrorException at(String why, byte[] bytes, int index) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < index; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return new ParseErrorException(why + " at byte " + index + " (line " + line + ", column " + column + ")");
    }
}

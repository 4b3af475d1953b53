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
}

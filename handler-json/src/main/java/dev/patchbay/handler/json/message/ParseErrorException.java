package dev.patchbay.handler.json.message;

/** The text is not JSON, for which no words are needed; or it is not taken, and the message tells the client why. */
public final class ParseErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    ParseErrorException(String message) {
        super(message, null, false, false);
    }
}

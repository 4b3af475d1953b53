package dev.patchbay.handler.json.method;

/** The parameters do not fit; the message says which and what was expected, and is for the client. */
public final class InvalidParamsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidParamsException(String message) {
        super(message, null, false, false);
    }
}

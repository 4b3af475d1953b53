package dev.patchbay.handler.json.method;

/** The params do not fit a method. The message is for the client: it names the parameter and what was expected. */
public final class InvalidParamsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidParamsException(String message) {
        super(message, null, false, false);
    }
}

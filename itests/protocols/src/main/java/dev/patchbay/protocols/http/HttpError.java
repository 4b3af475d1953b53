package dev.patchbay.protocols.http;

import java.nio.charset.StandardCharsets;

/** A request that is answered with an error. */
final class HttpError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String status;
    private final String field;

    /**
     * Creates an error.
     *
     * @param status the status code and its reason: {@code 404 Not Found}
     */
    HttpError(String status) {
        this(status, "");
    }

    /**
     * Creates an error whose answer has a header field of its own.
     *
     * @param field the field with the end of its line, or nothing
     */
    HttpError(String status, String field) {
        super(status, null, false, false);
        this.status = status;
        this.field = field;
    }

    String status() {
        return status;
    }

    String field() {
        return field;
    }

    byte[] body() {
        return (status + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}

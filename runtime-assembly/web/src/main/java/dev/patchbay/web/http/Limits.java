package dev.patchbay.web.http;

import java.time.Duration;

/** What a client may send, and how slowly. */
final class Limits {

    /** Bytes of a line: the request line or a header. */
    static final int LINE = 8 * 1024;

    /** Headers of a request, and trailers of its body. */
    static final int HEADERS = 64;

    /** Empty lines before a request. */
    static final int EMPTY_LINES = 4;

    /** Bytes of a body. */
    static final int BODY = 1024 * 1024;

    /** The time from the first byte of a request to its last. */
    static final Duration REQUEST = Duration.ofSeconds(10);

    /** How long the rest of a refused request is read, so that the client sees the answer and not a broken connection. */
    static final Duration REST = Duration.ofSeconds(2);

    private Limits() {}
}

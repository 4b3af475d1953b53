package dev.patchbay.api;

import java.util.Locale;

/**
 * Thrown by {@link Frames} when bytes cannot be of the framing that the handler expects: a length that is smaller than the
 * header it belongs to, digits that are none, a field that is missing. Nothing that arrives later can mend it. A handler that
 * lets it pass out of {@link Handler#received} ends the connection.
 */
public final class MalformedFrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception whose message says what was wrong, and what was expected.
     *
     * @param message one sentence, without bytes of the client as they came, since it is logged
     */
    public MalformedFrameException(String message) {
        super(message);
    }

    /** Returns an exception for a byte; it is written as a number, since logs are no place for what clients send. */
    static MalformedFrameException unexpected(byte found, String place, String expected) {
        return new MalformedFrameException(String.format(
                Locale.ROOT, "the byte 0x%02x in %s is not expected there; send %s", found & 0xff, place, expected));
    }
}

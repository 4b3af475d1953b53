package dev.patchbay.api;

/**
 * Thrown by {@link Frames} when a message is longer than the handler allows. A handler that lets it pass out of {@link
 * Handler#received} ends the connection.
 */
public final class FrameTooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The announced length, or the length that has arrived without an end, in bytes. */
    private final long length;

    /** The greatest length allowed, in bytes. */
    private final int limit;

    /**
     * Creates an exception whose message names both numbers.
     *
     * @param length the announced length, or the length that has arrived without an end, in bytes
     * @param limit  the greatest length allowed, in bytes
     */
    public FrameTooLongException(long length, int limit) {
        super("a message of at least " + length + " bytes is over the limit of " + limit + " bytes");
        this.length = length;
        this.limit = limit;
    }

    /** {@return the announced length, or the length that has arrived without an end, in bytes} */
    public long length() {
        return length;
    }

    /** {@return the greatest length allowed, in bytes} */
    public int limit() {
        return limit;
    }
}

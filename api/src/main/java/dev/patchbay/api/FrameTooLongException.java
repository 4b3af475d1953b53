package dev.patchbay.api;

/** A message is longer than the handler allows. Thrown out of {@link Handler#received}, it ends the connection. */
public final class FrameTooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The length that was announced, or that has arrived without an end, in bytes. */
    private final long length;

    /** The greatest length that is allowed, in bytes. */
    private final int limit;

    /** Names both numbers in the message. */
    public FrameTooLongException(long length, int limit) {
        super("a message of at least " + length + " bytes is over the limit of " + limit + " bytes");
        this.length = length;
        this.limit = limit;
    }

    /** Returns the length that was announced, or that has arrived without an end, in bytes. */
    public long length() {
        return length;
    }

    /** Returns the greatest length that is allowed, in bytes. */
    public int limit() {
        return limit;
    }
}

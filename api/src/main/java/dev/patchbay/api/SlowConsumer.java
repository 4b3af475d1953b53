package dev.patchbay.api;

/**
 * What becomes of a message for a connection that has as many messages waiting as it may have, because its client reads too
 * slowly, its handler is busy, or no handler is in charge; see {@link ConnContext#mailbox}. {@link
 * dev.patchbay.api.runtime.ConnectionSnapshot} counts the messages that were dropped, or not taken.
 */
public enum SlowConsumer {

    /** The new message is not taken: {@link ConnectionRef#send} returns false. */
    DROP_NEWEST,

    /** The message that has waited longest is dropped, and the new one is taken. */
    DROP_OLDEST,

    /** The connection ends at once, with {@link ReleaseReason#SLOW_CONSUMER}. */
    CLOSE
}

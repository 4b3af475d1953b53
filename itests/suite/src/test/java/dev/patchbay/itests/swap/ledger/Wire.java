package dev.patchbay.itests.swap.ledger;

/**
 * The messages between client and probe. All integers have 32 bits and are big-endian.
 *
 * <pre>
 *   message: length, number, CRC-32 of the payload, payload
 *   answer:  length, number, CRC-32 of the payload as the probe saw it, change, probe, version, letter, echo
 * </pre>
 *
 * <p>"Change" is the number of probes that have taken charge of the connection so far. Every {@link #ECHO_EVERY}th
 * answer returns the payload, so that answers fill the socket too.
 */
public final class Wire {

    /** Bytes of a message without its length and its payload. */
    public static final int MESSAGE_HEAD = 8;

    /** Bytes of an answer without its length and the echo. */
    public static final int ANSWER_HEAD = 24;

    /** The longest payload. */
    public static final int PAYLOAD_MAX = 64 * 1024;

    /** Which answers carry an echo. */
    public static final int ECHO_EVERY = 5;

    /** Which answers become ready later, on another thread. */
    public static final int LATE_EVERY = 61;

    /** Which messages block a probe that may block. */
    public static final int BLOCK_EVERY = 37;

    private Wire() {}

    /** Returns whether the answer carries an echo. */
    public static boolean isEchoed(int number) {
        return number % ECHO_EVERY == 0;
    }
}

package dev.patchbay.bench.load;

/**
 * When a run begins, from when on it is measured, and when it ends, as {@link System#nanoTime} counts.
 *
 * @param start      the first message
 * @param recordFrom the first message that counts
 * @param end        no message begins from then on
 */
public record Window(long start, long recordFrom, long end) {

    /** Returns whether a time is in the measured part. */
    boolean contains(long time) {
        return time - recordFrom >= 0 && time - end < 0;
    }
}

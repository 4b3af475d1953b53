package dev.patchbay.handler.json.buffer;

import java.util.Arrays;

/**
 * A part of a byte array. It is valid until the array is reused for the next message; {@link #copy} lasts longer.
 *
 * @param bytes the array
 * @param from the index of the first byte
 * @param to the index after the last byte
 */
public record Slice(byte[] bytes, int from, int to) {

    /** Returns the number of bytes. */
    public int length() {
        return to - from;
    }

    /** Returns the same bytes in an array of their own. */
    public Slice copy() {
        return new Slice(Arrays.copyOfRange(bytes, from, to), 0, length());
    }
}

package dev.patchbay.handler.json.wire;

import java.util.Arrays;

/**
 * A part of an array. It is valid as long as the array holds that message; {@link #copy} lasts.
 *
 * @param bytes the array
 * @param from  where the part begins
 * @param to    where it ends
 */
public record Slice(byte[] bytes, int from, int to) {

    /** Returns how many bytes it has. */
    public int length() {
        return to - from;
    }

    /** Returns the same bytes in an array of their own. */
    public Slice copy() {
        return new Slice(Arrays.copyOfRange(bytes, from, to), 0, length());
    }
}

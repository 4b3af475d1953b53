package dev.patchbay.handler.json.wire;

import java.nio.ByteBuffer;

/** Memory for one message that comes in and one that goes out. Used by one thread at a time. */
public final class Workspace {

    private static final int FIRST_SIZE = 4096;
    private static final int KEPT_SIZE = 128 * 1024;

    private final Output output = new Output();
    private byte[] input = new byte[FIRST_SIZE];

    /** Returns the message that goes out. */
    public Output output() {
        return output;
    }

    /** Copies a part of a buffer to the beginning of an array, and returns that. */
    public byte[] load(ByteBuffer from, int position, int length) {
        if (length > input.length) {
            input = new byte[Math.max(length, 2 * input.length)];
        }
        from.get(position, input, 0, length);
        return input;
    }

    /** Gives back memory that is larger than usual. */
    void shrink() {
        output.clear();
        if (input.length > KEPT_SIZE) {
            input = new byte[FIRST_SIZE];
        }
    }
}

package dev.patchbay.itests.client;

import java.util.Random;

/** Bytes that do not repeat, so that lost, duplicated or moved bytes are detected. */
public final class Pattern {

    private Pattern() {}

    /** Returns so many bytes, always the same. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}

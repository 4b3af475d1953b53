package dev.patchbay.bench.exchange;

import java.nio.ByteBuffer;

/** Bytes that repeat without an end, of which any part can be had without a copy. Immutable. */
final class RepeatedBytes {

    /** The most bytes that one part has. */
    static final int CHUNK = 1 << 16;

    /** A prime number, so that bytes that were lost, repeated, moved or crossed between connections show. */
    private static final int PATTERN_PERIOD = 4093;

    private final ByteBuffer bytes;
    private final int period;

    /** Creates the repetition of some bytes, of which there is at least one. */
    RepeatedBytes(byte[] unit) {
        period = unit.length;
        bytes = ByteBuffer.allocateDirect(period + CHUNK);
        while (bytes.hasRemaining()) {
            bytes.put(unit, 0, Math.min(period, bytes.remaining()));
        }
    }

    /** Returns bytes that look random, and are the same in each run. */
    static RepeatedBytes pattern() {
        byte[] unit = new byte[PATTERN_PERIOD];
        int state = 0x9308_2F4B;
        for (int i = 0; i < unit.length; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            unit[i] = (byte) state;
        }
        return new RepeatedBytes(unit);
    }

    /** Returns a buffer for {@link #select}. */
    ByteBuffer view() {
        return bytes.asReadOnlyBuffer();
    }

    /** Makes a view show the bytes from a position on, at most so many and at most {@value #CHUNK}. */
    ByteBuffer select(ByteBuffer view, long position, long most) {
        int from = (int) (position % period);
        return view.clear().position(from).limit(from + (int) Math.min(most, CHUNK));
    }
}

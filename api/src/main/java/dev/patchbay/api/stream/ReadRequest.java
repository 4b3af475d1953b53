package dev.patchbay.api.stream;

import java.nio.ByteBuffer;

/** One read of a session: where its bytes go, and how many have come. Guarded by the session's lock. */
final class ReadRequest {

    final Thread thread = Thread.currentThread();
    private final byte[] target;
    private final int offset;
    private final int length;

    /** Whether a line feed ends the read. */
    private final boolean oneLine;

    /** How many bytes have come; 0 while the read is not served. */
    private int count;

    ReadRequest(byte[] target, int offset, int length, boolean oneLine) {
        this.target = target;
        this.offset = offset;
        this.length = length;
        this.oneLine = oneLine;
    }

    int count() {
        return count;
    }

    /** Takes as many bytes as belong to this read; at least one. */
    void fill(ByteBuffer from) {
        count = portion(from, length, oneLine);
        from.get(target, offset, count);
    }

    /** Returns how many of the bytes belong to a read of at most {@code length}. */
    static int portion(ByteBuffer bytes, int length, boolean oneLine) {
        int most = Math.min(length, bytes.remaining());
        int start = bytes.position();
        for (int i = 0; oneLine && i < most; i++) {
            if (bytes.get(start + i) == '\n') {
                return i + 1;
            }
        }
        return most;
    }
}

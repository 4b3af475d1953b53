package dev.patchbay.api.stream;

import java.nio.ByteBuffer;

/**
 * A copy of bytes that the host has presented and that it keeps until they are consumed. What a session reads from the copy,
 * the host is told to drop when it presents its input the next time. The host has therefore every byte that was not read.
 * Guarded by the session's lock.
 *
 * <pre>
 *   kept by the host:   [ read | unread | not copied yet ]
 *   the copy:                  [ unread ]
 * </pre>
 */
final class UnreadInput {

    /** The most bytes that are copied at once. */
    private static final int MOST = 64 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer copy = NONE;

    /** How many bytes the session has read that the host still keeps. */
    private int read;

    int size() {
        return copy.remaining();
    }

    boolean isEmpty() {
        return !copy.hasRemaining();
    }

    /** Returns whether the host keeps no byte that the session has read. */
    boolean isInStep() {
        return read == 0;
    }

    /** Has the host drop what the session has read. */
    void consume(ByteBuffer presented) {
        presented.position(presented.position() + read);
        read = 0;
    }

    /** Copies what is not copied yet, as far as there is room. */
    void copy(ByteBuffer presented) {
        int wanted = Math.min(MOST, presented.remaining());
        if (wanted > size()) {
            byte[] bytes = new byte[wanted];
            presented.get(presented.position(), bytes);
            copy = ByteBuffer.wrap(bytes);
        }
    }

    /** Serves a read from the copy. */
    void take(ReadRequest request) {
        request.fill(copy);
        read += request.count();
        if (isEmpty()) {
            copy = NONE;
        }
    }

    /** Returns how many bytes can be read at once. */
    int available(boolean oneLine) {
        return ReadRequest.portion(copy, Integer.MAX_VALUE, oneLine);
    }

    /** Leaves what was not read to the next handler. */
    void leave() {
        copy = NONE;
    }
}

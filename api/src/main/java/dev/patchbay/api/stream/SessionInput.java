package dev.patchbay.api.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** A session's input: all bytes, or in portions that end with a line feed at the latest. */
final class SessionInput extends InputStream {

    private final StreamSession session;
    private final boolean oneLine;

    /** Held for the duration of a read. Both streams of a session have the same. */
    private final ReentrantLock turn;

    /** Whether the last portion ended with a line feed. Guarded by the turn. */
    private boolean atLineEnd;

    SessionInput(StreamSession session, ReentrantLock turn, boolean oneLine) {
        this.session = session;
        this.turn = turn;
        this.oneLine = oneLine;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        turn.lock();
        try {
            int count = session.read(new ReadRequest(target, offset, length, oneLine));
            atLineEnd = oneLine && count > 0 && target[offset + count - 1] == '\n';
            return count;
        } finally {
            turn.unlock();
        }
    }

    /** Returns 0 at the end of a line, so that a reader around this stream asks for no more than it needs. */
    @Override
    public int available() {
        if (!turn.tryLock()) {
            return 0;
        }
        try {
            return atLineEnd ? 0 : session.available(oneLine);
        } finally {
            turn.unlock();
        }
    }
}

package dev.patchbay.api.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session's output. What the reading thread writes is gathered, because that thread comes back to send it before it waits.
 * What other threads write goes to the host at once.
 */
final class SessionOutput extends OutputStream {

    private static final int FIRST_SIZE = 512;
    private static final int MOST = 8 * 1024;

    /** The most bytes that one call hands to the host, which waits between two calls if the client does not read. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final StreamSession session;

    /** Held for the duration of a write, which may wait for the client. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Guarded by the turn. */
    private byte[] buffer = {};

    /** How many bytes of the buffer are used. Written under the turn, by a thread that has begun a message or flushes. */
    private volatile int gathered;

    /** Whether the stream was closed. Guarded by the turn. */
    private boolean closed;

    SessionOutput(StreamSession session) {
        this.session = session;
    }

    /** Returns whether nothing is gathered. For any thread. */
    boolean isEmpty() {
        return gathered == 0;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        turn.lock();
        try {
            if (closed) {
                throw new IOException("the output stream is closed");
            }
            session.beginWriting();
            boolean gathers = length < MOST && session.isReadByThisThread();
            if (!gathers || length > MOST - gathered) {
                sendGathered();
            }
            if (gathers) {
                gather(source, offset, length);
            } else {
                send(source, offset, length);
            }
        } finally {
            turn.unlock();
        }
    }

    private void gather(byte[] source, int offset, int length) {
        int total = gathered + length;
        if (total > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(MOST, Math.max(FIRST_SIZE, 2 * total)));
        }
        System.arraycopy(source, offset, buffer, gathered, length);
        gathered = total;
    }

    /** Sends what is gathered. A session that is over has nothing to send. */
    @Override
    public void flush() throws IOException {
        turn.lock();
        try {
            sendGathered();
        } finally {
            turn.unlock();
        }
        session.flushed();
    }

    /** Sends what is gathered and ends the output. */
    @Override
    public void close() throws IOException {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                sendGathered();
                session.endOutput();
            }
        } finally {
            turn.unlock();
        }
    }

    private void sendGathered() throws IOException {
        int length = gathered;
        if (length > 0) {
            send(buffer, 0, length);
            gathered = 0;
        }
    }

    private void send(byte[] source, int offset, int length) throws IOException {
        for (int sent = 0; sent < length; ) {
            int next = Math.min(MOST_AT_ONCE, length - sent);
            session.send(ByteBuffer.wrap(source, offset + sent, next));
            sent += next;
        }
    }
}

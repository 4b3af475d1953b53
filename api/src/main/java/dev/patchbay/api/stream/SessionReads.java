package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The way of bytes from the host to the reads of a session. Guarded by the session's lock; the methods for streams take it. */
final class SessionReads {

    private final ConnContext conn;
    private final SessionState state;
    private final SessionOutput output;
    private final SessionLock lock;

    /** Whether bytes are consumed when a read has them. If not, the host keeps them until a later read waits. */
    private final boolean consumesAtOnce;

    private final UnreadInput unread = new UnreadInput();

    /** The read that waits, or null. */
    private ReadRequest waiting;

    /** Whether the host was asked to present no more for now. */
    private boolean paused;

    /** Whether the client has sent its last byte, and all were presented. */
    private boolean ended;

    SessionReads(ConnContext conn, SessionState state, SessionOutput output, SessionLock lock, boolean consumesAtOnce) {
        this.conn = conn;
        this.state = state;
        this.output = output;
        this.lock = lock;
        this.consumesAtOnce = consumesAtOnce;
    }

    // ---- for the state, with the lock

    /** Has the host drop what was read. In {@code received}. */
    void consume(ByteBuffer in) {
        unread.consume(in);
    }

    /** Serves the read that waits, and copies what is left. In {@code received}. */
    void present(ByteBuffer in) {
        if (consumesAtOnce && waiting != null && waiting.count() == 0 && unread.isEmpty()) {
            waiting.fill(in);
            state.beginMessage();
        }
        unread.copy(in);
        lock.changed();
        if (in.hasRemaining()) {
            // With the lock: a session that has read all of it resumes.
            paused = true;
            conn.pauseInput();
        }
    }

    /** Has the host present everything that it keeps, and read on. */
    void resume() {
        paused = false;
        lock.afterwards(conn::resumeInput);
    }

    void end() {
        ended = true;
        lock.changed();
    }

    /** Leaves what was not read to the host. */
    void leaveRest() {
        unread.leave();
    }

    boolean isEnded() {
        return ended;
    }

    /** Returns whether everything that was presented was read. */
    boolean isUsedUp() {
        return unread.isEmpty();
    }

    /** Returns whether the host keeps no byte that was read. */
    boolean isInStep() {
        return unread.isInStep();
    }

    boolean isWaiting() {
        return waiting != null;
    }

    boolean isWaiting(Thread thread) {
        return waiting != null && waiting.thread == thread;
    }

    // ---- for streams

    int available(boolean oneLine) {
        lock.lock();
        try {
            return state.isCut() ? 0 : unread.available(oneLine);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of bytes read, or -1 at the end of input. Waits if there are none, after sending the output. */
    int read(ReadRequest request, long timeoutNanos) throws IOException {
        while (true) {
            boolean flushes;
            lock.lock();
            try {
                flushes = request.count() == 0 && !output.isEmpty() && (unread.isEmpty() || state.waitsForOutput());
                if (!flushes && request.count() == 0 && !serveOrWait(request)) {
                    return -1;
                }
                // With the lock: a callback that fills the request has filled it whole.
                if (request.count() > 0) {
                    return request.count();
                }
            } finally {
                lock.unlock();
            }
            if (flushes) {
                output.flush();
            } else {
                await(request, timeoutNanos);
            }
        }
    }

    /** Serves a read, or has it wait; returns false at the end of input. */
    private boolean serveOrWait(ReadRequest request) throws SessionEndedException {
        state.leaveIfWanted();
        if (state.isCut()) {
            throw state.end().exception();
        }
        if (!unread.isEmpty()) {
            state.beginMessage();
            unread.take(request);
        } else if (ended) {
            return false;
        } else {
            waiting = request;
            if (paused) {
                resume();
            }
            state.waitingBegins();
        }
        return true;
    }

    private void await(ReadRequest request, long timeoutNanos) throws IOException {
        lock.lock();
        try {
            long left = timeoutNanos;
            while (request.count() == 0 && !state.end().isSet() && !ended && unread.isEmpty()) {
                if (timeoutNanos == 0) {
                    lock.await();
                } else if (left > 0) {
                    left = lock.await(left);
                } else {
                    throw new SocketTimeoutException("the client of " + conn + " has sent nothing for "
                            + Duration.ofNanos(timeoutNanos).toMillis() + " ms, the read timeout of the session");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (request.count() == 0) {
                throw state.isCut()
                        ? state.end().exception()
                        : new InterruptedIOException("interrupted in a read of " + conn);
            }
        } finally {
            waiting = null;
            lock.unlock();
        }
    }
}

package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/** One call of {@link StreamHandler#serve}, with its thread and its streams. */
final class StreamSession implements StreamConnection, Runnable {

    /** How many causes of an exception are searched for the end of the session. */
    private static final int MAX_CAUSES = 16;

    private final StreamHandler handler;
    private final ConnContext conn;
    private final SessionOutput output = new SessionOutput(this);
    private final SessionInput input;
    private final SessionInput lineInput;
    private final SessionState state;

    /** The thread that has read last, or null. Written by that thread. */
    private volatile Thread reader;

    private volatile long readTimeoutNanos;

    /** Creates a session that has not begun. Called in {@code opened}. */
    StreamSession(StreamHandler handler, ConnContext conn, boolean consumesAtOnce) {
        this.handler = handler;
        this.conn = conn;
        this.state = new SessionState(conn, output, consumesAtOnce);
        ReentrantLock turn = new ReentrantLock();
        this.input = new SessionInput(this, turn, false);
        this.lineInput = new SessionInput(this, turn, true);
    }

    SessionState state() {
        return state;
    }

    // ---- the thread

    @Override
    public void run() {
        Thread.currentThread().setName("patchbay-stream-" + conn.server() + "-" + conn.id());
        if (state.begin()) {
            serve();
        }
    }

    private void serve() {
        Throwable thrown = null;
        try {
            handler.serve(this);
            output.flush();
        } catch (Throwable t) {
            thrown = t;
            flushQuietly();
        }
        Throwable failure = thrown == null || isCausedByEnd(thrown) ? null : thrown;
        boolean settled = state.finish(failure);
        // An interrupt of the session must not reach the next one on this thread. None can come any more.
        Thread.interrupted();
        reader = null;
        if (!settled) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, failure);
        }
    }

    /** Sends what was written before a failure. */
    private void flushQuietly() {
        try {
            output.flush();
        } catch (IOException ended) {
            return;
        }
    }

    /** Returns whether the end of the session has caused the exception, so that the handler has not failed. */
    private boolean isCausedByEnd(Throwable thrown) {
        boolean over = state.end().isSet() || !conn.isOpen();
        if (over && thrown instanceof IOException) {
            return true;
        }
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof SessionEndedException || over && isInterrupt(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isInterrupt(Throwable cause) {
        return cause instanceof InterruptedException
                || cause instanceof InterruptedIOException
                || cause instanceof ClosedByInterruptException
                || cause instanceof CancellationException;
    }

    // ---- for the streams

    int read(ReadRequest request) throws IOException {
        reader = Thread.currentThread();
        return state.reads().read(request, readTimeoutNanos);
    }

    int available(boolean oneLine) {
        return state.reads().available(oneLine);
    }

    boolean isReadByThisThread() {
        return reader == Thread.currentThread();
    }

    void beginWriting() throws IOException {
        state.beginWriting();
    }

    /** Sends bytes; waits while the client does not read. */
    void send(ByteBuffer data) throws IOException {
        if (state.end().isSet() || !conn.isOpen()) {
            throw state.end().exception();
        }
        try {
            conn.write(data);
        } catch (ConnectionEndedException e) {
            throw new SessionEndedException(conn.server(), conn.id(), e.reason());
        } catch (CancellationException interrupted) {
            if (state.end().isSet()) {
                throw state.end().exception();
            }
            throw new InterruptedIOException("interrupted while the client of " + conn + " did not read");
        } catch (IllegalStateException released) {
            throw state.end().exception();
        }
    }

    void flushed() {
        state.flushed();
    }

    /** Ends the output, unless it belongs to another handler, or will at once. */
    void endOutput() {
        try {
            // The end of the output is a part of the message: a swap does not come before it from now on.
            beginWriting();
            conn.endOutput();
        } catch (IOException | IllegalStateException over) {
            return;
        }
    }

    // ---- for the handler

    @Override
    public ConnContext context() {
        return conn;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public InputStream lineInput() {
        return lineInput;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void boundary() throws IOException {
        state.boundary();
    }

    @Override
    public boolean isHandOverWanted() {
        return state.isHandOverWanted() || conn.isDraining();
    }

    @Override
    public void readTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a read timeout of " + timeout + ": use zero for none, or more");
        }
        readTimeoutNanos = timeout.toNanos();
    }
}

package dev.patchbay.web;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.web.http.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A connection of a Patchbay server. */
final class StreamLink implements Link {

    private final StreamConnection conn;
    private final CompletionStage<Void> end;
    private final OutputStream output;

    /**
     * Creates a link.
     *
     * @param end      completes when the client has gone, or the handler is no longer in charge
     * @param patience how long the client may take to read what is written at once
     */
    StreamLink(StreamConnection conn, CompletionStage<Void> end, Duration patience) {
        this.conn = conn;
        this.end = end;
        this.output = new ImpatientOutput(conn.context(), conn.output(), patience);
    }

    @Override
    public InputStream input() {
        return conn.lineInput();
    }

    @Override
    public boolean hasInput() throws IOException {
        // The other stream tells nothing beyond a line end.
        return conn.input().available() > 0;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void boundary() throws IOException {
        conn.boundary();
    }

    @Override
    public void readTimeout(Duration timeout) {
        // Between two requests, idle.timeout of the server applies.
        conn.readTimeout(timeout);
    }

    @Override
    public boolean isEndWanted() {
        return conn.isHandOverWanted();
    }

    @Override
    public boolean isDraining() {
        return conn.context().isDraining();
    }

    @Override
    public void whenEnded(Runnable action) {
        end.thenRun(action);
    }

    @Override
    public String server() {
        return conn.context().server();
    }

    @Override
    public PeerCredentials peer() {
        return conn.context().peer();
    }

    /** An output whose client has to read within a limit what is written at once, or loses its connection. */
    private static final class ImpatientOutput extends OutputStream {

        private static final int AT_ONCE = 64 * 1024;

        /** From this size on, the stream below sends what it has gathered in a call of its own, which may wait as well. */
        private static final int NOT_GATHERED = 8 * 1024;

        private final ConnContext context;
        private final OutputStream output;
        private final Duration patience;

        ImpatientOutput(ConnContext context, OutputStream output, Duration patience) {
            this.context = context;
            this.output = output;
            this.patience = patience;
        }

        @Override
        public void write(int b) throws IOException {
            output.write(b);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            for (int written = 0; written < length; ) {
                int next = Math.min(AT_ONCE, length - written);
                int from = offset + written;
                if (next >= NOT_GATHERED) {
                    flush();
                }
                patiently(() -> output.write(source, from, next));
                written += next;
            }
        }

        @Override
        public void flush() throws IOException {
            patiently(output::flush);
        }

        @Override
        public void close() throws IOException {
            patiently(output::close);
        }

        private void patiently(Write write) throws IOException {
            if (context.isWritable()) {
                // It does not wait.
                write.run();
                return;
            }
            ConnContext.Timer end;
            try {
                end = context.after(patience, context::abort);
            } catch (IllegalStateException released) {
                throw new IOException("another handler has the connection", released);
            }
            try {
                write.run();
            } finally {
                end.cancel();
            }
        }
    }

    /** A part of an answer. */
    private interface Write {

        void run() throws IOException;
    }
}

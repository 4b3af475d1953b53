package dev.patchbay.web.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body in chunks: each write is one, and is sent at once. Its close sends the last one; the connection stays open. */
final class Chunks extends OutputStream {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST = {'0', '\r', '\n', '\r', '\n'};

    private final OutputStream output;
    private boolean closed;

    Chunks(OutputStream output) {
        this.output = output;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length > 0) {
            output.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            output.write(source, offset, length);
            output.write(LINE_END);
            output.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            output.write(LAST);
            output.flush();
        }
    }
}

package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers each line with its length. Tests build a bundle from it. */
public final class LineHandler implements Handler {

    private static final int LIMIT = 4_096;

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        for (ByteBuffer line = Frames.line(in, LIMIT); line != null; line = Frames.line(in, LIMIT)) {
            conn.write(StandardCharsets.US_ASCII.encode(line.remaining() + "\n"));
        }
    }
}

package dev.patchbay.itests.plugin;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes each line as the name of a FIFO, reads the FIFO to its end, and answers with its content. So a request takes as
 * long as the test wants. Tests build a bundle from it.
 */
public final class ErrandHandler implements Handler {

    private static final int LIMIT = 4_096;

    @Override
    public void received(ConnContext conn, ByteBuffer in) throws IOException {
        ByteBuffer line = Frames.line(in, LIMIT);
        if (line != null) {
            Path fifo = Path.of(StandardCharsets.UTF_8.decode(line).toString());
            conn.write(ByteBuffer.wrap(Files.readAllBytes(fifo)));
        }
    }
}

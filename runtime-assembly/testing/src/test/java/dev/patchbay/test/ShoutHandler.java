package dev.patchbay.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerProperties;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Greets, and answers each line with the line in capitals: the template of the distribution. */
@HandlerProperties(name = "shout")
final class ShoutHandler implements Handler {

    @Override
    public void opened(ConnContext conn) {
        if (conn.previousHandler().isEmpty()) {
            conn.write(ByteBuffer.wrap("hello\n".getBytes(UTF_8)));
        }
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        ByteBuffer line;
        while ((line = Frames.line(conn, in, 8192)) != null) {
            String text = UTF_8.decode(line).toString();
            conn.write(ByteBuffer.wrap((text.toUpperCase(Locale.ROOT) + "\n").getBytes(UTF_8)));
        }
    }
}

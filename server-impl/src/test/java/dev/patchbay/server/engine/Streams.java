package dev.patchbay.server.engine;

import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Stream handlers that several tests use. */
final class Streams {

    private Streams() {}

    /** What a session does. */
    interface Loop {
        void serve(StreamConnection conn) throws Exception;
    }

    static StreamHandler handler(Loop loop) {
        return new StreamHandler() {
            @Override
            protected void serve(StreamConnection conn) throws Exception {
                loop.serve(conn);
            }
        };
    }

    /** Answers each line with its own name and the line, as {@link Handlers.Named} does. */
    static StreamHandler lines(String name) {
        return handler(conn -> {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(conn.lineInput(), StandardCharsets.ISO_8859_1));
            conn.boundary();
            for (String line; (line = lines.readLine()) != null; conn.boundary()) {
                write(conn, name + ":" + line + "\n");
            }
        });
    }

    static StreamHandler copy() {
        return handler(conn -> conn.input().transferTo(conn.output()));
    }

    static void write(StreamConnection conn, String text) throws IOException {
        conn.output().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

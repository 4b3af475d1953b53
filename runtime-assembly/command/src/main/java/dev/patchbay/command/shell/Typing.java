package dev.patchbay.command.shell;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Passes what is typed on to a shell, through a connection of its own. */
final class Typing {

    private static final int PIECE = 16 * 1024;

    private final Host host;
    private final Object session;
    private final boolean terminal;

    /**
     * Creates a typist.
     *
     * @param terminal whether a person waits for each key, so that a host that does not answer is given up
     */
    Typing(Host host, Object session, boolean terminal) {
        this.host = host;
        this.session = session;
        this.terminal = terminal;
    }

    /** Passes text on. */
    synchronized void type(String text) throws CommandFailure {
        if (terminal) {
            host.call("patchbay.shellInput", "session", session, "text", text);
        } else {
            host.waitFor("patchbay.shellInput", "session", session, "text", text);
        }
    }

    /** Ends the input. */
    synchronized void end() throws CommandFailure {
        host.call("patchbay.shellInput", "session", session);
    }

    synchronized void resize(int rows, int columns) throws CommandFailure {
        host.call("patchbay.shellResize", "session", session, "columns", columns, "rows", rows);
    }

    /** Passes on what comes from an input, up to its end. */
    void typeAll(InputStream input) throws CommandFailure {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(PIECE);
        CharBuffer text = CharBuffer.allocate(PIECE + 1);
        try {
            int read = input.read(bytes.array(), bytes.position(), bytes.remaining());
            while (read >= 0) {
                bytes.position(bytes.position() + read).flip();
                decoder.decode(bytes, text, false);
                bytes.compact();
                if (text.flip().hasRemaining()) {
                    type(text.toString());
                }
                text.clear();
                read = input.read(bytes.array(), bytes.position(), bytes.remaining());
            }
        } catch (IOException e) {
            // As at its end.
        }
        end();
    }
}

package dev.patchbay.shell.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Runs the lines of an input that is no terminal. Commands may read the rest of it themselves. */
final class ScriptConsole {

    private ScriptConsole() {}

    /** Runs lines up to the end of the input. */
    static void run(InputStream input, Lines lines) throws IOException {
        for (String line = line(input); line != null; line = line(input)) {
            lines.run(line);
            if (lines.exited()) {
                return;
            }
        }
        lines.finish();
    }

    /** Returns the next line; null at the end. Reads no byte after it. */
    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

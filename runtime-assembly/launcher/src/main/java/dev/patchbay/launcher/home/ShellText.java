package dev.patchbay.launcher.home;

import java.nio.file.Path;

/** Paths in messages, for people and for their shell. */
final class ShellText {

    private ShellText() {}

    /** Returns a path without control characters, which could change what the terminal shows. */
    static String printable(Path path) {
        return path.toString().replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns a path as one word of a shell command. */
    static String quoted(Path path) {
        return "'" + printable(path).replace("'", "'\\''") + "'";
    }
}

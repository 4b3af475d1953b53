package dev.patchbay.server.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** The mode of a socket file: {@code 0660}, {@code 660} or {@code rw-rw----}. */
final class SocketMode {

    private SocketMode() {}

    static int parse(String text) {
        if (text.matches("0?[0-7]{3}")) {
            return Integer.parseInt(text, 8);
        }
        if (text.matches("([r-][w-][x-]){3}")) {
            int mode = 0;
            for (PosixFilePermission permission : PosixFilePermissions.fromString(text)) {
                // The constants stand in the order of the bits, that of the owner's reading first.
                mode |= 0400 >> permission.ordinal();
            }
            return mode;
        }
        throw new IllegalArgumentException(
                "is not a file mode; write three octal digits, such as 0600 or 660, or letters: rw-rw----");
    }

    /**
     * Refuses a number: in it, the octal 0640 of a program is 416, the 640 of a file is decimal, and nobody can know which
     * one it was.
     */
    static void refuseNumber(Object value) {
        if (value instanceof Number) {
            throw new IllegalArgumentException(
                    "is a number, which may have been meant octal or decimal; write the mode as text, such as \"0640\"");
        }
    }
}

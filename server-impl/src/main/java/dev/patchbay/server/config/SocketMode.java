package dev.patchbay.server.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** Reads and writes the mode of a socket file: {@code 0660}, {@code 660} or {@code rw-rw----}. */
final class SocketMode {

    private SocketMode() {}

    static int parse(String text) {
        if (text.matches("0?[0-7]{3}")) {
            return Integer.parseInt(text, 8);
        }
        if (text.matches("([r-][w-][x-]){3}")) {
            int mode = 0;
            for (PosixFilePermission permission : PosixFilePermissions.fromString(text)) {
                // The constants are in the order of the bits; the first is the owner's permission to read.
                mode |= 0400 >> permission.ordinal();
            }
            return mode;
        }
        throw new IllegalArgumentException(
                "is not a file mode; write three octal digits, such as 0600 or 660, or letters: rw-rw----");
    }

    /** Writes the mode as octal digits: {@code 0660}. */
    static String format(int mode) {
        return String.format(Locale.ROOT, "0%03o", mode);
    }

    /**
     * Refuses a number. The octal literal 0640 of a program is 416 and the 640 of a file is decimal, so a number does not say
     * which mode was meant.
     */
    static void refuseNumber(Object value) {
        if (Values.single(value) instanceof Number) {
            throw new IllegalArgumentException(
                    "is a number, which may have been meant octal or decimal; write the mode as text, such as \"0640\"");
        }
    }
}

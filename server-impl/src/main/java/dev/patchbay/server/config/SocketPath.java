package dev.patchbay.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The value of {@code socket.path}: an absolute path, {@code @} and an abstract name, or {@code systemd:} and the name of an
 * inherited socket.
 */
public final class SocketPath {

    /** How many bytes fit in {@code sun_path} besides the terminating zero (unix(7)). */
    public static final int MAX_BYTES = 107;

    private SocketPath() {}

    static String parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "is missing; write the absolute path of the socket file, or @name, or systemd:NAME");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("contains a control character; write a path without one");
        }
        if (text.startsWith("systemd:")) {
            return inherited(text);
        }
        boolean isAbstract = text.startsWith("@");
        int bytes = text.getBytes(StandardCharsets.UTF_8).length - (isAbstract ? 1 : 0);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("has " + bytes + " bytes" + (isAbstract ? " after the @" : "")
                    + ", but the kernel allows " + MAX_BYTES + "; choose a shorter path");
        }
        return isAbstract ? abstractName(text) : file(text);
    }

    /** The path is not normalized: where a directory is a link, the kernel does not go back to where the link is. */
    private static String file(String text) {
        try {
            if (Path.of(text).isAbsolute()) {
                checkName(text);
                return notEndingInSpace(text);
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
        throw new IllegalArgumentException(
                "is not the absolute path of a file; write one that begins with /, or @name, or systemd:NAME");
    }

    private static void checkName(String text) {
        if (List.of("", ".", "..").contains(text.substring(text.lastIndexOf('/') + 1))) {
            throw new IllegalArgumentException(
                    "is the path of a directory; write that of a file in it, one that begins with / and ends in a name");
        }
    }

    /** White space at the end of a value does not count, so no configuration could name a path that ends in it. */
    private static String notEndingInSpace(String path) {
        if (!path.equals(path.strip())) {
            throw new IllegalArgumentException("ends in white space; choose another path");
        }
        return path;
    }

    private static String inherited(String text) {
        if (!text.matches("systemd:[!-9;-~]([ -9;-~]{0,253}[!-9;-~])?")) {
            throw new IllegalArgumentException("does not name an inherited socket; write systemd: and the socket unit's"
                    + " FileDescriptorName, up to 255 ASCII characters without a colon");
        }
        return text;
    }

    private static String abstractName(String text) {
        if (text.length() == 1) {
            throw new IllegalArgumentException("has no name after the @; write @ and a name");
        }
        return text;
    }
}

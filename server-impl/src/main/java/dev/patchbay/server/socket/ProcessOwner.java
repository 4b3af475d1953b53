package dev.patchbay.server.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The user that this process is for the file system. May be used by any thread. */
final class ProcessOwner {

    private static final int ROOT = 0;

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessOwner() {}

    /** Returns the effective uid, as an int whose sign has no meaning. */
    static int uid() throws IOException {
        try {
            return fromStatus(Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException thisIsNotLinux) {
            Path file = Files.createTempFile("patchbay", null);
            try {
                return FileFacts.of(file).uid();
            } finally {
                Files.delete(file);
            }
        }
    }

    /** Returns whether a file of this owner can be changed by nobody but this process's user and root. */
    static boolean isTrusted(int owner, int uid) {
        return owner == ROOT || owner == uid;
    }

    /** The line has four numbers: the real, the effective, the saved uid, and that for the file system (proc(5)). */
    private static int fromStatus(List<String> lines) throws IOException {
        for (String line : lines) {
            if (line.startsWith("Uid:")) {
                return Integer.parseUnsignedInt(line.strip().split("\\s+")[4]);
            }
        }
        throw new IOException(STATUS + " does not name the user of this process");
    }
}

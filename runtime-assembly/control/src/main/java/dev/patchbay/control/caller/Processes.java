package dev.patchbay.control.caller;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names of processes. All methods may be called from any thread. */
public final class Processes {

    private Processes() {}

    /**
     * Returns the name of a process; null if it has ended. A number that another user's process has by now names nothing.
     *
     * @param uid the user that the process had
     */
    public static String name(long pid, long uid) {
        if (pid == PeerCredentials.UNKNOWN) {
            return null;
        }
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            if (Files.isDirectory(folder)) {
                boolean isTheSame = Files.getAttribute(folder, "unix:uid").equals((int) uid);
                return isTheSame
                        ? Line.of(Files.readString(folder.resolve("comm")).strip())
                        : null;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // It has ended just now, or hides its name.
            return null;
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(command -> Line.of(String.valueOf(Path.of(command).getFileName())))
                .orElse(null);
    }
}

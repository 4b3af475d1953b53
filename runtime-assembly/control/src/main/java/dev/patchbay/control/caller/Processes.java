package dev.patchbay.control.caller;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The names of processes. All methods may be called from any thread. */
public final class Processes {

    /** How inexact the time at which a process started is. */
    private static final Duration INEXACT = Duration.ofSeconds(2);

    private Processes() {}

    /** Returns the name that {@link #name(long, long)} does; null if that process has started only after this time. */
    public static String name(long pid, long uid, Instant time) {
        boolean younger = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> start.isAfter(time.plus(INEXACT)))
                .isPresent();
        return younger ? null : name(pid, uid);
    }

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

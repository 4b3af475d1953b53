package dev.patchbay.control.caller;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of users. Java looks up a name only for the owner of a file, so the folder of the user's process in {@code
 * /proc} is asked first; for a process that has ended, {@code /etc/passwd} is. Used by one thread, for one answer: names
 * that were found are kept.
 */
public final class Users {

    private final Path processes;
    private final Path accounts;
    private final Map<Long, String> names = new HashMap<>();

    /** Creates a finder that knows nothing yet. */
    public Users() {
        this(Path.of("/proc"), Path.of("/etc/passwd"));
    }

    /** Looks elsewhere; for tests. */
    Users(Path processes, Path accounts) {
        this.processes = processes;
        this.accounts = accounts;
    }

    /** Returns a number of the kernel; null if it is not known. */
    public static Long known(long number) {
        return number == PeerCredentials.UNKNOWN ? null : number;
    }

    /**
     * Returns the name of a user; the number if it has no name, and null if the kernel does not report the user.
     *
     * @param pid a process that is or was the user's
     */
    public String name(long uid, long pid) {
        return uid == PeerCredentials.UNKNOWN ? null : names.computeIfAbsent(uid, number -> find(number, pid));
    }

    private String find(long uid, long pid) {
        Path process = processes.resolve(Long.toString(pid));
        try {
            if (Files.getAttribute(process, "unix:uid").equals((int) uid)) {
                return Line.of(Files.getOwner(process).getName());
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // The process has ended, or the system has no such folder.
        }
        return inAccounts(Long.toString(uid));
    }

    private String inAccounts(String uid) {
        try {
            List<String> lines = Files.readAllLines(accounts, StandardCharsets.ISO_8859_1);
            for (String line : lines) {
                String[] fields = line.split(":");
                if (fields.length > 2 && fields[2].equals(uid)) {
                    return Line.of(fields[0]);
                }
            }
        } catch (IOException e) {
            // The number is better than nothing.
        }
        return uid;
    }
}

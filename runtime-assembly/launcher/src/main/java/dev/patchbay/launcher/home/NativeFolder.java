package dev.patchbay.launcher.home;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that junixsocket copies its native library to before it loads it. By default that is the temporary folder
 * of the system, which may be read-only or mounted with {@code noexec}, so that the library cannot be loaded. Therefore
 * {@code cache/native} is used if it can be, and the temporary folder only if not.
 */
public final class NativeFolder {

    /** The system property of junixsocket for the folder. */
    static final String PROPERTY = "org.newsclub.net.unix.library.tmpdir";

    private NativeFolder() {}

    /**
     * Sets the system property, unless the user has set it. Deletes the libraries of earlier processes.
     *
     * @param home a home that is prepared and locked
     * @throws LaunchFailure with {@link ExitStatus#CANNOT_CREATE} if no folder can be used
     */
    public static void choose(Home home) throws LaunchFailure {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        Path own = home.cache().resolve("native");
        List<Path> candidates = List.of(own, Path.of(System.getProperty("java.io.tmpdir")));
        empty(own);
        for (Path candidate : candidates) {
            if (canRunFrom(candidate)) {
                System.setProperty(PROPERTY, candidate.toString());
                return;
            }
        }
        throw new LaunchFailure(
                ExitStatus.CANNOT_CREATE,
                "cannot load the native library of the sockets from any of " + candidates
                        + ": each is read-only, full, or mounted with noexec; name another folder with JAVA_OPTS=-D"
                        + PROPERTY + "=DIR");
    }

    private static void empty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            // Then the folder may not be usable, which the check finds out.
        }
    }

    /** Returns whether a file can be created in a folder and run. On a noexec mount no file is executable. */
    private static boolean canRunFrom(Path folder) {
        try {
            Path probe = Files.createTempFile(
                    folder,
                    "patchbay",
                    ".probe",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Files.writeString(probe, "x");
                return Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}

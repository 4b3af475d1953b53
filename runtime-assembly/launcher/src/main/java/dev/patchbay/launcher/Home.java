package dev.patchbay.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory that one running Patchbay calls its own: configurations, plugins, sockets, log and cache.
 *
 * <p>What is missing is made; what exists keeps its mode and content. New directories get these modes:
 *
 * <ul>
 *   <li>{@code conf} and {@code plugins} 0750: what is written there is run.
 *   <li>{@code run} 0711: anybody may walk through to a socket that he knows, so that the socket's own mode and group
 *       decide; nobody else may list it or put anything there.
 *   <li>{@code log} 0750 and {@code cache} 0700.
 *   <li>The home itself 0755, and files in {@code conf} 0640, or less if the umask says so.
 * </ul>
 *
 * @param directory the directory, absolute
 */
public record Home(Path directory) {

    /**
     * Makes what is missing.
     *
     * <p>The configurations of the distribution are copied only together with {@code conf} itself: one that was deleted
     * does not come back. {@code logback.xml} is needed, and always comes back.
     *
     * @throws LaunchFailure with {@link ExitStatus#CANNOT_CREATE}, naming the path; what had been made by then stays
     */
    public void prepare(Path distribution) throws LaunchFailure {
        try {
            Files.createDirectories(directory, attribute("rwxr-xr-x"));
            boolean first = make(conf(), "rwxr-x---");
            copyDefaults(distribution.resolve("conf"), first);
            make(plugins(), "rwxr-x---");
            make(run(), "rwx--x--x");
            make(log(), "rwxr-x---");
            make(cache(), "rwx------");
        } catch (FileSystemException e) {
            throw failure(e.getFile() + ": " + reason(e), e);
        } catch (IOException e) {
            throw failure(e.getMessage(), e);
        }
    }

    /** Returns the folder of the configurations. */
    public Path conf() {
        return directory.resolve("conf");
    }

    /** Returns the folder where plugin bundles are dropped. */
    public Path plugins() {
        return directory.resolve("plugins");
    }

    /** Returns the folder of the sockets and of the lock. */
    public Path run() {
        return directory.resolve("run");
    }

    /** Returns the folder of the log files. */
    public Path log() {
        return directory.resolve("log");
    }

    /** Returns the folder that may be deleted whenever nothing runs. */
    public Path cache() {
        return directory.resolve("cache");
    }

    private static boolean make(Path folder, String mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return false;
        }
        FileAttribute<Set<PosixFilePermission>> permissions = attribute(mode);
        Files.createDirectory(folder, permissions);
        // The umask may have taken away what run/ needs.
        Files.setPosixFilePermissions(folder, permissions.value());
        return true;
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private void copyDefaults(Path defaults, boolean all) throws IOException {
        if (Files.isDirectory(defaults) && !Files.isSameFile(defaults, conf())) {
            for (Path file : list(defaults)) {
                Path target = conf().resolve(file.getFileName());
                if ((all || target.endsWith("logback.xml")) && Files.notExists(target)) {
                    Files.createFile(target, attribute("rw-r-----"));
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String reason(FileSystemException e) {
        return e.getReason() != null ? e.getReason() : e.getClass().getSimpleName();
    }

    private LaunchFailure failure(String what, IOException cause) {
        return new LaunchFailure(
                ExitStatus.CANNOT_CREATE,
                "cannot prepare home " + directory + ": " + what + "; name a directory you can write with --home",
                cause);
    }
}

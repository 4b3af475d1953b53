package dev.patchbay.launcher.home;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
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
 * The home directory of one Patchbay process. It contains the configurations, plugins, sockets, log files and cache.
 *
 * <p>Missing folders are created. Existing ones keep their mode and content. New folders have these modes:
 *
 * <ul>
 *   <li>{@code conf} and {@code plugins} 0750, because their content determines what the process runs.
 *   <li>{@code run} 0711. Every user can open a socket in it by name, so that the mode and group of the socket decide
 *       who may connect. Only the owner can list the folder or create files in it.
 *   <li>{@code log} 0750 and {@code cache} 0700.
 *   <li>The home itself 0755, and files in {@code conf} 0640. The umask may remove permissions from these.
 * </ul>
 *
 * @param directory the absolute path of the home directory
 */
public record Home(Path directory) {

    /**
     * Creates the missing folders and files.
     *
     * <p>The configurations of the distribution are copied only when {@code conf} is created, so that a configuration
     * that the operator has deleted is not restored. {@code logback.xml} is required and is restored if it is missing.
     *
     * @param distribution the directory of the distribution
     * @throws LaunchFailure with {@link ExitStatus#CANNOT_CREATE} if a path cannot be created. The message names the
     *     path. What was created before is not removed
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

    /** Returns the folder that plugins are installed from. */
    public Path plugins() {
        return directory.resolve("plugins");
    }

    /** Returns the folder of the sockets and of the lock file. */
    public Path run() {
        return directory.resolve("run");
    }

    /** Returns the folder of the log files. */
    public Path log() {
        return directory.resolve("log");
    }

    /** Returns the folder of the cache, which may be deleted while no process uses the home. */
    public Path cache() {
        return directory.resolve("cache");
    }

    private static boolean make(Path folder, String mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return false;
        }
        FileAttribute<Set<PosixFilePermission>> permissions = attribute(mode);
        Files.createDirectory(folder, permissions);
        // The umask may have removed permissions, and run/ needs all of its own.
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
                "cannot prepare home " + directory + ": " + what
                        + "; choose a directory that this user can write to with --home",
                cause);
    }
}

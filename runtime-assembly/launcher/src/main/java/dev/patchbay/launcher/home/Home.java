package dev.patchbay.launcher.home;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The home directory of one Patchbay process. It contains the configurations, plugins, sockets, log files and cache.
 *
 * <p>Missing folders are created. Existing ones keep their mode and content. New folders have these modes:
 *
 * <ul>
 *   <li>{@code conf} and {@code plugins} 0750, because their content determines what the process runs.
 *   <li>{@code run} 0711. Every user can open a socket in it by name, so that the mode and group of the socket decide
 *       who may connect. Only the owner can list the folder or create files in it.
 *   <li>{@code log} 0750.
 *   <li>{@code cache} 0700, also if it exists, because the framework creates files in it with the default mode.
 *   <li>The home itself 0755, and files in {@code conf} 0640. The umask may remove permissions from these.
 * </ul>
 *
 * <p>A folder appears with its mode, and a file with its content, or not at all.
 *
 * @param directory the absolute path of the home directory
 */
public record Home(Path directory) {

    /**
     * Returns the absolute form of a path, without dots. Two dots after a symbolic link mean the folder that contains
     * what the link points to, as they do to the kernel.
     */
    public static Path absolute(Path path) {
        Path absolute = path.toAbsolutePath();
        Path result = absolute.getRoot();
        for (Path name : absolute) {
            if (name.toString().equals("..")) {
                result = parent(result);
            } else if (!name.toString().equals(".")) {
                result = result.resolve(name);
            }
        }
        return result;
    }

    private static Path parent(Path folder) {
        Path real = folder;
        try {
            real = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
        } catch (IOException e) {
            // A link to nothing: the kernel would not find the path at all.
        }
        return real.getParent() == null ? real : real.getParent();
    }

    /**
     * Creates the home directory and {@code run}, which contains the {@linkplain HomeLock lock}.
     *
     * @throws LaunchFailure as {@link #prepare} does
     */
    public void create() throws LaunchFailure {
        refuseUnusableNames();
        attempt(() -> {
            Files.createDirectories(directory, attribute("rwxr-xr-x"));
            make(run(), "rwx--x--x");
        });
    }

    /**
     * Creates the missing folders and files. The configurations of the distribution are copied to a {@code conf} that
     * is new, or whose first preparation was cut off; see {@link DefaultFiles}.
     *
     * @param distribution the directory of the distribution
     * @throws LaunchFailure with {@link ExitStatus#CANNOT_CREATE} if a path cannot be created, or if the path of the
     *     home contains a character that cannot be used. The message names the path. What was created before is not
     *     removed
     */
    public void prepare(Path distribution) throws LaunchFailure {
        create();
        attempt(() -> {
            make(conf(), "rwxr-x---");
            new DefaultFiles(distribution.resolve("conf"), conf()).copy();
            make(plugins(), "rwxr-x---");
            make(log(), "rwxr-x---");
            make(cache(), "rwx------");
            keepPrivate(cache());
        });
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

    /**
     * Refuses a path that Logback or the framework would read as something else: both replace variables, and Logback
     * takes a percent sign in the pattern of a file name for a conversion.
     *
     * @throws LaunchFailure with {@link ExitStatus#CANNOT_CREATE} if the path of the home contains such a character
     */
    public void refuseUnusableNames() throws LaunchFailure {
        String path = directory.toString();
        String unusable = null;
        if (path.contains("${")) {
            unusable = "${, which would be taken for the beginning of a variable";
        } else if (path.contains("%")) {
            unusable = "%, which would be taken for a placeholder in the names of the log files";
        } else if (path.contains("\\")) {
            unusable = "\\, which would be taken for an escape";
        } else if (path.chars().anyMatch(Character::isISOControl)) {
            unusable = "a control character, such as a line feed";
        }
        if (unusable != null) {
            throw failure("its path contains " + unusable, "choose another home with --home", null);
        }
    }

    private static void make(Path folder, String mode) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (Files.isSymbolicLink(folder)) {
            throw new FileSystemException(
                    folder.toString(),
                    null,
                    "it is a link to " + Files.readSymbolicLink(folder) + ", which is no folder");
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(folder.toString(), null, "it is not a folder");
        }
        FileAttribute<Set<PosixFilePermission>> permissions = attribute(mode);
        Path unfinished = folder.resolveSibling("." + folder.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createDirectory(unfinished, permissions);
        // The umask may have removed permissions, and run/ needs all of its own.
        Files.setPosixFilePermissions(unfinished, permissions.value());
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void keepPrivate(Path folder) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwx------");
        if (!Files.getPosixFilePermissions(folder).equals(permissions)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) throws LaunchFailure {
        try {
            step.run();
        } catch (FileSystemException e) {
            String reason = e.getReason() != null ? e.getReason() : e.getClass().getSimpleName();
            throw failure(e.getFile() + ": " + reason, ADVICE, e);
        } catch (IOException e) {
            throw failure(e.getMessage(), ADVICE, e);
        }
    }

    private static final String ADVICE =
            "put that right, or choose a directory that this user can write to with --home";

    private LaunchFailure failure(String what, String advice, IOException cause) {
        return new LaunchFailure(
                ExitStatus.CANNOT_CREATE, "cannot prepare home " + directory + ": " + what + "; " + advice, cause);
    }
}

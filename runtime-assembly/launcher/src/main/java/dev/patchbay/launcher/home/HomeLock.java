package dev.patchbay.launcher.home;

import com.sun.security.auth.module.UnixSystem;
import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lock of a home directory, held by the one process that may use it. It is a file lock on {@code
 * run/patchbay.lock}. The file contains the pid of the process. The operating system releases the lock when the process
 * ends in any way. The file is not removed.
 *
 * <p>A user who can open the file can lock it, and so keep Patchbay from starting. Therefore only its owner can read or
 * write the file, and a file that another user owns, or that is anything but a regular file with one name, is refused.
 */
public final class HomeLock implements Closeable {

    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

    private static final Set<OpenOption> OPEN = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a home directory.
     *
     * @return the lock, which is released when it is closed or garbage collected
     * @throws LaunchFailure with {@link ExitStatus#IN_USE} if another process holds the lock; the message names the
     *     process. With {@link ExitStatus#CANNOT_CREATE} if the file cannot be written, or is not a file of this user
     */
    public static HomeLock take(Home home) throws LaunchFailure {
        Path file = home.run().resolve("patchbay.lock");
        try {
            boolean wasOpen = makePrivate(file);
            Optional<FileChannel> locked = lock(file);
            if (locked.isEmpty() && wasOpen && !namesLiveProcess(file)) {
                // Another user opened the file while that was possible, and has locked it.
                Files.delete(file);
                locked = lock(file);
            }
            if (locked.isEmpty()) {
                throw inUse(home, file);
            }
            FileChannel channel = locked.get();
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new LaunchFailure(
                    ExitStatus.CANNOT_CREATE,
                    "cannot lock " + file + ": " + e + "; choose a directory that this user can write to with --home",
                    e);
        }
    }

    /**
     * Returns the process that holds the lock, without touching it; empty if none does, or if this user may not read that. Where the
     * system does not list its locks, the process that the file names is taken for the holder while it lives.
     */
    public static Optional<String> holder(Home home) {
        Path file = home.run().resolve("patchbay.lock");
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !namesLiveProcess(file)) {
                return Optional.empty();
            }
            String process = process(file);
            Path locks = Path.of("/proc/locks");
            if (Files.isReadable(locks)) {
                String entry = " " + process + " .*:" + Files.getAttribute(file, "unix:ino") + " .*";
                try (Stream<String> lines = Files.lines(locks)) {
                    return lines.anyMatch(line -> line.matches(".*" + entry)) ? Optional.of(process) : Optional.empty();
                }
            }
            return Optional.of(process);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Checks a lock file that exists already, and removes the permissions of other users, which an older version gave
     * them.
     *
     * @return whether other users could open the file
     */
    private static boolean makePrivate(Path file) throws IOException, LaunchFailure {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(file, Files.isSymbolicLink(file) ? "a symbolic link" : "not a regular file");
        }
        int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != (int) new UnixSystem().getUid()) {
            throw refused(file, "owned by the user " + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
        }
        if ((int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
            throw refused(file, "a hard link to a file that has other names");
        }
        if (Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(MODE)) {
            return false;
        }
        Files.setPosixFilePermissions(file, MODE);
        return true;
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, OPEN, PosixFilePermissions.asFileAttribute(MODE));
        if (locked(channel)) {
            return Optional.of(channel);
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean namesLiveProcess(Path file) throws IOException {
        String process = process(file);
        return process.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(process)).isPresent();
    }

    private static String process(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.read(content, 0);
        }
        return StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
    }

    private static LaunchFailure refused(Path file, String what) {
        return new LaunchFailure(
                ExitStatus.CANNOT_CREATE,
                "cannot lock " + file + ": it is " + what
                        + ", but has to be a file of this user with no other name; remove it, and Patchbay makes a new one");
    }

    private static LaunchFailure inUse(Home home, Path file) throws IOException {
        String process = process(file);
        return new LaunchFailure(
                ExitStatus.IN_USE,
                "home " + home.directory() + " is in use by process " + (process.isEmpty() ? "?" : process)
                        + " (it holds the lock on " + file
                        + "); stop that process, or choose another home with --home");
    }
}

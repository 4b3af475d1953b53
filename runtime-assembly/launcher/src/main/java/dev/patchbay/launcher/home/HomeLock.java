package dev.patchbay.launcher.home;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The lock of a home directory, held by the one process that may use it. It is a file lock on {@code
 * run/patchbay.lock}. The file contains the pid of the process. The operating system releases the lock when the process
 * ends in any way. The file is not removed.
 */
public final class HomeLock implements Closeable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a home directory.
     *
     * @return the lock, which is released when it is closed or garbage collected
     * @throws LaunchFailure with {@link ExitStatus#IN_USE} if another process holds the lock; the message names the
     *     process. With {@link ExitStatus#CANNOT_CREATE} if the file cannot be written
     */
    public static HomeLock take(Home home) throws LaunchFailure {
        Path file = home.run().resolve("patchbay.lock");
        try {
            // Not writable by other users, so that they cannot take an exclusive lock.
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            if (!locked(channel)) {
                throw inUse(home, file, channel);
            }
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

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static LaunchFailure inUse(Home home, Path file, FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        try (channel) {
            channel.read(content, 0);
        }
        String process =
                StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
        return new LaunchFailure(
                ExitStatus.IN_USE,
                "home " + home.directory() + " is in use by process " + (process.isEmpty() ? "?" : process)
                        + " (it holds the lock on " + file
                        + "); stop that process, or choose another home with --home");
    }
}

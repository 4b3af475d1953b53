package dev.patchbay.launcher;

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
 * The right to work in a home directory: a lock on {@code run/patchbay.lock}, which holds the process's number. The system
 * drops the lock when the process ends, however it ends; the file stays.
 */
final class HomeLock implements Closeable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or fails with {@link ExitStatus#IN_USE} naming the process that has it. */
    static HomeLock take(Home home) throws LaunchFailure {
        Path file = home.run().resolve("patchbay.lock");
        try {
            // Whoever may write to it could hold the lock for ever.
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
                    "cannot lock " + file + ": " + e + "; name a directory you can write with --home",
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
                        + " (it holds " + file + "); stop that one, or name another home with --home");
    }
}

package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The private directory beside a socket file. At most one server holds it at a time, by a lock on a file in it. The kernel
 * releases the lock when the process dies. Used by one thread at a time.
 */
final class PrivateDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * The directories that this process holds. The kernel's lock belongs to the process and is lost when any descriptor of the
     * file is closed, so no other code in this process may even open the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path held;
    private final FileChannel lockFile;
    private Path shortCut;

    private PrivateDirectory(Path directory, Path held, FileChannel lockFile) {
        this.directory = directory;
        this.held = held;
        this.lockFile = lockFile;
    }

    /**
     * Claims the private directory of a socket file, and removes what a crash may have left in it.
     *
     * @throws IOException if another server holds it, or it cannot be created
     */
    static PrivateDirectory claim(Path file) throws IOException {
        Path directory = file.resolveSibling("." + file.getFileName() + ".bay");
        Path held = file.getParent().toRealPath().resolve(directory.getFileName());
        if (!HELD.add(held)) {
            throw taken(file, "this process holds " + directory);
        }
        PrivateDirectory claimed = null;
        try {
            while (claimed == null) {
                claimed = tryClaim(directory, held, file);
            }
            Files.deleteIfExists(claimed.socket());
            Files.deleteIfExists(claimed.secondName());
            return claimed;
        } catch (IOException | RuntimeException e) {
            try {
                if (claimed != null) {
                    claimed.lockFile.close();
                }
            } finally {
                HELD.remove(held);
            }
            throw e;
        }
    }

    private static IOException taken(Path file, String why) {
        return new IOException("cannot make a socket at " + file + ": another server uses it (" + why
                + "); stop it or choose another path");
    }

    /** Returns the name to which the socket is bound. */
    Path socket() {
        return directory.resolve("s");
    }

    /** Returns a name for one more link to the socket. */
    Path secondName() {
        return directory.resolve("t");
    }

    /** Returns a name for the same file as {@link #socket} that is short enough for the kernel. */
    Path bindName() throws IOException {
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length <= SocketPath.MAX_BYTES) {
            return socket();
        }
        Path shortDirectory = Files.createTempDirectory("pb", OWNER_ONLY);
        shortCut = Files.createSymbolicLink(shortDirectory.resolve("d"), directory);
        return shortCut.resolve("s");
    }

    /** Removes the link that only the bind needed. */
    void removeShortCut() throws IOException {
        if (shortCut != null) {
            Files.deleteIfExists(shortCut);
            Files.deleteIfExists(shortCut.getParent());
        }
    }

    /** Releases the directory and removes it. Calls after the first have no effect. */
    @Override
    public void close() throws IOException {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(secondName());
            removeShortCut();
            // While the lock is held: a server that had opened the file before notices in tryClaim, and tries again.
            Files.deleteIfExists(directory.resolve("lock"));
        } finally {
            try {
                lockFile.close();
            } finally {
                HELD.remove(held);
            }
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException anotherServerHasIt) {
            return;
        }
    }

    /** Returns null if another server is just leaving, so that the caller has to try again. */
    private static PrivateDirectory tryClaim(Path directory, Path held, Path file) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            if (!isOurs(directory)) {
                return null;
            }
        }
        Path lock = directory.resolve("lock");
        FileChannel channel;
        Object inode;
        try {
            createIfMissing(lock);
            inode = inode(lock);
            channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        } catch (NoSuchFileException anotherServerIsLeaving) {
            return null;
        }
        try {
            if (!lock(channel)) {
                throw taken(file, "it holds " + lock);
            }
            if (inode.equals(inode(lock))) {
                return new PrivateDirectory(directory, held, channel);
            }
        } catch (NoSuchFileException anotherServerHasLeft) {
            channel.close();
            return null;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static void createIfMissing(Path lock) throws IOException {
        try {
            Files.createFile(lock);
        } catch (FileAlreadyExistsException leftByACrash) {
            return;
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Returns whether the directory exists and is private; throws if another user may have created it. */
    private static boolean isOurs(Path directory) throws IOException {
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        boolean tight = attributes.isDirectory()
                && attributes.permissions().equals(PosixFilePermissions.fromString("rwx------"));
        if (!tight) {
            throw new IOException(
                    directory + " is in the way: it is not a directory of this user with mode 0700; remove it");
        }
        return true;
    }
}

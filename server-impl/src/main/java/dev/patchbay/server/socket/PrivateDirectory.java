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
 * The private directory beside a socket file, held by at most one server at a time: a lock on a file in it says so, and
 * the kernel takes the lock back when the process dies.
 */
final class PrivateDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * The directories that this process holds. The kernel's lock is one of processes: it is lost when any descriptor of the
     * file is closed, so nobody else in this process may even open it.
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

    /** Claims the private directory of a socket file, and clears what a crash may have left in it. */
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
        return new IOException("cannot make a socket at " + file + ": another server has it (" + why
                + "); stop it or choose another path");
    }

    /** Returns the name that the socket is bound to. */
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

    /** Removes what only the bind needed. */
    void removeShortCut() throws IOException {
        if (shortCut != null) {
            Files.deleteIfExists(shortCut);
            Files.deleteIfExists(shortCut.getParent());
        }
    }

    /** Gives the directory back, and removes it. Calls after the first do nothing. */
    @Override
    public void close() throws IOException {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(secondName());
            removeShortCut();
            // While the lock is held: whoever opened the file before it went looks again, in tryClaim.
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

    /** Returns null if another server was just leaving, so that it has to be tried again. */
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

    /** Tells whether the directory is there and private, and throws if somebody else may have put it there. */
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
                    directory + " is in the way: it has to be a directory of mode 0700 of this user; remove it");
        }
        return true;
    }
}

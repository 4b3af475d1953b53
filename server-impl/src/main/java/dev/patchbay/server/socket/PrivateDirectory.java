package dev.patchbay.server.socket;

import dev.patchbay.server.config.ConfigReader;
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

/**
 * The private directory beside a socket file, held by at most one server at a time: a lock on a file in it says so, and
 * the kernel takes the lock back when the process dies.
 */
final class PrivateDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final FileChannel lockFile;
    private Path shortCut;

    private PrivateDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Claims the private directory of a socket file, and clears what a crash may have left in it. */
    static PrivateDirectory claim(Path file) throws IOException {
        Path directory = file.resolveSibling("." + file.getFileName() + ".bay");
        for (; ; ) {
            PrivateDirectory claimed = tryClaim(directory, file);
            if (claimed != null) {
                Files.deleteIfExists(claimed.socket());
                Files.deleteIfExists(claimed.secondName());
                return claimed;
            }
        }
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
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length <= ConfigReader.PATH_MAX_BYTES) {
            return socket();
        }
        Path shortDirectory = Files.createTempDirectory("pb", OWNER_ONLY);
        shortCut = Files.createSymbolicLink(shortDirectory.resolve("d"), directory);
        return shortCut.resolve("s");
    }

    /** Gives the directory back, and removes it. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(secondName());
            if (shortCut != null) {
                Files.deleteIfExists(shortCut);
                Files.deleteIfExists(shortCut.getParent());
            }
            // While the lock is held: whoever opened the file before it went looks again, in tryClaim.
            Files.deleteIfExists(directory.resolve("lock"));
        } finally {
            lockFile.close();
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException anotherServerHasIt) {
            return;
        }
    }

    /** Returns null if another server was just leaving, so that it has to be tried again. */
    private static PrivateDirectory tryClaim(Path directory, Path file) throws IOException {
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
                throw new IOException("cannot make a socket at " + file + ": another server has it (it holds " + lock
                        + "); stop it or choose another path");
            }
            if (inode.equals(inode(lock))) {
                return new PrivateDirectory(directory, channel);
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

package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketPath;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The private directory beside a socket file. At most one server holds it at a time, by a lock on a file in it. The kernel
 * releases the lock when the process dies. Used by one thread at a time.
 *
 * <p>A directory that was there before is used only if it belongs to this process's user and has mode 0700, and so are the files in
 * it. Since its path cannot be made to lead elsewhere either ({@link Folder}), no other user can change what is in it.
 */
final class PrivateDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> LOCK_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * The directories that this process holds. The kernel's lock belongs to the process and is lost when any descriptor of the
     * file is closed, so no other code in this process may even open the file.
     */
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private final Folder parent;
    private final Path file;
    private final String name;
    private final String held;

    /** The directory with the lock; replaced by {@link #renew}. */
    private Claim claim;

    /** The directory by a shorter path; null if there is no need. */
    private Folder shortCut;

    /** A directory whose lock this process has. */
    private record Claim(Folder directory, FileChannel lockFile, Object lockInode) {}

    private PrivateDirectory(Folder parent, Path file) {
        this.parent = parent;
        this.file = file;
        this.name = "." + file.getFileName() + ".bay";
        this.held = parent.inode() + "/" + name;
    }

    /**
     * Claims the private directory of a socket file, and removes what a crash may have left in it.
     *
     * @param parent the directory of the file
     * @throws IOException if another server holds it, it belongs to another user, or it cannot be created
     */
    static PrivateDirectory claim(Folder parent, Path file) throws IOException {
        PrivateDirectory wanted = new PrivateDirectory(parent, file);
        if (!HELD.add(wanted.held)) {
            throw wanted.taken("this process holds " + parent.name().resolve(wanted.name));
        }
        try {
            wanted.claim = wanted.claimed();
            return wanted;
        } catch (IOException | RuntimeException e) {
            HELD.remove(wanted.held);
            throw e;
        }
    }

    /** Claims the directory again, after it was removed. If this fails, everything stays as it was. */
    void renew() throws IOException {
        Claim before = claim;
        claim = claimed();
        release(before);
    }

    private Claim claimed() throws IOException {
        Claim claimed = null;
        while (claimed == null) {
            claimed = tryClaim();
        }
        try {
            Files.deleteIfExists(claimed.directory.path().resolve("s"));
            Files.deleteIfExists(claimed.directory.path().resolve("t"));
            return claimed;
        } catch (IOException | RuntimeException e) {
            release(claimed);
            throw e;
        }
    }

    private static void release(Claim claim) throws IOException {
        try {
            claim.lockFile.close();
        } finally {
            claim.directory.close();
        }
    }

    private IOException taken(String why) {
        return new IOException("cannot make a socket at " + file + ": another server uses it (" + why
                + "); stop it or choose another path");
    }

    /** Returns the private name of the socket. */
    Path socket() {
        return claim.directory.path().resolve("s");
    }

    /** Returns the private name of the socket for messages. */
    Path socketName() {
        return claim.directory.name().resolve("s");
    }

    /** Returns a name for one more link to the socket. */
    Path secondName() {
        return claim.directory.path().resolve("t");
    }

    /** Returns a name for the same file as {@link #socket} that is short enough for the kernel. */
    Path bindName() throws IOException {
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length <= SocketPath.MAX_BYTES) {
            return socket();
        }
        shortCut = claim.directory.byDescriptor();
        return shortCut.path().resolve("s");
    }

    /** Closes what only the bind needed. */
    void closeShortCut() throws IOException {
        if (shortCut != null) {
            shortCut.close();
        }
    }

    /** Returns whether the directory and its lock still have their names. */
    boolean isInPlace() throws IOException {
        return hasName() && claim.lockInode.equals(FileFacts.inode(lockName(claim.directory)));
    }

    private boolean hasName() throws IOException {
        return claim.directory.inode().equals(FileFacts.inode(parent.path().resolve(name)));
    }

    /**
     * Renews the times of the directory and of everything in it once a minute, for programs that remove what is old. The lock is
     * written to: to open and close it in any other way would release it.
     */
    void touch() throws IOException {
        FileTime last = Files.getLastModifiedTime(socket(), LinkOption.NOFOLLOW_LINKS);
        if (Duration.between(last.toInstant(), Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0) {
            return;
        }
        FileTime now = FileTime.from(Instant.now());
        for (Path entry : List.of(claim.directory.path(), socket())) {
            Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(now, now, null);
        }
        claim.lockFile.write(ByteBuffer.allocate(1), 0);
    }

    /** Releases the directory and removes it. Calls after the first have no effect. */
    @Override
    public void close() throws IOException {
        if (!claim.lockFile.isOpen()) {
            return;
        }
        boolean mine = false;
        try {
            closeShortCut();
            // Without a lock it is nobody else's either.
            mine = isInPlace() || (hasName() && FileFacts.inode(lockName(claim.directory)) == null);
            if (mine) {
                Files.deleteIfExists(socket());
                Files.deleteIfExists(secondName());
                // While the lock is held: a server that had opened the file before notices in tryClaim, and tries
                // again.
                Files.deleteIfExists(lockName(claim.directory));
            }
        } finally {
            try {
                release(claim);
            } finally {
                HELD.remove(held);
            }
        }
        if (mine) {
            removeIfEmpty();
        }
    }

    private void removeIfEmpty() throws IOException {
        try {
            Files.deleteIfExists(parent.path().resolve(name));
        } catch (DirectoryNotEmptyException anotherServerHasIt) {
            return;
        }
    }

    /** Returns null if another server is just leaving, so that the caller has to try again. */
    private Claim tryClaim() throws IOException {
        boolean created = false;
        try {
            Files.createDirectory(parent.path().resolve(name), DIRECTORY_MODE);
            created = true;
        } catch (FileAlreadyExistsException e) {
            checkIsDirectory();
        }
        Folder directory;
        try {
            directory = parent.inside(name);
        } catch (NoSuchFileException anotherServerIsLeaving) {
            return null;
        }
        Claim claimed = null;
        try {
            checkIsPrivate(directory, created);
            claimed = lock(directory);
            return claimed;
        } catch (NoSuchFileException anotherServerHasLeft) {
            return null;
        } finally {
            if (claimed == null) {
                directory.close();
            }
        }
    }

    private void checkIsDirectory() throws IOException {
        try {
            FileFacts facts = FileFacts.of(parent.path().resolve(name));
            if (!facts.isDirectory()) {
                throw inTheWay(parent.name().resolve(name), "it is not a directory");
            }
        } catch (NoSuchFileException anotherServerHasLeft) {
            return;
        }
    }

    private static void checkIsPrivate(Folder directory, boolean created) throws IOException {
        FileFacts facts = directory.facts();
        checkOwner(directory.name(), facts);
        if (created) {
            // The umask may have taken bits away.
            Files.setPosixFilePermissions(directory.path(), DIRECTORY_MODE.value());
        } else if (facts.permissions() != 0700) {
            throw inTheWay(
                    directory.name(), "its mode is " + Integer.toOctalString(facts.permissions()) + ", not mode 0700");
        }
    }

    private static void checkOwner(Path path, FileFacts facts) throws IOException {
        if (facts.uid() != ProcessOwner.uid()) {
            throw inTheWay(
                    path,
                    "it belongs to " + facts.owner().getName() + " (uid " + Integer.toUnsignedString(facts.uid())
                            + ") and not to this process's user (uid "
                            + Integer.toUnsignedString(ProcessOwner.uid()) + ")");
        }
    }

    private static IOException inTheWay(Path path, String why) {
        return new IOException(
                path + " is in the way: " + why
                        + "; remove it, or choose another path for the socket, best in a directory that only this user may write to");
    }

    private static Path lockName(Folder directory) {
        return directory.path().resolve("lock");
    }

    /** Returns null if another server has just left, and removed the file. */
    private Claim lock(Folder directory) throws IOException {
        Path lock = lockName(directory);
        FileFacts facts = createdIfMissing(directory);
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Claim claimed = null;
        try {
            if (!lock(channel)) {
                throw taken("it holds " + directory.name().resolve("lock"));
            }
            if (facts.inode().equals(FileFacts.inode(lock))) {
                claimed = new Claim(directory, channel, facts.inode());
            }
            return claimed;
        } finally {
            if (claimed == null) {
                channel.close();
            }
        }
    }

    private static FileFacts createdIfMissing(Folder directory) throws IOException {
        Path lock = lockName(directory);
        try {
            Files.createFile(lock, LOCK_MODE);
            Files.setPosixFilePermissions(lock, LOCK_MODE.value());
        } catch (FileAlreadyExistsException leftByACrash) {
            FileFacts facts = FileFacts.of(lock);
            checkOwner(directory.name().resolve("lock"), facts);
            // A pipe would make the open wait, and a second name would let others lock the file.
            if (!facts.isRegularFile() || facts.links() != 1) {
                throw inTheWay(directory.name().resolve("lock"), "it is not a regular file with one name");
            }
        }
        return FileFacts.of(lock);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }
}

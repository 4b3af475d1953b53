package dev.patchbay.server.socket;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A directory, by a path that no other user can make lead elsewhere.
 *
 * <p>That is its own path, if it can be {@linkplain TrustedPath trusted}. Otherwise the directory is opened, and the path is {@code
 * /proc/self/fd/N}, which leads to the directory that was opened, whatever becomes of its name. Java cannot create sockets, links
 * and modes relative to a descriptor in any other way. Used by one thread at a time.
 */
final class Folder implements AutoCloseable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** The descriptors that folders use, so that none uses one that another will close. Guarded by itself. */
    private static final Set<Path> IN_USE = new HashSet<>();

    private final Path path;
    private final Path name;
    private final Object inode;

    /** The open directory; null if its own path is used. */
    private final FileChannel open;

    private Folder(Path path, Path name, Object inode, FileChannel open) {
        this.path = path;
        this.name = name;
        this.inode = inode;
        this.open = open;
    }

    /** Returns the directory to which the path leads. */
    static Folder at(Path given) throws IOException {
        Object inode = FileFacts.following(given).inode();
        return TrustedPath.isTrusted(given) ? new Folder(given, given, inode, null) : opened(given, given, inode);
    }

    /**
     * Returns a directory in this one.
     *
     * @throws NoSuchFileException if there is no directory of that name, or a link is there
     */
    Folder inside(String child) throws IOException {
        Path childPath = path.resolve(child);
        FileFacts facts = FileFacts.of(childPath);
        if (!facts.isDirectory()) {
            throw new NoSuchFileException(name.resolve(child).toString());
        }
        return open == null
                ? new Folder(childPath, name.resolve(child), facts.inode(), null)
                : opened(childPath, name.resolve(child), facts.inode());
    }

    /** Returns the same directory by a descriptor, which makes a short path. */
    Folder byDescriptor() throws IOException {
        return opened(path, name, inode);
    }

    private static Folder opened(Path path, Path name, Object inode) throws IOException {
        // The dot makes the kernel refuse whatever is no directory: without it, a pipe would make the call wait for its
        // other end.
        FileChannel channel = FileChannel.open(path.resolve("."), StandardOpenOption.READ);
        try {
            return new Folder(descriptor(name, inode), name, inode, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Finds the descriptor of the open directory, which Java does not tell. */
    private static Path descriptor(Path name, Object inode) throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            throw new IOException(
                    "the directory " + name + " cannot be used, because other users may rename what is in it or"
                            + " make its path lead elsewhere, and this system has no " + DESCRIPTORS
                            + "; choose a directory that only this user may write to, also above");
        }
        synchronized (IN_USE) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
                for (Path one : all) {
                    if (isDirectory(one, inode) && IN_USE.add(one)) {
                        return one;
                    }
                }
            }
        }
        throw new IOException("the directory " + name + " was replaced while it was opened; try again");
    }

    private static boolean isDirectory(Path descriptor, Object inode) throws IOException {
        try {
            FileFacts facts = FileFacts.following(descriptor);
            return facts.isDirectory() && facts.inode().equals(inode);
        } catch (NoSuchFileException closedByNow) {
            return false;
        }
    }

    /** Returns the path to use. */
    Path path() {
        return path;
    }

    /** Returns the path for messages. */
    Path name() {
        return name;
    }

    /** Returns the identity of the directory. */
    Object inode() {
        return inode;
    }

    /** Returns whether no other user can make the directory's own path lead elsewhere. */
    boolean isTrusted() {
        return open == null;
    }

    /** Returns the facts of the directory itself. */
    FileFacts facts() throws IOException {
        return open == null ? FileFacts.of(path) : FileFacts.following(path);
    }

    /** Returns whether the path now leads to this directory. */
    boolean isAt(Path given) throws IOException {
        try {
            return inode.equals(FileFacts.following(given).inode());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Closes the descriptor, if there is one. */
    @Override
    public void close() throws IOException {
        if (open != null && open.isOpen()) {
            synchronized (IN_USE) {
                IN_USE.remove(path);
                open.close();
            }
        }
    }
}

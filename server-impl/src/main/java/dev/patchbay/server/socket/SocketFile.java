package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of a listening socket. Its path is claimed first, and the file is created when the socket is ready. Used by one thread
 * at a time.
 */
final class SocketFile implements AutoCloseable {

    private final Path path;
    private final PrivateDirectory bay;
    private final boolean stale;

    /** Null until the socket is bound. */
    private SocketFileMode mode;

    private Object inode;

    private SocketFile(Path path, PrivateDirectory bay, boolean stale) {
        this.path = path;
        this.bay = bay;
        this.stale = stale;
    }

    /**
     * Claims a path.
     *
     * @throws IOException if the path is taken or cannot be used; the message tells the operator what to do
     */
    static SocketFile claim(Path path) throws IOException {
        Occupant.checkFree(path);
        PrivateDirectory bay = PrivateDirectory.claim(path);
        try {
            // Again: a socket that is there now can only be stale, because a live server would hold the claim.
            return new SocketFile(path, bay, Occupant.checkFree(path));
        } catch (IOException | RuntimeException e) {
            bay.close();
            throw e;
        }
    }

    /** Returns the name to bind to. No other user can reach it, and it is valid for the bind only. */
    Path bindName() throws IOException {
        return bay.bindName();
    }

    /** Creates the public name of the bound socket, in one step. Replaces nothing but a stale socket. */
    void publish(SocketConfig config) throws IOException {
        bay.removeShortCut();
        mode = new SocketFileMode(bay.socket());
        mode.apply(config);
        if (stale) {
            Path second = Files.createLink(bay.secondName(), bay.socket());
            Files.move(second, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.createLink(path, bay.socket());
        }
        inode = inode(bay.socket());
    }

    /** Changes the mode and the group. */
    void change(SocketConfig wanted) throws IOException {
        if (Files.notExists(bay.socket(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("cannot change the socket at " + path + ": its private name " + bay.socket()
                    + " was removed; restart the server, or give it another path");
        }
        mode.apply(wanted);
    }

    /** Removes the public name if it still belongs to this socket, and returns whether it did. */
    boolean unpublish() throws IOException {
        if (inode == null || !inode.equals(inode(path))) {
            return false;
        }
        return Files.deleteIfExists(path);
    }

    /** Releases the claim. */
    @Override
    public void close() throws IOException {
        bay.close();
    }

    private static Object inode(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey()
                : null;
    }
}

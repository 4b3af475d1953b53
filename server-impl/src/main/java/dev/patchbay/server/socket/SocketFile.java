package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The file of a listening socket: its place in the file system, claimed first, and filled when all is ready. */
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
     * @throws IOException with a sentence for the operator, if it is taken, or nothing can be made there
     */
    static SocketFile claim(Path path) throws IOException {
        Occupant.checkFree(path);
        PrivateDirectory bay = PrivateDirectory.claim(path);
        try {
            // Again: what stands there now can only be stale, for whoever makes a socket there needs the claim.
            return new SocketFile(path, bay, Occupant.checkFree(path));
        } catch (IOException | RuntimeException e) {
            bay.close();
            throw e;
        }
    }

    /** Returns the name to bind to, which nobody else can reach, and which is good for nothing but the bind. */
    Path bindName() throws IOException {
        return bay.bindName();
    }

    /** Makes the public name of the socket that has been bound: in one step, and over nothing but a stale socket. */
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

    /** Changes mode and group. */
    void change(SocketConfig wanted) throws IOException {
        if (Files.notExists(bay.socket(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("cannot change the socket at " + path + ": somebody has removed "
                    + bay.socket().getParent() + "; restart the server, or give it another path");
        }
        mode.apply(wanted);
    }

    /** Removes the public name, and tells whether it was still ours. */
    boolean unpublish() throws IOException {
        if (inode == null || !inode.equals(inode(path))) {
            return false;
        }
        return Files.deleteIfExists(path);
    }

    /** Gives the claim back. */
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

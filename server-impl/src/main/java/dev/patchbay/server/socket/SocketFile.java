package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file of a listening socket. Its path is claimed first, and the file is created when the socket is ready. The file has two
 * names: the public one, and one in the private directory, by which its mode is changed, and its public name put back. Used by one
 * thread at a time.
 */
final class SocketFile implements AutoCloseable {

    private final Path path;
    private final Folder folder;
    private final PrivateDirectory bay;

    /** Null until the socket is bound. */
    private SocketFileMode mode;

    /** The identity of the file; null until it has its public name. */
    private Object inode;

    private SocketFile(Path path, Folder folder, PrivateDirectory bay) {
        this.path = path;
        this.folder = folder;
        this.bay = bay;
    }

    /**
     * Claims a path.
     *
     * @throws IOException if the path is taken or cannot be used; the message tells the operator what to do
     */
    static SocketFile claim(Path path) throws IOException {
        Occupant.checkDirectory(path);
        Folder folder = Folder.at(path.getParent());
        PrivateDirectory bay = null;
        try {
            Occupant.checkFree(folder, path);
            bay = PrivateDirectory.claim(folder, path);
            // Again: a socket that is there now can only be stale, because a live server would hold the claim.
            Occupant.checkFree(folder, path);
            return new SocketFile(path, folder, bay);
        } catch (IOException | RuntimeException e) {
            try (folder) {
                if (bay != null) {
                    bay.close();
                }
            }
            throw e;
        }
    }

    /** Returns whether the public name may be bound: no other user can replace it or make the path lead elsewhere. */
    boolean mayBindPublicName() {
        return folder.isTrusted();
    }

    /** Returns the private name to bind to. No other user can reach it, and it is valid for the bind only. */
    Path bindName() throws IOException {
        return bay.bindName();
    }

    /** Creates the public name of the socket that is bound to its private name, in one step. */
    void publish(SocketConfig config) throws IOException {
        bay.closeShortCut();
        mode = new SocketFileMode(bay.socket());
        mode.begin(config);
        Object bound = FileFacts.of(bay.socket()).inode();
        link();
        inode = bound;
    }

    /** Makes room for a socket that is to be bound to its public name. Removes nothing but a stale socket. */
    void removeStale() throws IOException {
        if (Occupant.checkFree(folder, path)) {
            try {
                Files.delete(publicName());
            } catch (FileSystemException e) {
                throw notReplaced(e);
            }
        }
    }

    /** Takes over the socket that was just bound to its public name and does not listen yet. */
    void bound(SocketConfig config) throws IOException {
        FileFacts facts = FileFacts.of(publicName());
        if (!facts.isSocket() || facts.uid() != ProcessOwner.uid()) {
            throw new IOException(
                    "cannot make a socket at " + path + ": it was replaced at once; find out what does that");
        }
        inode = facts.inode();
        linkPrivateName();
        mode = new SocketFileMode(bay.socket());
        mode.begin(config);
    }

    /** Changes the mode and the group. */
    void change(SocketConfig wanted) throws IOException {
        if (!bay.isInPlace() || !inode.equals(FileFacts.inode(bay.socket()))) {
            throw new IOException("cannot change the socket at " + path + ": its private name " + bay.socketName()
                    + " was removed; restart the server, or give it another path");
        }
        mode.apply(wanted);
    }

    /**
     * Looks whether the file is in place, and puts it back if it can. What others have put in its place stays.
     *
     * @throws IOException if the file is gone and cannot be put back now; the message tells the operator why
     */
    FileUpkeep keep() throws IOException {
        if (!folder.isAt(path.getParent())) {
            Occupant.checkDirectory(path);
            return FileUpkeep.LOST;
        }
        boolean published = inode.equals(FileFacts.inode(publicName()));
        boolean hasPrivateName = inode.equals(FileFacts.inode(bay.socket()));
        if (!published && !hasPrivateName) {
            Occupant.checkFree(folder, path);
            return FileUpkeep.LOST;
        }
        if (!published) {
            link();
        }
        if (!hasPrivateName || !bay.isInPlace()) {
            renewPrivateName();
        }
        bay.touch();
        return published ? FileUpkeep.IN_PLACE : FileUpkeep.PUT_BACK;
    }

    private void renewPrivateName() throws IOException {
        if (!bay.isInPlace()) {
            bay.renew();
        }
        Files.deleteIfExists(bay.socket());
        linkPrivateName();
        mode = mode.at(bay.socket());
    }

    private void linkPrivateName() throws IOException {
        link(bay.socket(), publicName());
        if (!inode.equals(FileFacts.inode(bay.socket()))) {
            throw new IOException(
                    "cannot make a socket at " + path + ": it was replaced at once; find out what does that");
        }
    }

    /** Creates the public name from the private one, in one step. Replaces nothing but a stale socket. */
    private void link() throws IOException {
        if (!Occupant.checkFree(folder, path)) {
            link(publicName(), bay.socket());
            return;
        }
        Files.deleteIfExists(bay.secondName());
        link(bay.secondName(), bay.socket());
        try {
            Files.move(
                    bay.secondName(),
                    publicName(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw notReplaced(e);
        }
    }

    private void link(Path name, Path socket) throws IOException {
        try {
            Files.createLink(name, socket);
        } catch (FileSystemException | UnsupportedOperationException e) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.toString();
            throw new IOException(
                    "cannot make a socket at " + path + ": no second name (hard link) can be given to it in "
                            + folder.name() + ": " + reason + "; choose a path on a file system that has hard links",
                    e);
        }
    }

    private IOException notReplaced(FileSystemException e) {
        return new IOException(
                "cannot make a socket at " + path + ": a stale socket is there and cannot be replaced (" + e.getReason()
                        + "); its owner or root has to remove it, or choose another path",
                e);
    }

    /** Removes the public name if it still belongs to this socket, and returns whether it did. */
    boolean unpublish() throws IOException {
        if (inode == null || !inode.equals(FileFacts.inode(publicName()))) {
            return false;
        }
        return Files.deleteIfExists(publicName());
    }

    private Path publicName() {
        return folder.path().resolve(path.getFileName());
    }

    /** Releases the claim. */
    @Override
    public void close() throws IOException {
        try (folder) {
            bay.close();
        }
    }
}

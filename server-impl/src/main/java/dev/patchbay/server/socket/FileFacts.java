package dev.patchbay.server.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * The facts that the kernel reports of a file (stat(2)).
 *
 * @param mode  type and permissions
 * @param uid   the owner's number
 * @param owner the owner
 * @param links the number of names
 * @param inode the identity of the file on this machine
 */
record FileFacts(int mode, int uid, UserPrincipal owner, int links, Object inode) {

    private static final int TYPE = 0170000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    /** Returns the facts of what is at the path, without following a link there. */
    static FileFacts of(Path path) throws IOException {
        return read(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the facts of the file to which the path leads. */
    static FileFacts following(Path path) throws IOException {
        return read(path);
    }

    /** Returns the identity of what is at the path, without following a link there; null if there is nothing. */
    static Object inode(Path path) throws IOException {
        try {
            return of(path).inode();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static FileFacts read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> facts = Files.readAttributes(path, "unix:mode,uid,owner,nlink,fileKey", options);
        return new FileFacts(
                (int) facts.get("mode"),
                (int) facts.get("uid"),
                (UserPrincipal) facts.get("owner"),
                (int) facts.get("nlink"),
                facts.get("fileKey"));
    }

    /** Returns the permission bits, without the type. */
    int permissions() {
        return mode & 0777;
    }

    boolean isSocket() {
        return (mode & TYPE) == 0140000;
    }

    boolean isDirectory() {
        return (mode & TYPE) == 0040000;
    }

    boolean isRegularFile() {
        return (mode & TYPE) == 0100000;
    }

    boolean isSymbolicLink() {
        return (mode & TYPE) == 0120000;
    }

    /** Returns whether only the owner of an entry, the owner of this directory and root may rename or remove the entry. */
    boolean isSticky() {
        return (mode & STICKY) != 0;
    }

    /** Returns whether the group or everyone may write. An access control list that lets others write sets the group's bit. */
    boolean isWritableByOthers() {
        return (mode & WRITABLE_BY_OTHERS) != 0;
    }
}

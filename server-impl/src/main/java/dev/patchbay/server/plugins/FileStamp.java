package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * The properties of a file, or of what it is a link to, that change when the content does.
 *
 * @param kind     what it is
 * @param size     its length in bytes; of no meaning if it is not a regular file
 * @param modified when its content was changed last
 * @param status   when its inode was changed last, which no tool can set; null where the file system does not say
 * @param inode    its identity; null where the file system has none
 */
record FileStamp(Kind kind, long size, FileTime modified, Object status, Object inode) {

    /** What a name in a folder is. */
    enum Kind {
        FILE,
        FOLDER,
        /** A pipe, a socket or a device, which must not even be opened. */
        SPECIAL,
        /** A link to nothing, to itself, or to a place where this process may not go. */
        BROKEN_LINK
    }

    /** Returns the stamp of a file; empty if there is none of that name. */
    static Optional<FileStamp> of(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Kind kind = found.isRegularFile() ? Kind.FILE : found.isDirectory() ? Kind.FOLDER : Kind.SPECIAL;
            return Optional.of(
                    new FileStamp(kind, found.size(), found.lastModifiedTime(), status(file), found.fileKey()));
        } catch (IOException e) {
            return brokenLink(file, e);
        }
    }

    private static Optional<FileStamp> brokenLink(Path file, IOException why) throws IOException {
        try {
            BasicFileAttributes link = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!link.isSymbolicLink()) {
                throw why;
            }
            return Optional.of(new FileStamp(Kind.BROKEN_LINK, 0, link.lastModifiedTime(), null, link.fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Object status(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ctime");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }
}

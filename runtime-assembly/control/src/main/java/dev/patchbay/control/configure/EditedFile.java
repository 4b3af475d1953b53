package dev.patchbay.control.configure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;

/**
 * A configuration file as it was read, to be replaced in one step: whoever looks sees the old content or the new one, also after a
 * crash. A symbolic link stays, and what it leads to is replaced. Owner, group and mode are kept. Used by one thread.
 *
 * <p>Each exception says what could not be done, to which file, and why, for an operator.
 */
final class EditedFile {

    /** The greatest size of a file that is read as a configuration. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final Path target;
    private byte[] content;

    private EditedFile(Path file, Path target, byte[] content) {
        this.file = file;
        this.target = target;
        this.content = content;
    }

    /** Reads a file. */
    static EditedFile read(Path file) throws IOException {
        try {
            Path target = file.toRealPath();
            if (!Files.isRegularFile(target) || Files.size(target) > MOST_BYTES) {
                throw new IOException(file + " is no file that can be edited");
            }
            return new EditedFile(file, target, Files.readAllBytes(target));
        } catch (FileSystemException e) {
            throw new IOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Returns the text. */
    String text() throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not in UTF-8; save it in UTF-8 first", e);
        }
    }

    /** Returns whether the file still contains what was read or written here. */
    boolean isUntouched() {
        try {
            return target.equals(file.toRealPath()) && Arrays.equals(content, Files.readAllBytes(target));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Replaces the content, unless another has changed the file since it was read here.
     *
     * @return whether it was replaced
     */
    boolean replace(String text) throws IOException {
        if (!isUntouched()) {
            return false;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path fresh = null;
        try {
            // No name of this form is read as a configuration.
            fresh = Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".tmp");
            write(fresh, bytes, target);
            keepOwnerAndMode(fresh);
            if (!isUntouched()) {
                return false;
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            fresh = null;
            content = bytes;
            syncFolder();
            return true;
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + target + ": " + reason(e) + "; nothing has changed", e);
        } finally {
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static void write(Path fresh, byte[] bytes, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer unwritten = ByteBuffer.wrap(bytes);
            while (unwritten.hasRemaining()) {
                channel.write(unwritten);
            }
            channel.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // A full disk, for example; the message says so, but not where.
            throw new IOException("cannot write " + target + ": " + e.getMessage() + "; nothing has changed", e);
        }
    }

    private void keepOwnerAndMode(Path fresh) throws IOException {
        PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributeView view =
                Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes made = view.readAttributes();
        try {
            if (!made.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            if (!made.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "cannot write " + target + ": it belongs to " + old.owner().getName() + ":"
                            + old.group().getName()
                            + ", and this process cannot make another file that does; edit it as that user, or give it to "
                            + System.getProperty("user.name"),
                    e);
        }
        view.setPermissions(old.permissions());
    }

    /** Has the system write the new name of the file, too. */
    private void syncFolder() {
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every file system can do that. The file is whole in any case, old or new.
            return;
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied for the user " + System.getProperty("user.name") + " (" + e.getFile()
                    + "); change the owner or mode of the folder, or edit the file as another user";
        }
        if (e instanceof NoSuchFileException) {
            return e.getFile() + " does not exist";
        }
        return e.getReason() == null ? e.toString() : e.getReason();
    }
}

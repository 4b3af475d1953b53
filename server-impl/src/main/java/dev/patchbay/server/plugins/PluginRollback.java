package dev.patchbay.server.plugins;

import dev.patchbay.api.runtime.PluginSnapshot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the content that a plugin had before back into its file, in one step, so that it serves now and after the next start. A file
 * whose content cannot be used gets the content that serves; any other one the content that served before. A link is replaced by a
 * file, and what it leads to stays as it is. If the earlier content does not serve, everything is put back as it was.
 *
 * <p>Used by one thread at a time.
 */
final class PluginRollback {

    /** How the names of unfinished files begin and end; names of this form are no plugins. */
    private static final String UNFINISHED = ".rollback";

    private static final String ENDING = ".tmp";

    private final PluginReader reader;
    private final KeptCopies kept;

    PluginRollback(PluginReader reader, KeptCopies kept) {
        this.reader = reader;
        this.kept = kept;
    }

    /**
     * Rolls a plugin back.
     *
     * @param look deals with the file as it is then
     * @throws IOException if that is not possible; everything is as before, and the message is for the operator
     */
    void run(PluginFile file, Runnable look) throws IOException {
        String name = PluginLog.printable(file.path().getFileName());
        try {
            Path source = source(file)
                    .orElseThrow(() -> new IOException("plugin " + name
                            + " has no earlier version: none has served from this file" + " since it was put there"
                            + (kept.keepsNothing() ? ", and this process keeps none" : "")));
            PluginContent content = reader.read(file.path(), source);
            Files.delete(content.copy());
            replace(file, source, content, look);
        } catch (UnusablePluginException e) {
            throw new IOException(
                    "the copy of the earlier version of plugin " + name + " is damaged: " + e.getMessage(), e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException(
                    "plugin " + name + " cannot be rolled back: " + e.getFile() + ": " + reason
                            + "; see to the folder and the disk, and try again",
                    e);
        }
    }

    private static void replace(PluginFile file, Path source, PluginContent content, Runnable look) throws IOException {
        Path present = Files.createTempFile(file.path().getParent(), UNFINISHED, ENDING);
        try {
            setAside(file.path(), present);
            put(source, file.path());
            look.run();
            if (!file.isServing(content.digest())) {
                String reason = file.snapshot().reason();
                Files.move(present, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                look.run();
                throw new IOException("the earlier version of plugin "
                        + PluginLog.printable(file.path().getFileName()) + ", " + content.version()
                        + ", does not serve, so nothing has changed: " + reason);
            }
        } finally {
            Files.deleteIfExists(present);
        }
    }

    /** Returns the content to put back. */
    private Optional<Path> source(PluginFile file) throws IOException {
        Optional<Path> last = kept.of(file.path());
        boolean unused = file.unusable() && last.isPresent() && differs(last.get(), file.path());
        return unused ? last : kept.earlier(file.path());
    }

    private static boolean differs(Path copy, Path file) throws IOException {
        return !Files.isRegularFile(file) || Files.mismatch(copy, file) >= 0;
    }

    /** Gives what is in the file a second name. A link gets one itself; where that is not possible, the content is copied. */
    private static void setAside(Path file, Path present) throws IOException {
        Files.delete(present);
        try {
            Files.createLink(present, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, present, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void put(Path source, Path file) throws IOException {
        Path whole = Files.createTempFile(file.getParent(), UNFINISHED, ENDING);
        try {
            Files.copy(source, whole, StandardCopyOption.REPLACE_EXISTING);
            if (Files.exists(file)) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
                Files.setPosixFilePermissions(whole, mode);
            }
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Removes what a rollback has left that was cut off. */
    static void tidy(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNFINISHED + "*" + ENDING)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** Returns the message for a plugin that does not exist. */
    static String unknown(String plugin, List<PluginSnapshot> plugins) {
        return "there is no plugin " + PluginLog.printable(plugin) + "; "
                + (plugins.isEmpty()
                        ? "there is none at all"
                        : "the plugins are "
                                + String.join(
                                        ", ",
                                        plugins.stream()
                                                .map(PluginSnapshot::file)
                                                .toList()));
    }
}

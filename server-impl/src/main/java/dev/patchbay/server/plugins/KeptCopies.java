package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last good content of each plugin, by the name of its file, so that a file that is bad at the next start does not cost its
 * handler, and so that of two files with one plugin the one that served serves again. Used by one thread at a time.
 */
public final class KeptCopies {

    private final Path folder;

    /**
     * Creates the copies.
     *
     * @param folder the folder, which may be deleted while nothing runs; null to keep nothing
     */
    public KeptCopies(Path folder) {
        this.folder = folder;
    }

    /** Returns the copy of what a file contained when it was used last. */
    Optional<Path> of(Path file) {
        return folder == null
                ? Optional.empty()
                : Optional.of(place(file)).filter(copy -> Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS));
    }

    /** Keeps the content of a file, in the place of an earlier one. */
    void keep(Path file, Path copy) throws IOException {
        if (folder == null) {
            return;
        }
        Path whole = Files.createTempFile(Files.createDirectories(folder), ".keep", ".tmp");
        try {
            Files.copy(copy, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, place(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Forgets a file. */
    void forget(Path file) throws IOException {
        if (folder != null) {
            Files.deleteIfExists(place(file));
        }
    }

    /** Forgets all files that are no longer in the folder of plugins. */
    void forgetAllBut(Path plugins) throws IOException {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        List<Path> gone = new ArrayList<>();
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder)) {
            for (Path copy : copies) {
                if (!Files.exists(plugins.resolve(copy.getFileName()), LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
                    gone.add(copy);
                }
            }
        }
        for (Path copy : gone) {
            Files.delete(copy);
        }
    }

    private Path place(Path file) {
        return folder.resolve(file.getFileName());
    }
}

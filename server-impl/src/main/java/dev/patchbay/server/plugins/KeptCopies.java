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
 * handler, and so that of two files with one plugin the one that served serves again. In a second folder is the content that served
 * before that one, for a rollback: one for each file, for as long as the file is there. Used by one thread at a time.
 */
public final class KeptCopies {

    /** What is added to the name of the folder for that of the earlier contents. */
    private static final String EARLIER = "-before";

    private final Path folder;
    private final Path earlier;

    /**
     * Creates the copies.
     *
     * @param folder the folder, which may be deleted while nothing runs; null to keep nothing
     */
    public KeptCopies(Path folder) {
        this.folder = folder;
        earlier = folder == null ? null : folder.resolveSibling(folder.getFileName() + EARLIER);
    }

    /** Returns whether there are no copies at all. */
    boolean keepsNothing() {
        return folder == null;
    }

    /** Returns the copy of what a file contained when it was used last. */
    Optional<Path> of(Path file) {
        return folder == null
                ? Optional.empty()
                : Optional.of(place(file)).filter(copy -> Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns the copy of what served from a file before its present content. */
    Optional<Path> earlier(Path file) {
        return folder == null
                ? Optional.empty()
                : Optional.of(earlierPlace(file)).filter(Files::isRegularFile);
    }

    /** Keeps the content of a file, in the place of an earlier one, which becomes the one to go back to. */
    void keep(Path file, Path copy) throws IOException {
        if (folder == null) {
            return;
        }
        Optional<Path> last = of(file);
        if (last.isPresent() && Files.mismatch(last.get(), copy) < 0) {
            return;
        }
        Path whole = Files.createTempFile(Files.createDirectories(folder), ".keep", ".tmp");
        try {
            Files.copy(copy, whole, StandardCopyOption.REPLACE_EXISTING);
            // Not before the new copy is whole: the disk may be full.
            if (last.isPresent()) {
                move(last.get(), earlierPlace(file));
            }
            Files.move(whole, place(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Has a file follow another one, from which its plugin has come. What served from the other one is then what served before.
     *
     * @param same whether the content is the same, so that only the name has changed
     */
    void follow(Path other, Path file, boolean same) throws IOException {
        Optional<Path> before = same ? earlier(other) : of(other);
        if (before.isPresent()) {
            move(before.get(), earlierPlace(file));
        }
    }

    private void move(Path from, Path to) throws IOException {
        Files.createDirectories(earlier);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets a file. */
    void forget(Path file) throws IOException {
        if (folder != null) {
            Files.deleteIfExists(place(file));
            Files.deleteIfExists(earlierPlace(file));
        }
    }

    /** Forgets all files that are no longer in the folder of plugins. */
    void forgetAllBut(Path plugins) throws IOException {
        if (folder != null) {
            forgetAllBut(plugins, folder);
            forgetAllBut(plugins, earlier);
        }
    }

    private static void forgetAllBut(Path plugins, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
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

    private Path earlierPlace(Path file) {
        return earlier.resolve(file.getFileName());
    }
}

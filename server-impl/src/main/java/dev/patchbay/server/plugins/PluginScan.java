package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two looks at a folder, one after the other. What is the same in both is settled: a file that is still being copied is not, and a
 * file that is removed to be copied again is not gone. Used by one thread at a time.
 */
final class PluginScan {

    private final Path folder;
    private Map<Path, FileStamp> last = Map.of();
    private Map<Path, FileStamp> now = Map.of();

    PluginScan(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at the folder.
     *
     * @throws IOException if the folder cannot be read; the last two looks stay as they were
     */
    void look() throws IOException {
        Map<Path, FileStamp> seen = new TreeMap<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path file : names) {
                FileStamp.of(file).ifPresent(stamp -> seen.put(file, stamp));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        last = now;
        now = seen;
    }

    /** Returns the files that were the same in both looks, sorted by name. */
    Map<Path, FileStamp> settled() {
        Map<Path, FileStamp> same = new TreeMap<>(now);
        same.entrySet().removeIf(entry -> !entry.getValue().equals(last.get(entry.getKey())));
        return same;
    }

    /** Returns whether a file was missing in both looks. */
    boolean isGone(Path file) {
        return !now.containsKey(file) && !last.containsKey(file);
    }
}

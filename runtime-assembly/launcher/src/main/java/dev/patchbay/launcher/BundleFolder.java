package dev.patchbay.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bundles of one start level: a folder of {@code lib/bundles} whose name is the level, a hyphen and a word, such as
 * {@code 2-services}. So what the distribution starts, and in which order, can be seen with {@code ls} and changed by
 * moving a file.
 *
 * @param level the start level
 * @param jars  its bundles, by name
 */
public record BundleFolder(int level, List<Path> jars) {

    /**
     * Reads all start levels, lowest first.
     *
     * @throws LaunchFailure if the folder cannot be read, is empty, or a name does not begin with a start level
     */
    public static List<BundleFolder> readAll(Path bundles) throws LaunchFailure {
        List<BundleFolder> folders = new ArrayList<>();
        try {
            for (Path folder : list(bundles)) {
                folders.add(new BundleFolder(level(folder), list(folder)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw damaged("cannot read the bundles: " + e, e);
        }
        if (folders.isEmpty()) {
            throw damaged("there are no bundles in " + bundles, null);
        }
        folders.sort((a, b) -> Integer.compare(a.level, b.level));
        return List.copyOf(folders);
    }

    private static int level(Path folder) throws LaunchFailure {
        String name = folder.getFileName().toString();
        try {
            int level = Integer.parseInt(name.substring(0, Math.max(0, name.indexOf('-'))));
            if (level > 0) {
                return level;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw damaged(folder + " does not begin with a start level, as in 2-services", null);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static LaunchFailure damaged(String what, Throwable cause) {
        return new LaunchFailure(ExitStatus.SOFTWARE, what + "; install the distribution anew", cause);
    }
}

package dev.patchbay.launcher.framework;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bundles of one start level. They are the files of one folder in {@code lib/bundles}. The name of the folder is
 * the level, a hyphen and a word, such as {@code 2-services}. Therefore {@code ls} shows what the distribution starts
 * and in which order, and moving a file changes it.
 *
 * @param level the start level
 * @param jars  the bundles, sorted by file name
 */
public record BundleFolder(int level, List<Path> jars) {

    /**
     * Returns the folders of all start levels, the lowest level first.
     *
     * @throws LaunchFailure with {@link ExitStatus#SOFTWARE} if the folder cannot be read or is empty, or if the name
     *     of a folder in it does not begin with a start level
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
            throw damaged("no bundles found in " + bundles, null);
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
            // The failure below names the folder.
        }
        throw damaged("the name of " + folder + " does not begin with a start level, as in 2-services", null);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static LaunchFailure damaged(String what, Throwable cause) {
        return new LaunchFailure(ExitStatus.SOFTWARE, what + "; reinstall the distribution", cause);
    }
}

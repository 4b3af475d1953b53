package dev.patchbay.launcher.framework;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles of one start level. They are the files of one folder in {@code lib/bundles}. The name of the folder is
 * the level, a hyphen and a word, such as {@code 2-services}. Therefore {@code ls} shows what the distribution starts
 * and in which order, and moving a file changes it. Files that are not jars, and hidden ones, are left alone.
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
            for (Path folder : list(bundles, Files::isDirectory)) {
                folders.add(new BundleFolder(level(folder), list(folder, BundleFolder::isJar)));
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

    /**
     * Checks that no bundle is there twice. Two versions of one are there after a newer distribution was unpacked over
     * an older one, and the older could serve.
     *
     * @throws LaunchFailure with {@link ExitStatus#SOFTWARE} if one is; the message names the files
     */
    static void refuseTwins(List<BundleFolder> folders) throws LaunchFailure {
        Map<String, List<Path>> files = new TreeMap<>();
        for (BundleFolder folder : folders) {
            for (Path jar : folder.jars) {
                files.computeIfAbsent(symbolicName(jar), name -> new ArrayList<>())
                        .add(jar);
            }
        }
        List<String> twins = files.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + ": "
                        + entry.getValue().stream().map(Path::toString).collect(Collectors.joining(" and ")))
                .toList();
        if (!twins.isEmpty()) {
            throw new LaunchFailure(
                    ExitStatus.SOFTWARE,
                    "these bundles are there more than once:\n  " + String.join("\n  ", twins)
                            + "\nremove the older file of each, or unpack the distribution into an empty folder");
        }
    }

    /** Returns the symbolic name of a bundle; the path of the file if it has none. */
    private static String symbolicName(Path file) throws LaunchFailure {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            return header == null ? file.toString() : header.split(";")[0].strip();
        } catch (IOException e) {
            throw damaged("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isJar(Path file) {
        return Files.isRegularFile(file) && file.getFileName().toString().endsWith(".jar");
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted)
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static LaunchFailure damaged(String what, Throwable cause) {
        return new LaunchFailure(ExitStatus.SOFTWARE, what + "; reinstall the distribution", cause);
    }
}

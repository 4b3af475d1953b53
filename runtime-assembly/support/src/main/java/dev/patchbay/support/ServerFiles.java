package dev.patchbay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the configuration files of servers, which are named {@code dev.patchbay.server~NAME.cfg}. */
final class ServerFiles {

    private static final Pattern NAME = Pattern.compile("dev\\.patchbay\\.server~(.+)\\.cfg");

    private ServerFiles() {}

    /** Returns the paths of the configuration files in a folder, by the name of the server. */
    static SortedMap<String, String> in(Path conf) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(conf)) {
            entries.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(name.group(1), file.toString());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + conf, e);
        }
        return files;
    }
}

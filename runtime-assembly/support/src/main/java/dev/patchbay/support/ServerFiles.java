package dev.patchbay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the configuration files of servers, which are named {@code dev.patchbay.server~NAME.cfg} or {@code dev.patchbay.server-NAME.cfg}. */
final class ServerFiles {

    private ServerFiles() {}

    /** Returns the paths of the configuration files in a folder, by the name of the server. */
    static SortedMap<String, String> in(Path conf) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(conf)) {
            // Sorted, so that of two files for one server the same one is always meant: the one that is applied first.
            entries.sorted()
                    .forEach(file -> ConfigurationName.of(file.getFileName().toString())
                            .filter(ConfigurationName::isServer)
                            .ifPresent(name -> files.putIfAbsent(name.name(), LogText.of(file.toString()))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + conf, e);
        }
        return files;
    }
}

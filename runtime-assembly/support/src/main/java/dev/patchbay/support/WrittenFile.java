package dev.patchbay.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A file in a folder of configurations, read as it would be applied, but not applied.
 *
 * @param file   the file
 * @param pid    the PID of the component or of the factory that it configures; empty if it is not read
 * @param name   the name of the configuration within its factory; empty if there is none
 * @param values the values; empty if the file is not read or cannot be used
 * @param fault  why it has no effect, and what to do, as the rest of a sentence after its name; empty if it has one
 */
public record WrittenFile(Path file, String pid, String name, Map<String, String> values, String fault) {

    /**
     * Reads all files of a folder, sorted by name.
     *
     * @param variables returns the value of a variable, or null if there is none
     */
    public static List<WrittenFile> in(Path folder, UnaryOperator<String> variables) throws IOException {
        List<WrittenFile> written = new ArrayList<>();
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                WrittenFile read = read(file, variables);
                Path source = read.pid.isEmpty() ? null : sources.putIfAbsent(read.pid + "~" + read.name, file);
                if (source != null) {
                    read = read.unusable("has no effect, because " + LogText.of(source.toString())
                            + " is the same configuration; remove one of the two");
                }
                written.add(read);
            }
        }
        return written;
    }

    private static WrittenFile read(Path file, UnaryOperator<String> variables) {
        String fileName = file.getFileName().toString();
        String advice = ConfigurationName.advice(fileName);
        Optional<ConfigurationName> name = ConfigurationName.of(fileName);
        if (name.isEmpty() || name.get().isMisplaced()) {
            return new WrittenFile(file, "", "", Map.of(), LogText.of(advice));
        }
        WrittenFile found = new WrittenFile(file, name.get().pid(), name.get().name(), Map.of(), LogText.of(advice));
        try {
            return new WrittenFile(
                    file,
                    found.pid,
                    found.name,
                    ConfigurationValues.of(ConfigurationText.read(file), variables),
                    found.fault);
        } catch (ConfigurationText.Unusable e) {
            return found.unusable(LogText.of(e.getMessage()));
        }
    }

    private WrittenFile unusable(String why) {
        return new WrittenFile(file, pid, name, Map.of(), why);
    }

    /** Returns whether the file configures a server. */
    public boolean isServer() {
        return pid.equals(ConfigurationName.SERVER);
    }
}

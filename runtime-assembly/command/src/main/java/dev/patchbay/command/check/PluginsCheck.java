package dev.patchbay.command.check;

import dev.patchbay.server.plugins.PluginCheck;
import dev.patchbay.server.plugins.PluginContent;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks the files in {@code plugins/} as far as files can be checked. */
final class PluginsCheck {

    private final Path folder;
    private final Findings findings;

    PluginsCheck(Path folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    void run() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.sorted().toList();
        }
        Map<String, Path> owners = new TreeMap<>();
        int plugins = 0;
        for (Path file : files) {
            plugins += check(file, owners) ? 1 : 0;
        }
        if (plugins > 0) {
            findings.note(
                    "plugins", "whether each finds the packages and services that it needs is known at a start only");
        }
    }

    /** Checks a file, and returns whether it is a plugin. */
    private boolean check(Path file, Map<String, Path> owners) {
        String subject = "plugin " + file.getFileName();
        try {
            Optional<PluginContent> content = PluginCheck.read(file);
            if (content.isEmpty()) {
                return false;
            }
            String identity = content.get().identity();
            Path owner = owners.putIfAbsent(identity, file);
            if (owner != null) {
                findings.problem(
                        subject,
                        "it contains the same plugin, " + identity + ", as " + owner.getFileName()
                                + "; remove one of the two files");
            } else {
                findings.ok(subject, identity + " " + content.get().version());
            }
            return true;
        } catch (UnusablePluginException e) {
            findings.problem(subject, e.getMessage());
        } catch (IOException e) {
            findings.problem(subject, "it cannot be read: " + Findings.reason(e) + "; change its owner or mode");
        }
        return false;
    }
}

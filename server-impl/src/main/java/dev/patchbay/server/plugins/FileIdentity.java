package dev.patchbay.server.plugins;

import java.nio.file.Path;
import java.util.Locale;

/** Names plugins that have no symbolic name of their own, after their files. */
final class FileIdentity {

    private FileIdentity() {}

    /**
     * Returns the name of a file without its ending, as a symbolic name. Where it has characters that a symbolic name cannot have,
     * they are replaced, and a number tells it from other names that look the same then.
     */
    static String of(Path file) {
        String name = file.getFileName().toString();
        String stem = name.toLowerCase(Locale.ROOT).endsWith(".jar") ? name.substring(0, name.length() - 4) : name;
        String plain = stem.replaceAll("[^A-Za-z0-9_.-]", "_")
                .replaceAll("\\.{2,}", "_")
                .replaceAll("^\\.|\\.$", "_");
        return plain.equals(stem)
                ? stem
                : plain + "-" + Integer.toHexString(file.getFileName().hashCode());
    }
}

package dev.patchbay.support.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The private copies of a plugin.
 *
 * @param copy the file as it was in the folder
 * @param jar  the bundle; the same file, unless the headers of a bundle had to be added
 */
record PluginFiles(Path copy, Path jar) {

    void delete() {
        try {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(jar);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the copies of a plugin " + this, e);
        }
    }
}

package dev.patchbay.server.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at a file as the installer does, without installing it. Used by one thread at a time. */
public final class PluginCheck {

    private PluginCheck() {}

    /**
     * Reads a file in the folder of plugins.
     *
     * @param file the file, wherever it is
     * @return what it contains; its copy is there no more. Empty if it would be left alone without a word
     * @throws UnusablePluginException if it would be refused; the message says what it is and what to do
     * @throws IOException             if it cannot be read
     */
    public static Optional<PluginContent> read(Path file) throws IOException, UnusablePluginException {
        FileStamp stamp = FileStamp.of(file).orElse(null);
        if (stamp == null || !FileShape.isJar(file, stamp)) {
            return Optional.empty();
        }
        PluginContent content = new PluginReader(null).read(file, file);
        Files.delete(content.copy());
        return Optional.of(content);
    }
}

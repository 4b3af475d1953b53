package dev.patchbay.control.configure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The configuration file of a server, in the folder {@code conf/} that this Patchbay watches. */
public final class ConfigurationFile implements WrittenConfiguration {

    /** How often a change is tried anew on what another has written in the meantime. */
    private static final int ATTEMPTS = 5;

    private final Path path;
    private final Consumer<Path> written;
    private EditedFile file;
    private String before;

    /**
     * Creates the place of a file.
     *
     * @param written is told of each file that was written, so that it is read at once
     */
    public ConfigurationFile(Path path, Consumer<Path> written) {
        this.path = path;
        this.written = written;
    }

    @Override
    public void change(ConfigurationChange change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            file = EditedFile.read(path);
            before = file.text();
            if (file.replace(edited(change))) {
                written.accept(path);
                return;
            }
        }
        throw new IOException(path + " is changed again and again by another program; nothing was changed here");
    }

    private String edited(ConfigurationChange change) throws IOException {
        try {
            ConfigurationEdit edit = new ConfigurationEdit(before);
            Map<String, String> expected = edit.values();
            expected.putAll(change.set());
            expected.keySet().removeAll(change.unset());
            edit.unset(change.unset());
            change.set().forEach(edit::set);
            String text = edit.text();
            if (!new ConfigurationEdit(text).values().equals(expected)) {
                throw new IOException(path + " is written in a way that cannot be edited here; edit it by hand");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " is no properties file (" + e.getMessage() + "); correct it first", e);
        }
    }

    @Override
    public boolean restore() throws IOException {
        boolean restored = file.replace(before);
        if (restored) {
            written.accept(path);
        }
        return restored;
    }
}

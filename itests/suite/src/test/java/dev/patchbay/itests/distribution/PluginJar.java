package dev.patchbay.itests.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Builds a jar from classes of these tests, with the headers that a test wants. */
final class PluginJar {

    private final Manifest manifest = new Manifest();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private JarOutputStream jar;

    PluginJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** Returns a bundle of the same symbolic name as a {@link HandlerBundle} of this name. */
    static PluginJar bundle(String name, String version) {
        return new PluginJar()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "dev.patchbay.itests.plugin." + name)
                .header("Bundle-Version", version);
    }

    /** Adds a header. To be called before anything is added to the content. */
    PluginJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    PluginJar type(Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getClassLoader().getResourceAsStream(path)) {
            return entry(path, code.readAllBytes());
        }
    }

    PluginJar entry(String path, String text) throws IOException {
        return entry(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private PluginJar entry(String path, byte[] content) throws IOException {
        open();
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
        return this;
    }

    private void open() throws IOException {
        if (jar == null) {
            jar = new JarOutputStream(bytes, manifest);
        }
    }

    byte[] bytes() throws IOException {
        open();
        jar.close();
        return bytes.toByteArray();
    }

    /** Puts a content into a file, all at once. */
    static void put(Path file, byte[] content) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent().getParent(), "plugin", ".tmp");
        Files.write(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

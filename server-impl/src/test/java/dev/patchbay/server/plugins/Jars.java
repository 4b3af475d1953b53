package dev.patchbay.server.plugins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes jars without classes, for targets that load none. */
final class Jars {

    private Jars() {}

    /** Returns a bundle; the text tells one content from another. */
    static byte[] bundle(String symbolicName, String version, String text) throws IOException {
        return jar(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + symbolicName
                        + "\nBundle-Version: " + version + "\n",
                "text",
                text);
    }

    /** Returns a jar with these entries: name, content, name, content. */
    static byte[] jar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                jar.putNextEntry(new ZipEntry(entries[i]));
                jar.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** Puts a file into place all at once, so that it has another inode. */
    static void put(Path file, byte[] content) throws IOException {
        Path whole = Files.createTempFile(file.getParent().getParent(), "new", ".tmp");
        Files.write(whole, content);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

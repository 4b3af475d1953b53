package dev.patchbay.server.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Copies the files of plugins and checks the copies. The copy is private: whatever happens to the original afterwards has no effect.
 * Used by one thread at a time.
 */
public final class PluginReader {

    /** More than any plugin needs; a larger file is a mistake that would fill the disk. */
    static final long MAX_BYTES = 512L << 20;

    private static final int BUFFER_BYTES = 65_536;

    private final Path copies;

    /**
     * Creates a reader.
     *
     * @param copies the folder for the copies; null for that of temporary files
     */
    public PluginReader(Path copies) {
        this.copies = copies;
    }

    /**
     * Copies a file and checks it.
     *
     * @param file   the file in the folder of plugins
     * @param source where its content is: the file itself, or a copy of what it contained before
     * @throws UnusablePluginException if it is no plugin; there is no copy then
     * @throws IOException             if the file cannot be copied; there is no copy then
     */
    PluginContent read(Path file, Path source) throws IOException, UnusablePluginException {
        checkSize(Files.size(source));
        Path copy = newCopy();
        try {
            return PluginJarFile.check(file, copy, copy(source, copy));
        } catch (AccessDeniedException e) {
            Files.deleteIfExists(copy);
            throw new UnusablePluginException("this process may not read it; see its owner and mode", e);
        } catch (IOException | UnusablePluginException | RuntimeException | Error e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static void checkSize(long bytes) throws UnusablePluginException {
        if (bytes == 0) {
            throw new UnusablePluginException("it is empty; copy it again");
        }
        if (bytes > MAX_BYTES) {
            throw new UnusablePluginException("it has " + bytes + " bytes, more than the " + MAX_BYTES
                    + " that a plugin may have; take out what the handler does not need");
        }
    }

    private Path newCopy() throws IOException {
        if (copies == null) {
            return Files.createTempFile("patchbay-plugin", ".jar");
        }
        return Files.createTempFile(Files.createDirectories(copies), "patchbay-plugin", ".jar");
    }

    private static String copy(Path file, Path copy) throws IOException, UnusablePluginException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long total = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                checkSize(Math.max(1, total));
                out.write(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.patchbay.server.plugins;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads a jar from the first to the last byte, and what it says about itself. */
final class PluginJarFile {

    private static final String SERVICES = "META-INF/services/dev.patchbay.api.Handler";

    private static final int MAX_TEXT_BYTES = 1 << 20;

    /** How much a jar may unpack to: a small file that unpacks to terabytes must not keep the thread for hours. */
    private static final long MAX_UNPACKED_BYTES = 4 * PluginReader.MAX_BYTES;

    private final ZipFile zip;

    private PluginJarFile(ZipFile zip) {
        this.zip = zip;
    }

    /**
     * Checks a copy of a file.
     *
     * @throws UnusablePluginException if it is not a whole jar
     */
    static PluginContent check(Path file, Path copy, String digest) throws IOException, UnusablePluginException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            PluginJarFile jar = new PluginJarFile(zip);
            jar.checkEntries();
            return jar.content(file, copy, digest);
        } catch (ZipException e) {
            throw new UnusablePluginException("it is not a whole jar (" + e.getMessage() + "); copy it again", e);
        }
    }

    private PluginContent content(Path file, Path copy, String digest) throws IOException, UnusablePluginException {
        Manifest manifest = manifest();
        Attributes headers = manifest.getMainAttributes();
        String symbolicName = symbolicName(headers.getValue("Bundle-SymbolicName"));
        boolean bundle = !symbolicName.isEmpty();
        String version = headers.getValue(bundle ? "Bundle-Version" : "Implementation-Version");
        return new PluginContent(
                file,
                copy,
                digest,
                bundle ? symbolicName : FileIdentity.of(file),
                version == null ? "0.0.0" : version.strip(),
                bundle,
                List.copyOf(providers()),
                manifest);
    }

    private static String symbolicName(String header) {
        return header == null ? "" : header.split(";", 2)[0].strip();
    }

    private void checkEntries() throws IOException, UnusablePluginException {
        long unpacked = 0;
        byte[] buffer = new byte[65_536];
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            CRC32 sum = new CRC32();
            try (InputStream in = open(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    sum.update(buffer, 0, read);
                    unpacked += read;
                    if (unpacked > MAX_UNPACKED_BYTES) {
                        throw new UnusablePluginException("it unpacks to more than " + MAX_UNPACKED_BYTES
                                + " bytes; take out what the handler does not need");
                    }
                }
            } catch (IOException e) {
                throw damaged(entry, e);
            }
            if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
                throw damaged(entry, null);
            }
        }
    }

    private InputStream open(ZipEntry entry) throws IOException {
        InputStream in = zip.getInputStream(entry);
        return in == null ? InputStream.nullInputStream() : in;
    }

    private static UnusablePluginException damaged(ZipEntry entry, Throwable cause) {
        return new UnusablePluginException("its entry " + entry.getName() + " is damaged; copy it again", cause);
    }

    private Manifest manifest() throws IOException, UnusablePluginException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return new Manifest();
        }
        try (InputStream in = new ByteArrayInputStream(text(entry))) {
            return new Manifest(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusablePluginException("its manifest is invalid: " + e.getMessage() + "; build it again", e);
        }
    }

    private byte[] text(ZipEntry entry) throws IOException, UnusablePluginException {
        try (InputStream in = open(entry)) {
            byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
            if (bytes.length > MAX_TEXT_BYTES) {
                throw new UnusablePluginException(
                        "its " + entry.getName() + " has more than " + MAX_TEXT_BYTES + " bytes; build it again");
            }
            return bytes;
        }
    }

    /** Returns the providers of handlers, of the module if it is one, and of the class path. */
    private Set<String> providers() throws IOException, UnusablePluginException {
        Set<String> found = new LinkedHashSet<>();
        ZipEntry services = zip.getEntry(SERVICES);
        if (services != null) {
            new String(text(services), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("#", 2)[0].strip())
                    .filter(name -> !name.isEmpty())
                    .forEach(found::add);
        }
        for (String place : List.of("", "META-INF/versions/9/", "META-INF/versions/11/", "META-INF/versions/17/")) {
            ZipEntry module = zip.getEntry(place + "module-info.class");
            if (module != null) {
                found.addAll(ModuleProviders.of(text(module)));
            }
        }
        return found;
    }
}

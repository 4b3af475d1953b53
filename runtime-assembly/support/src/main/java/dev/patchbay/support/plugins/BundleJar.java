package dev.patchbay.support.plugins;

import dev.patchbay.server.plugins.PluginContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes a bundle of a jar that provides handlers for {@link java.util.ServiceLoader} and that nobody would register as services: a plain
 * jar, or a bundle with neither components nor an activator. Its own classes have precedence over those of other bundles, but for the
 * API of the handlers.
 */
final class BundleJar {

    private static final String ACTIVATOR = ProviderActivator.class.getName();

    private static final String ACTIVATOR_FILE = ACTIVATOR.replace('.', '/') + ".class";

    private static final String IMPORTS =
            "dev.patchbay.api;version=\"[1,2)\",dev.patchbay.api.embed;version=\"[1,2)\",org.osgi.framework";

    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:[.-](.*))?");

    private BundleJar() {}

    /** Returns whether a plugin needs this to serve. */
    static boolean isNeededFor(PluginContent content) {
        Attributes headers = content.manifest().getMainAttributes();
        boolean registered = headers.getValue("Service-Component") != null
                || headers.getValue("Bundle-Activator") != null
                || headers.getValue("SPI-Provider") != null
                || headers.getValue("Fragment-Host") != null
                || contains(headers.getValue("Require-Capability"), "osgi.serviceloader.registrar");
        return !content.providers().isEmpty() && !(content.bundle() && registered);
    }

    private static boolean contains(String header, String word) {
        return header != null && header.contains(word);
    }

    /** Writes the bundle to a file. */
    static void write(PluginContent content, Path file) throws IOException {
        Manifest manifest = new Manifest(content.manifest());
        // The sums of a signature would no longer be right.
        manifest.getEntries().clear();
        complete(manifest.getMainAttributes(), content);
        try (ZipFile jar = new ZipFile(content.copy().toFile());
                OutputStream out = Files.newOutputStream(file);
                JarOutputStream bundle = new JarOutputStream(out, manifest)) {
            Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME, ACTIVATOR_FILE));
            bundle.putNextEntry(new ZipEntry(ACTIVATOR_FILE));
            try (InputStream in = ProviderActivator.class.getResourceAsStream("ProviderActivator.class")) {
                in.transferTo(bundle);
            }
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!isSignature(entry.getName()) && written.add(entry.getName())) {
                    bundle.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = jar.getInputStream(entry)) {
                        in.transferTo(bundle);
                    }
                }
            }
        }
    }

    private static boolean isSignature(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("META-INF/")
                && (upper.endsWith(".SF") || upper.endsWith(".RSA") || upper.endsWith(".DSA") || upper.endsWith(".EC"));
    }

    private static void complete(Attributes headers, PluginContent content) {
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-Activator", ACTIVATOR);
        headers.putValue(ProviderActivator.PROVIDERS, String.join(",", content.providers()));
        headers.putValue("DynamicImport-Package", "*");
        if (!content.bundle()) {
            headers.putValue("Bundle-ManifestVersion", "2");
            headers.putValue("Bundle-SymbolicName", content.identity());
            headers.putValue("Bundle-Version", version(content.version()));
        }
        headers.putValue("Import-Package", imports(headers.getValue("Import-Package")));
    }

    /** Adds what the activator needs to the imports that a jar has. */
    private static String imports(String present) {
        if (present == null || present.isBlank()) {
            return IMPORTS;
        }
        StringBuilder all = new StringBuilder(present);
        for (String needed : IMPORTS.split(",(?=[a-z])")) {
            String name = needed.split(";", 2)[0];
            if (!Pattern.compile("(^|[,;\\s])" + Pattern.quote(name) + "($|[,;\\s])")
                    .matcher(present)
                    .find()) {
                all.append(',').append(needed);
            }
        }
        return all.toString();
    }

    /** Returns a version as OSGi writes it: three numbers, and a qualifier for the rest. */
    static String version(String text) {
        Matcher parts = VERSION.matcher(text);
        if (!parts.matches()) {
            return "0.0.0";
        }
        String numbers = parts.group(1) + "." + orZero(parts.group(2)) + "." + orZero(parts.group(3));
        String rest = parts.group(4) == null ? "" : parts.group(4).replaceAll("[^A-Za-z0-9_-]", "_");
        return rest.isEmpty() ? numbers : numbers + "." + rest;
    }

    private static String orZero(String number) {
        return number == null ? "0" : number;
    }
}

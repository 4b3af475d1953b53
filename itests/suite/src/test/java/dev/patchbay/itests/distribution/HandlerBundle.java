package dev.patchbay.itests.distribution;

import dev.patchbay.api.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A bundle with one handler, built from a class of these tests.
 *
 * @param type    the handler
 * @param name    its {@code handler.name}
 * @param ranking its {@code service.ranking}
 */
public record HandlerBundle(Class<? extends Handler> type, String name, int ranking) {

    private static final String COMPONENT = "OSGI-INF/handler.xml";

    /** Puts the bundle into a folder, all at once, and returns its file. */
    public Path dropInto(Path folder) throws IOException {
        return dropInto(folder, "1.0.0");
    }

    /** Puts a version of the bundle into a folder, all at once and in place of any other, and returns its file. */
    public Path dropInto(Path folder, String version) throws IOException {
        Path unfinished = Files.createTempFile(folder.getParent(), "bundle", ".tmp");
        try (OutputStream file = Files.newOutputStream(unfinished);
                JarOutputStream jar = new JarOutputStream(file, manifest(version))) {
            String path = type.getName().replace('.', '/') + ".class";
            try (InputStream code = type.getClassLoader().getResourceAsStream(path)) {
                put(jar, path, code.readAllBytes());
            }
            put(jar, COMPONENT, component().getBytes(StandardCharsets.UTF_8));
        }
        return Files.move(unfinished, folder.resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Manifest manifest(String version) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "dev.patchbay.itests.plugin." + name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Import-Package", "dev.patchbay.api;version=\"[1,2)\"");
        headers.putValue("Service-Component", COMPONENT);
        return manifest;
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
                  <property name="handler.name" value="%2$s"/>
                  <property name="service.ranking" type="Integer" value="%3$d"/>
                  <service><provide interface="dev.patchbay.api.Handler"/></service>
                  <implementation class="%1$s"/>
                </scr:component>
                """.formatted(type.getName(), name, ranking);
    }

    private static void put(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }
}

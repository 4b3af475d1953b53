package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.bundle.Probe;
import dev.patchbay.itests.swap.bundle.Witness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Builds the bundles of these tests. Each has one class with its component, and a version that increases. */
final class ProbeBundle {

    private static final String COMPONENT = "OSGI-INF/component.xml";

    private ProbeBundle() {}

    /** Returns the bundle of a probe, which is active as soon as there is a configuration of its name. */
    static InputStream probe(String name, char letter, int version, String execution) throws IOException {
        return jar(Probe.class, name, version, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s" immediate="true"
                    configuration-policy="require" activate="activate" modified="modified" deactivate="deactivate">
                  <property name="handler.name" value="%1$s"/>
                  <property name="handler.execution" value="%2$s"/>
                  <property name="probe.letter" value="%3$s"/>
                  <property name="probe.version" type="Integer" value="%4$d"/>
                  <service><provide interface="dev.patchbay.api.Handler"/></service>
                  <implementation class="%5$s"/>
                </scr:component>
                """.formatted(name, execution, letter, version, Probe.class.getName()));
    }

    /** Returns the bundle of the listener. */
    static InputStream witness() throws IOException {
        return jar(Witness.class, "witness", 1, """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="witness" immediate="true">
                  <service><provide interface="dev.patchbay.api.ServerEvents"/></service>
                  <implementation class="%s"/>
                </scr:component>
                """.formatted(Witness.class.getName()));
    }

    private static InputStream jar(Class<?> type, String name, int version, String component) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest(name, version))) {
            String path = type.getName().replace('.', '/') + ".class";
            try (InputStream code = type.getClassLoader().getResourceAsStream(path)) {
                put(jar, path, code.readAllBytes());
            }
            put(jar, COMPONENT, component.getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static Manifest manifest(String name, int version) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", version + ".0.0");
        headers.putValue(
                "Import-Package",
                "dev.patchbay.api;version=\"[1.0,2)\"," + ProbeFramework.SHARED + ";version=\"[1.0,2)\"");
        headers.putValue("Service-Component", COMPONENT);
        return manifest;
    }

    private static void put(JarOutputStream jar, String path, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(path));
        jar.write(content);
        jar.closeEntry();
    }
}

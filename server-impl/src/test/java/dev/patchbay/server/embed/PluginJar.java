package dev.patchbay.server.embed;

import dev.patchbay.api.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes jars with a handler that answers every byte with the same word. */
final class PluginJar {

    private static final String SOURCE = """
            package plugin;
            public final class Answering implements dev.patchbay.api.Handler {
                public Answering() {
                    %s
                }
                public void received(dev.patchbay.api.ConnContext conn, java.nio.ByteBuffer in) {
                    in.position(in.limit());
                    conn.write(java.nio.ByteBuffer.wrap("%s".getBytes()));
                }
            }
            """;

    private PluginJar() {}

    static void write(Path jar, String answer) throws IOException {
        write(jar, answer, "");
    }

    /** Makes a jar whose handler does something when it is made. */
    static void write(Path jar, String answer, String first) throws IOException {
        Path classes = Files.createTempDirectory("plugin");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String api = Path.of(URI.create(Handler.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-cp", api);
        boolean compiled = compiler.getTask(null, null, null, options, null, List.of(source(first, answer)))
                .call();
        if (!compiled) {
            throw new IOException("the plugin does not compile");
        }
        Path type = classes.resolve("plugin/Answering.class");
        Path whole = Files.createTempFile(jar.getParent(), "new", ".tmp");
        try (OutputStream file = Files.newOutputStream(whole);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/dev.patchbay.api.Handler"));
            zip.write("plugin.Answering".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("plugin/Answering.class"));
            zip.write(Files.readAllBytes(type));
        }
        Files.move(whole, jar, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Files.delete(type);
        Files.delete(type.getParent());
        Files.delete(classes);
    }

    private static SimpleJavaFileObject source(String first, String answer) {
        URI name = URI.create("string:///plugin/Answering.java");
        return new SimpleJavaFileObject(name, SimpleJavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return String.format(SOURCE, first, answer);
            }
        };
    }
}

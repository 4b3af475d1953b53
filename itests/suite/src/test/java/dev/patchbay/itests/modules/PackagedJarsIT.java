package dev.patchbay.itests.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks what only packaging adds to a jar. Unit tests run on folders of classes and cannot check it. */
class PackagedJarsIT {

    private static final Path JARS = Path.of(System.getProperty("patchbay.modulepath"));
    private static final String REPLACED = "dev/patchbay/server/poll/Platform.class";

    @ParameterizedTest
    @CsvSource({
        "patchbay-api-, dev.patchbay.api",
        "patchbay-server-, dev.patchbay.server",
        "patchbay-handler-echo-, dev.patchbay.handler.echo",
        "patchbay-jsonrpc-, dev.patchbay.jsonrpc",
        "patchbay-handler-json-, dev.patchbay.handler.json"
    })
    void aJarIsABundleAndAModuleOfTheSameName(String file, String name) throws IOException {
        ModuleDescriptor module = ModuleFinder.of(jar(file)).findAll().stream()
                .map(ModuleReference::descriptor)
                .findFirst()
                .orElseThrow();
        assertThat(module.name()).isEqualTo(name);
        assertThat(module.isAutomatic()).isFalse();
        try (JarFile bundle = new JarFile(jar(file).toFile())) {
            assertThat(bundle.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
                    .isEqualTo(name);
            assertThat(bundle.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    @Test
    void theServerReplacesClassesFromJava25On() throws IOException {
        assumeTrue(Runtime.version().feature() >= 25, "a build without JDK 25 has no overlay");

        assertThat(placeOfReplacedClass("25")).isEqualTo("META-INF/versions/25/" + REPLACED);
        assertThat(placeOfReplacedClass("24")).isEqualTo(REPLACED);
    }

    private static String placeOfReplacedClass(String java) throws IOException {
        Runtime.Version version = Runtime.Version.parse(java);
        try (JarFile server = new JarFile(jar("patchbay-server-").toFile(), false, ZipFile.OPEN_READ, version)) {
            return server.getJarEntry(REPLACED).getRealName();
        }
    }

    @Test
    void theLoopThatCallsHandlersHasTheNameByWhichTheCompilerIsToldOfIt() throws IOException {
        String file = ModularProgram.LOOP_CLASS.replace('.', '/') + ".class";
        try (JarFile server = new JarFile(jar("patchbay-server-").toFile())) {
            assertThat(server.getEntry(file)).as(file).isNotNull();
            byte[] code = server.getInputStream(server.getEntry(file)).readAllBytes();
            assertThat(new String(code, StandardCharsets.ISO_8859_1)).contains(ModularProgram.LOOP_METHOD);
        }
    }

    private static Path jar(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(JARS)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + beginning + "*.jar in " + JARS));
        }
    }
}

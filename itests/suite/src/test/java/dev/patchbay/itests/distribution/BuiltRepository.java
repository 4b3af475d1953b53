package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Maven repository with what this build has made for projects of others, as {@code mvn install} would leave it. Unlike the one
 * for Karaf it has the descriptions of the projects, so that Maven finds what a test of a handler needs besides patchbay-test.
 */
final class BuiltRepository {

    private static final Path CHECKOUT = Path.of(System.getProperty("patchbay.checkout"));

    /** The artifacts by the folder of their module. */
    private static final Map<String, String> MODULES = new TreeMap<>(Map.of(
            "", "patchbay",
            "api", "patchbay-api",
            "server-impl", "patchbay-server",
            "runtime-assembly", "patchbay-runtime-assembly-parent",
            "runtime-assembly/junixsocket", "patchbay-junixsocket",
            "runtime-assembly/testing", "patchbay-test"));

    private BuiltRepository() {}

    /** Creates it in a folder, and returns the folder. */
    static Path create(Path folder) throws IOException {
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            add(
                    folder.resolve("dev/patchbay").resolve(module.getValue()),
                    CHECKOUT.resolve(module.getKey()),
                    module.getValue());
        }
        return folder;
    }

    private static void add(Path folder, Path module, String artifact) throws IOException {
        String version = version();
        Path place = Files.createDirectories(folder.resolve(version));
        Files.copy(module.resolve("pom.xml"), place.resolve(artifact + "-" + version + ".pom"));
        String jar = artifact + "-" + version + ".jar";
        Path built = module.resolve("target").resolve(jar);
        if (Files.exists(built)) {
            Files.copy(built, place.resolve(jar));
        }
    }

    /** Returns the version of this build. The distribution's features have the API in a folder of that name. */
    private static String version() throws IOException {
        Path versions = Path.of(System.getProperty("patchbay.repository"), "dev/patchbay/patchbay-api");
        try (Stream<Path> all = Files.list(versions)) {
            return all.findFirst().orElseThrow().getFileName().toString();
        }
    }
}

package dev.patchbay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code src/test/program}, compiled and run with what the dependency brings and nothing else. */
@Timeout(120)
class EmbeddingTest {

    private static final Path SOURCES = Path.of("src/test/program");
    private static final List<String> BROUGHT = List.of(
            "patchbay-api",
            "patchbay-server",
            "patchbay-junixsocket",
            "slf4j-api",
            "/api/",
            "/server-impl/",
            "/junixsocket/");

    @TempDir
    private Path folder;

    /** What a run of the program has printed. */
    private record Result(String out, String err) {}

    private static List<String> libraries(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .toList();
    }

    private static boolean isBrought(String library) {
        return BROUGHT.stream().anyMatch(library::contains) && !library.contains("embedded");
    }

    private String compile(List<String> libraries, boolean asModule) throws IOException {
        String path = String.join(File.pathSeparator, libraries);
        Path classes = folder.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-Xlint:all,-path,-processing", "-Werror", "--release", "17"));
        arguments.addAll(List.of(asModule ? "--module-path" : "--class-path", path, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> asModule || !file.endsWith("module-info.java"))
                    .forEach(file -> arguments.add(file.toString()));
        }
        ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(compiler.run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
        return path + File.pathSeparator + classes;
    }

    private Result run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx64m");
        command.addAll(List.of(options));
        command.add(folder.resolve("shout.sock").toString());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the program has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(Files.readString(out), Files.readString(err));
    }

    /** Only Java 24 and newer ask for it; Java 17 knows the option. */
    private static String nativeAccess(String modules) {
        return Runtime.version().feature() >= 24 ? "--enable-native-access=" + modules : "-Dnative=any";
    }

    @Test
    void programOnTheClassPathServesAndSaysNothingOnStandardError() throws Exception {
        String path = compile(libraries(EmbeddingTest::isBrought), false);

        Result result = run(nativeAccess("ALL-UNNAMED"), "-cp", path, "com.example.program.Main");

        assertThat(result).isEqualTo(new Result("HELLO\nAGAIN!\n", ""));
    }

    @Test
    void programOnTheModulePathServesAndSaysNothingOnStandardError() throws Exception {
        List<String> libraries = libraries(EmbeddingTest::isBrought);
        assumeTrue(libraries.stream().allMatch(library -> library.endsWith(".jar")), "the build has not made the jars");
        String path = compile(libraries, true);

        Result result = run(
                nativeAccess("dev.patchbay.server,org.newsclub.net.unix"),
                "--module-path",
                path,
                "--module",
                "com.example.program/com.example.program.Main");

        assertThat(result).isEqualTo(new Result("HELLO\nAGAIN!\n", ""));
    }

    @Test
    void programWithALogHasTheLinesOfTheServerInIt() throws Exception {
        String path = compile(libraries(library -> isBrought(library) || library.contains("logback")), false);

        Result result = run(nativeAccess("ALL-UNNAMED"), "-cp", path, "com.example.program.Main");

        assertThat(result.out()).contains("HELLO\n", "AGAIN!\n", "INFO", "dev.patchbay.server");
        assertThat(result.err()).isEmpty();
    }
}

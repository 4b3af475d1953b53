package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay bench} against the servers of the distribution. Nothing is asserted about speed. */
@Timeout(180)
class BenchIT {

    @TempDir
    private static Path directory;

    private static CommandLine commands;
    private static Patchbay patchbay;

    @BeforeAll
    static void start() throws Exception {
        directory = directory.toRealPath();
        commands = new CommandLine(directory);
        patchbay = Patchbay.start(directory);
    }

    @AfterAll
    static void stop() {
        patchbay.close();
    }

    static boolean script() {
        return Files.isExecutable(Path.of("/usr/bin/script"));
    }

    private static String bench(String socket, String... more) throws Exception {
        String[] arguments = {"bench", socket, "--duration", "1s", "--warmup", "200ms", "--connections", "5"};
        return commands.run(Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new))
                .orFail();
    }

    @Test
    void anEchoIsLoadedAndDrawn() throws Exception {
        Path page = directory.resolve("report.html");

        String out = bench("echo", "--size", "3k", "--depth", "4", "--html", page.toString());

        assertThat(out)
                .startsWith("echo: echo of 3072 bytes, 5 connections, 4 messages under way on each")
                .contains(" no errors\n", "LATENCY", "P99.9")
                .doesNotContain("\r", "\u001b");
        assertThat(page).content().contains("<svg", "Latency by percentile").doesNotContain("http:", "https:");
        assertThat(bench("echo", "--reconnect")).contains("a new one for each message", " no errors\n");
    }

    @Test
    void aMethodIsCalled() throws Exception {
        String out = bench("json", "--call", "echo", "--params", "{\"a\": [1, 2]}", "--depth", "8", "--json");

        assertThat(out)
                .startsWith("{\"format\":\"patchbay-bench-1\"")
                .contains("\"exchange\":\"JSON-RPC method echo\"", "\"errors\":{}");
        CommandLine.Result none = commands.run(
                "bench", "json", "--call", "none", "--duration", "200ms", "--warmup", "0s", "--connections", "1");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).contains("JSON-RPC error", "there is no method");
    }

    @Test
    void aFixedRateIsKeptAndComparedWithAnEarlierRun() throws Exception {
        String before = bench("echo", "--rate", "500", "--json");
        Path file = Files.writeString(directory.resolve("before.json"), before);

        String out = bench("echo", "--rate", "500", "--baseline", file.toString());

        assertThat(before).contains("\"latencyMicros\":{\"count\":500,");
        assertThat(out)
                .contains("500 messages a second", " no errors\n")
                .containsPattern("FIGURE +BEFORE +AFTER +CHANGE")
                .containsPattern("messages a second +\\d+ +\\d+ +[+-]");
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() throws Exception {
        assertThat(commands.run("bench", "none").status()).isEqualTo(1);
        CommandLine.Result absent = commands.run("bench", directory + "/run/none.sock");
        assertThat(absent.status()).isEqualTo(69);
        assertThat(absent.err())
                .isEqualTo("patchbay: no server listens at " + directory + "/run/none.sock (it does not exist)\n");
        assertThat(commands.run("bench", "echo", "--rate", "1e9").status()).isEqualTo(64);
    }

    @Test
    @EnabledIf("script")
    void progressIsOneLineOfATerminalAndAnInterruptPrintsWhatThereIs() throws Exception {
        CommandLine terminal = new CommandLine(directory, Map.of("TERM", "xterm"));
        String words = String.join(" ", terminal.words("bench", "echo", "--duration", "60s", "--warmup", "0s"));

        String shown =
                terminal.interruptOnTerminal("stty cols 70; " + words + "; echo \"[exit $?]\"", "second 2 of 60: ");

        assertThat(shown).contains("\r\u001b[Ksecond 2 of 60: ", "LATENCY", "interrupted: the figures are those of");
        assertThat(shown).contains("[exit 130]");
    }

    @Test
    void noOtherCommandHasItsClasses() throws Exception {
        try (Stream<Path> jars = Files.list(Patchbay.distribution().resolve("lib/command"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(name -> name.contains("HdrHistogram") || name.contains("bench"));
        }
        try (Stream<Path> jars = Files.list(Patchbay.distribution().resolve("lib/bench"))) {
            assertThat(jars).hasSize(2);
        }
    }
}

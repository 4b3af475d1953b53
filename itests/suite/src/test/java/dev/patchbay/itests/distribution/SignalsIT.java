package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.SocketFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of the operating system, in an environment that does not care for the output. */
@Timeout(180)
class SignalsIT {

    private static final int PIPE_BYTES = 64 * 1024;

    private HomeFolder home;

    @BeforeEach
    void emptyHome(@TempDir Path directory) {
        home = new HomeFolder(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itServesAndEndsAlthoughNobodyReadsItsOutput(boolean standardError) throws Exception {
        Files.createDirectory(home.directory().resolve("run"));
        Path fifo = home.directory().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (RandomAccessFile unread = new RandomAccessFile(fifo.toFile(), "rw")) {
            unread.write(new byte[PIPE_BYTES]);
            Redirect full = Redirect.to(fifo.toFile());
            try (Patchbay patchbay =
                    launch(builder -> (standardError ? builder.redirectError(full) : builder.redirectOutput(full))
                            .environment()
                            .remove("JAVA_OPTS"))) {
                home.awaitSocket("echo", true);
                try (Client client = Client.connect(home.socket("echo"))) {
                    assertThat(client.echo("hello")).isEqualTo("hello");
                }
                patchbay.terminate();

                assertThat(patchbay.awaitExit()).isZero();
                assertThat(home.socket("echo")).doesNotExist();
            }
        }
    }

    @Test
    void sighupReopensTheLogAndEndsNothing() throws Exception {
        Path log = home.directory().resolve("log/patchbay.log");
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            try (Client client = Client.connect(home.socket("echo"))) {
                Files.move(log, log.resolveSibling("patchbay.log.1"));

                signal(patchbay, "HUP");
                SocketFile.await(log, true);
                patchbay.log().await("was opened again");

                assertThat(client.echo("hello")).isEqualTo("hello");
                patchbay.terminate();
                patchbay.log().await("drains");
                signal(patchbay, "HUP");
                patchbay.terminate();
            }
            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log()).contains("Patchbay has stopped");
        }
    }

    @Test
    void sighupDuringTheStartEndsNothing() throws Exception {
        try (Patchbay patchbay = Patchbay.launch(home.directory())) {
            patchbay.log().await("Patchbay", "home " + home.directory());
            signal(patchbay, "HUP");
            patchbay.output().await("patchbay ready in ");
            patchbay.terminate();

            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void sigtermDuringTheStartIsAnEndOnRequest() throws Exception {
        try (Patchbay patchbay = Patchbay.launch(home.directory())) {
            patchbay.log().await("Patchbay", "home " + home.directory());
            patchbay.terminate();

            assertThat(patchbay.awaitExit()).isZero();
            assertThat(patchbay.log().all()).noneMatch(line -> line.startsWith("patchbay: "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR", "fa-IR"})
    void itServesInEveryLocale(String tag) throws Exception {
        String[] parts = tag.split("-");
        try (Patchbay patchbay =
                        Patchbay.start(home.directory(), "-Duser.language=" + parts[0], "-Duser.country=" + parts[1]);
                Client client = Client.connect(home.socket("echo"))) {
            assertThat(client.echo("hello")).isEqualTo("hello");
            patchbay.kill();
        }
    }

    private Patchbay launch(Consumer<ProcessBuilder> preparation) throws IOException {
        return Patchbay.launch(Patchbay.distribution(), home.directory(), List.of("--allow-unsafe-files"), preparation);
    }

    private static void signal(Patchbay patchbay, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(patchbay.pid()))
                .start()
                .waitFor();
    }
}

package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StartThatCannotWorkIT {

    private static final int IN_USE = 75;
    private static final int WRONG_CONFIGURATION = 78;

    private HomeFolder home;

    @BeforeEach
    void emptyHome(@TempDir Path directory) {
        home = new HomeFolder(directory);
    }

    @Test
    void aWrongConfigurationIsFatalIfTheStartIsStrictAndEveryFaultIsNamed() throws Exception {
        home.configure("good", "socket.path = ${patchbay.home}/run/good.sock");
        home.configure(
                "bad",
                "socket.path = /tmp/" + "x".repeat(195),
                "socket.permissions = 0988",
                "engine = steam",
                "message.max = many");
        try (Patchbay patchbay = Patchbay.launch(
                Patchbay.distribution(),
                home.directory(),
                List.of("--allow-unsafe-files", "--strict"),
                process -> {})) {
            assertThat(patchbay.awaitExit()).isEqualTo(WRONG_CONFIGURATION);

            assertThat(patchbay.output().all()).isEmpty();
            String said = String.join("\n", patchbay.log().all());
            said = said.substring(said.indexOf("patchbay: not all servers can start"));
            assertThat(said)
                    .contains("server bad (" + home.conf().resolve("dev.patchbay.server~bad.cfg") + ")")
                    .contains("200 bytes", "107")
                    .contains("socket.permissions = 0988")
                    .contains("engine = steam")
                    .contains("message.max = many");
            assertThat(home.socket("good")).doesNotExist();
        }
    }

    @Test
    void aSocketPathThatIsTakenByAFileIsFatalAndTheFileStays() throws Exception {
        Path file = Files.writeString(home.directory().resolve("precious"), "do not touch");
        home.configure("a", "socket.path = " + file);
        try (Patchbay patchbay = Patchbay.launch(home.directory())) {
            assertThat(patchbay.awaitExit()).isEqualTo(WRONG_CONFIGURATION);

            assertThat(patchbay.log().all()).anyMatch(line -> line.contains("a regular file is there"));
            assertThat(file).hasContent("do not touch");
        }
    }

    @Test
    void aSecondInstanceInTheSameHomeSaysWhoHasItAndLeavesTheFirstAlone() throws Exception {
        try (Patchbay first = Patchbay.start(home.directory());
                Patchbay second = Patchbay.launch(home.directory())) {
            assertThat(second.awaitExit()).isEqualTo(IN_USE);

            assertThat(second.log().all())
                    .singleElement()
                    .asString()
                    .contains("home " + home.directory() + " is in use by process " + first.pid());
            try (Client client = Client.connect(home.socket("echo"))) {
                assertThat(client.echo("hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void aSocketOfAnotherInstanceIsNotTakenAway(@TempDir Path otherHome) throws Exception {
        HomeFolder other = new HomeFolder(otherHome);
        other.configure("thief", "socket.path = " + home.socket("echo"));
        try (Patchbay first = Patchbay.start(home.directory());
                Patchbay second = Patchbay.launch(otherHome)) {
            assertThat(second.awaitExit()).isEqualTo(WRONG_CONFIGURATION);

            assertThat(second.log().all()).anyMatch(line -> line.contains("another server"));
            try (Client client = Client.connect(home.socket("echo"))) {
                assertThat(client.echo("mine")).isEqualTo("mine");
            }
            first.terminate();
            assertThat(first.awaitExit()).isZero();
        }
    }
}

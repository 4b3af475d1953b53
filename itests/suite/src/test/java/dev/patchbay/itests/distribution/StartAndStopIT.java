package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.Pattern;
import dev.patchbay.itests.plugin.ErrandHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StartAndStopIT {

    private static final int IN_FLIGHT_BYTES = 256 * 1024;

    private HomeFolder home;

    @BeforeEach
    void emptyHome(@TempDir Path directory) {
        home = new HomeFolder(directory);
    }

    @Test
    void oneLineSaysThatAllServersAcceptAndWhere() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            try (Client client = Client.connect(home.socket("echo"))) {
                assertThat(client.echo("hello\n")).isEqualTo("hello\n");
            }
            patchbay.terminate();
            patchbay.awaitExit();

            assertThat(patchbay.output().all())
                    .singleElement()
                    .asString()
                    .matches("patchbay ready in \\d+ ms: control=\\Q" + home.socket("control") + "\\E echo=\\Q"
                            + home.socket("echo") + "\\E http=\\Q" + home.socket("http") + "\\E json=\\Q"
                            + home.socket("json") + "\\E");
        }
    }

    @Test
    void theReadyLineNamesEveryServer() throws Exception {
        home.configure("one", "socket.path = ${patchbay.home}/run/one.sock");
        home.configure("two", "socket.path = ${patchbay.home}/run/two.sock");
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client one = Client.connect(home.socket("one"));
                Client two = Client.connect(home.socket("two"))) {
            assertThat(one.echo("1")).isEqualTo("1");
            assertThat(two.echo("2")).isEqualTo("2");
            patchbay.terminate();

            assertThat(patchbay.output().all())
                    .singleElement()
                    .asString()
                    .contains("one=" + home.socket("one") + " two=" + home.socket("two"));
        }
    }

    @Test
    void onSigtermEveryAnswerUnderWayArrives() throws Exception {
        byte[] request = Pattern.bytes(IN_FLIGHT_BYTES);
        List<Client> clients = new ArrayList<>();
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            for (int i = 0; i < 20; i++) {
                Client client = Client.connect(home.socket("echo"));
                clients.add(client);
                client.send(request);
            }

            patchbay.terminate();
            patchbay.log().await("server echo drains");
            for (Client client : clients) {
                assertThat(client.read(IN_FLIGHT_BYTES)).isEqualTo(request);
                assertThat(client.isAtEnd()).isTrue();
            }

            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.socket("echo")).doesNotExist();
            assertThat(patchbay.log().all()).anyMatch(line -> line.contains("gracefully") && line.contains("0 forced"));
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void onSigtermAnAnswerThatIsStillBeingMadeArrives() throws Exception {
        Files.createDirectories(home.plugins());
        new HandlerBundle(ErrandHandler.class, "errand", 0).dropInto(home.plugins());
        home.configure(
                "errand",
                "socket.path = ${patchbay.home}/run/errand.sock",
                "handler.target = (handler.name=errand)",
                "drain.timeout = 60s");
        Path fifo = home.directory().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client client = Client.connect(home.socket("errand"))) {
            client.send(fifo + "\n");
            // Opens when the handler has opened its end.
            try (var answer = Files.newOutputStream(fifo)) {
                patchbay.terminate();
                patchbay.log().await("server errand drains: 1 connection");
                answer.write("done".getBytes());
            }

            assertThat(client.readAsMuchAs("done")).isEqualTo("done");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void sigintEndsItLikeSigterm() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client client = Client.connect(home.socket("echo"))) {
            client.echo("hello");

            patchbay.interrupt();

            assertThat(patchbay.awaitExit()).isZero();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(home.socket("echo")).doesNotExist();
        }
    }

    @Test
    void aSecondStartWorksAtOnce() throws Exception {
        try (Patchbay first = Patchbay.start(home.directory())) {
            first.terminate();
            first.awaitExit();
        }
        assertThatItServes();
    }

    @Test
    void afterKillItStartsOverTheSocketThatWasLeftBehind() throws Exception {
        try (Patchbay first = Patchbay.start(home.directory())) {
            first.kill();
        }
        assertThat(home.socket("echo")).exists();

        assertThatItServes();
        assertThat(home.socket("echo")).doesNotExist();
    }

    @RepeatedTest(4)
    void aHomeWhosePreparationWasKilledIsCompleted() throws Exception {
        HomeFolder fresh = new HomeFolder(home.directory().resolve("fresh"));
        try (Patchbay first = Patchbay.launch(fresh.directory())) {
            while (Files.notExists(fresh.conf())) {
                Thread.onSpinWait();
            }
            first.kill();
        }
        try (Patchbay second = Patchbay.launch(fresh.directory())) {
            second.output().await("patchbay ready in ", "echo=", "json=");
            second.terminate();
            assertThat(second.awaitExit()).isZero();
            assertThat(fresh.log()).contains("ready: ");
        }
    }

    private void assertThatItServes() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client client = Client.connect(home.socket("echo"))) {
            assertThat(client.echo("hello")).isEqualTo("hello");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }
}

package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.Pattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients with all kinds of behaviour, and one server for each poller of this Java in the same process. */
@Timeout(180)
class ClientsOfEveryPollerIT {

    private static final long MIB = 1 << 20;

    private static HomeFolder home;
    private static Patchbay patchbay;

    static Stream<String> pollers() {
        return Runtime.version().feature() >= 25 ? Stream.of("epoll", "portable") : Stream.of("portable");
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        home = new HomeFolder(directory);
        for (String poller : pollers().toList()) {
            home.configure(poller, "socket.path = ${patchbay.home}/run/" + poller + ".sock", "engine = " + poller);
        }
        patchbay = Patchbay.start(directory);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try (Patchbay running = patchbay) {
            running.terminate();
            assertThat(running.awaitExit()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void oneByteAtATimeComesBack(String poller) throws Exception {
        byte[] sent = Pattern.bytes(2_000);
        try (Client client = connect(poller)) {
            for (byte single : sent) {
                client.send(new byte[] {single});
            }

            assertThat(client.read(sent.length)).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void sixtyFourMebibytesComeBackThoughTheyAreReadLateAndFewAreBuffered(String poller) throws Exception {
        try (Client client = connect(poller)) {
            long buffered = client.sendAllAndReadLate(64 * MIB).sentBeforeReading();

            assertThat(buffered).isBetween(1L, 4 * MIB);
            assertThat(client.echo("still here")).isEqualTo("still here");
        }
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void aRequestFollowedByHalfCloseGetsItsWholeAnswerAndThenTheEnd(String poller) throws Exception {
        byte[] sent = Pattern.bytes(256 * 1024);
        try (Client client = connect(poller)) {
            client.send(sent);
            client.endOutput();

            assertThat(client.read(sent.length)).isEqualTo(sent);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void aThousandConnectionsAtOnceGetTheirOwnBytes(String poller) throws Exception {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                clients.add(connect(poller));
            }
            for (int round = 1; round <= 2; round++) {
                for (int i = 0; i < 1_000; i++) {
                    clients.get(i).send(Pattern.bytes(round * 1_000 + i));
                }
                for (int i = 0; i < 1_000; i++) {
                    int length = round * 1_000 + i;
                    assertThat(clients.get(i).read(length)).isEqualTo(Pattern.bytes(length));
                }
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void aClientThatVanishesInTheMiddleOfAnAnswerDisturbsNobodyAndIsOneLineInTheLog(String poller) throws Exception {
        try (Client other = connect(poller)) {
            other.echo("before");
            try (Client client = connect(poller)) {
                client.send(Pattern.bytes(256 * 1024));
            }

            String line = patchbay.log().await("server " + poller + ": connection", "ended");
            assertThat(line).containsAnyOf("CONNECTION_LOST", "CLIENT_CLOSED").contains("unsent");
            assertThat(other.echo("after")).isEqualTo("after");
        }
    }

    private static Client connect(String poller) throws Exception {
        return Client.connect(home.socket(poller));
    }
}

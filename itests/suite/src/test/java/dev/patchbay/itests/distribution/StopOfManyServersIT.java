package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stops servers whose clients never finish. */
@Timeout(180)
class StopOfManyServersIT {

    private static final List<String> SERVERS = List.of("one", "two", "three");
    private static final int MORE_THAN_THE_KERNEL_HOLDS = 256 * 1024;

    @Test
    void allServersDrainAtTheSameTime(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        for (String server : SERVERS) {
            home.configure(server, "socket.path = ${patchbay.home}/run/" + server + ".sock", "drain.timeout = 5s");
        }
        List<Client> clients = new ArrayList<>();
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            for (String server : SERVERS) {
                clients.add(occupy(home.socket(server)));
            }

            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();

            List<String> log = patchbay.log().all();
            // Not by the time that it takes: the last one begins before the first one has ended.
            assertThat(log.subList(0, first(log, " has stopped by force")))
                    .filteredOn(
                            line -> SERVERS.stream().anyMatch(server -> line.contains("server " + server + " drains")))
                    .hasSameSizeAs(SERVERS);
            for (String server : SERVERS) {
                assertThat(log)
                        .anyMatch(line -> line.contains("server " + server + " has stopped by force")
                                && line.contains("1 forced"));
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static int first(List<String> log, String words) {
        return log.indexOf(log.stream()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with" + words + " in " + log)));
    }

    /** Connects a client that sends and never reads, so that its answers are never all sent. */
    private static Client occupy(Path socket) throws Exception {
        Client client = Client.connect(socket);
        CountDownLatch moreThanTheKernelHolds = new CountDownLatch(1);
        Thread sender = new Thread(
                () -> {
                    try {
                        client.send(new byte[MORE_THAN_THE_KERNEL_HOLDS]);
                        moreThanTheKernelHolds.countDown();
                        client.send(new byte[1 << 24]);
                    } catch (IOException theServerStops) {
                        return;
                    }
                },
                "sender");
        sender.setDaemon(true);
        sender.start();
        assertThat(moreThanTheKernelHolds.await(60, TimeUnit.SECONDS)).isTrue();
        return client;
    }
}

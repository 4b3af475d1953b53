package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs out of descriptors or of memory recovers, says so once, and harms nobody who is served already. */
class ShortageTest extends EngineTest {

    private static final int DESCRIPTORS = 100;

    private Path socket() {
        return directory.resolve("test.sock");
    }

    private static void echoes(Client client) throws IOException {
        assertThat(client.send("ping\n").receiveText(5)).isEqualTo("ping\n");
    }

    private static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
        clients.clear();
    }

    @Test
    void serverWithoutDescriptorsServesOnAndAcceptsAgainWhenThereAreSome() throws Exception {
        try (ServerProcess server = new ServerProcess(lane, socket(), "ulimit -n " + DESCRIPTORS);
                Client first = new Client(socket())) {
            echoes(first);
            List<Client> served = new ArrayList<>();
            List<Client> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < DESCRIPTORS; i++) {
                    served.add(new Client(socket()));
                }
                assertThat(server.await("error"))
                        .contains("cannot accept connections")
                        .containsIgnoringCase("too many open files");
                for (int i = 0; i < 10; i++) {
                    waiting.add(new Client(socket()));
                    waiting.get(i).send("late\n");
                    echoes(first);
                }
                close(served);
                for (Client client : waiting) {
                    assertThat(client.receiveText(5)).isEqualTo("late\n");
                }
                echoes(first);
                assertThat(server.rest()).noneMatch(line -> line.startsWith("error"));
            } finally {
                close(served);
                close(waiting);
            }
        }
    }

    @Test
    void serverWithoutMemoryEndsThoseWhoNeedItAndServesTheOthers() throws Exception {
        ByteBuffer part = ByteBuffer.allocate(900_000);
        assertThat(part.capacity()).as("or it would be too large").isLessThan(1 << 20);
        String[] little = {"-XX:MaxDirectMemorySize=16m", "-Xmx64m"};
        try (ServerProcess server = new ServerProcess(lane, socket(), "true", little);
                Client good = new Client(socket())) {
            echoes(good);
            List<Client> greedy = new ArrayList<>();
            List<ByteBuffer> unsent = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    Client client = new Client(socket());
                    greedy.add(client);
                    client.channel().configureBlocking(false);
                    unsent.add(part.duplicate());
                    sendWhatFits(client, unsent.get(i));
                    echoes(good);
                }
                for (int round = 0; round < 20; round++) {
                    for (int i = 0; i < greedy.size(); i++) {
                        sendWhatFits(greedy.get(i), unsent.get(i));
                    }
                    echoes(good);
                }
                assertThat(server.await("closed")).isEqualTo("closed HOST_FAILED");
            } finally {
                close(greedy);
            }
            echoes(good);
            try (Client late = new Client(socket())) {
                echoes(late);
            }
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void memoryThatOneSizeOfMessagesTookIsThereForTheNext() throws Exception {
        int together = 4_000_000;
        try (ServerProcess server = new ServerProcess(lane, socket(), "true", "-XX:MaxDirectMemorySize=12m")) {
            for (int size : new int[] {900_000, 400_000, 200_000, 900_000}) {
                List<Client> clients = new ArrayList<>();
                try {
                    for (int i = 0; i < together / size; i++) {
                        clients.add(new Client(socket()));
                        clients.get(i).send(new byte[size]);
                    }
                    for (Client client : clients) {
                        assertThat(client.send("\n").receive(size + 1)).hasSize(size + 1);
                    }
                } finally {
                    close(clients);
                }
            }
            assertThat(server.rest()).noneMatch(line -> line.startsWith("error"));
        }
    }

    private static void sendWhatFits(Client client, ByteBuffer bytes) {
        try {
            client.channel().write(bytes);
        } catch (IOException theServerHasClosed) {
            assertThat(theServerHasClosed).isNotNull();
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client may rely on, shown with a handler that sends every byte back. */
class EchoContractTest extends EngineTest {

    private TestServer echo() throws Exception {
        return server().start(ECHO);
    }

    @Test
    void oneByteAtATimeComesBack() throws Exception {
        try (TestServer server = echo();
                Client client = server.connect()) {
            for (int i = 0; i < 256; i++) {
                client.send(new byte[] {(byte) i});
                assertThat(client.receive(1)).containsExactly(i);
            }
        }
    }

    @Test
    void manyMegabytesComeBackToAClientThatReadsLate() throws Exception {
        byte[] data = new byte[16 << 20];
        new Random(1).nextBytes(data);
        try (TestServer server = echo();
                Client client = server.connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAndEnd(client, data));
            // Late: not before everything between the two ends is full, so the sender has been stopped.
            awaitQueued(server, server.config().writeHigh());
            assertThat(client.receive(data.length)).isEqualTo(data);
            assertThat(client.receiveAll()).isEmpty();
            sent.get(10, TimeUnit.SECONDS);
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(closed.totals().bytesIn()).isEqualTo(data.length);
            assertThat(closed.totals().bytesOut()).isEqualTo(data.length);
        }
    }

    private static void awaitQueued(TestServer server, long bytes) {
        while (server.server().connectionSnapshots().isEmpty()
                || server.server().connectionSnapshots().get(0).queued() < bytes) {
            Thread.onSpinWait();
        }
    }

    private static void sendAndEnd(Client client, byte[] data) {
        try {
            client.send(data).endInput();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void clientThatHalfClosesGetsItsWholeAnswer() throws Exception {
        try (TestServer server = echo();
                Client client = server.connect()) {
            client.send("request").endInput();
            assertThat(client.receiveAll()).isEqualTo("request");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void thousandConnectionsAreServedAtOnce() throws Exception {
        try (TestServer server = echo()) {
            List<Client> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    clients.add(server.connect());
                }
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).send("message of client " + (1000 + i));
                }
                for (int i = 0; i < clients.size(); i++) {
                    String expected = "message of client " + (1000 + i);
                    assertThat(clients.get(i).receiveText(expected.length())).isEqualTo(expected);
                }
                assertThat(server.server().connectionCount()).isEqualTo(1000);
            } finally {
                for (Client client : clients) {
                    client.close();
                }
            }
            assertThat(RecordedEvents.next(server.events.closed, 1000))
                    .allMatch(closed -> closed.reason() == ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void clientThatVanishesWithoutReadingDisturbsNobody() throws Exception {
        try (TestServer server = echo();
                Client good = server.connect()) {
            Client bad = server.connect();
            bad.channel().configureBlocking(false);
            java.nio.ByteBuffer flood = java.nio.ByteBuffer.allocate(65536);
            while (bad.channel().write(flood) > 0) {
                flood.clear();
            }
            bad.close();
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(closed.totals().unsent()).isPositive();
            assertThat(good.send("still here").receiveText(10)).isEqualTo("still here");
        }
    }

    @Test
    void pipelinedPiecesOfRandomSizeStayInOrder() throws Exception {
        Random random = new Random(7);
        byte[] data = new byte[2 << 20];
        random.nextBytes(data);
        try (TestServer server = echo();
                Client client = server.connect()) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receive(client, data.length));
            for (int from = 0; from < data.length; ) {
                int to = Math.min(data.length, from + 1 + random.nextInt(20_000));
                client.send(java.util.Arrays.copyOfRange(data, from, to));
                from = to;
            }
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(data);
        }
    }

    private static byte[] receive(Client client, int count) {
        try {
            return client.receive(count);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

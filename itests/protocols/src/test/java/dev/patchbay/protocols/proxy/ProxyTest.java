package dev.patchbay.protocols.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.PlainClient;
import dev.patchbay.protocols.Swapping;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a relay in front of an echo server that ends its output when the client has. */
@Timeout(120)
class ProxyTest {

    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final int CLIENTS = Integer.getInteger("patchbay.clients", 10_000);
    private static final int SWAPS = 50;
    private static final int LARGE = 20_000_000;

    @TempDir
    private Path folder;

    private Backends backends;
    private Server backend;
    private Server front;

    @BeforeEach
    void start() throws Exception {
        System.out.println("patchbay.seed = " + SEED);
        backends = new Backends();
        backend = Server.at(folder.resolve("backend.sock")).handler(new Echo()).start();
        front = Server.at(folder.resolve("front.sock"))
                .with("swap.timeout", "60s")
                .handler(relay())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        backend.close();
        backends.close();
    }

    private ProxyHandler relay() {
        return new ProxyHandler(folder.resolve("backend.sock"), backends);
    }

    private Swapping swapping() {
        return new Swapping(front, this::relay, SEED);
    }

    private PlainClient connect() {
        return new PlainClient(folder.resolve("front.sock"));
    }

    /** Sends back what comes, and no more once the client has ended its output. */
    private static final class Echo implements Handler {

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            if (conn.isWritable()) {
                conn.write(in);
            }
        }

        @Override
        public void inputEnded(ConnContext conn) {
            conn.endOutput();
        }
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void clientsThatHalfCloseGetTheirBytesDuringSwaps() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Future<?>> runs = new ArrayList<>();
        try (Swapping swapping = swapping()) {
            for (int i = 0; i < CLIENTS; i++) {
                byte[] sent = bytes(i % 3000, i);
                runs.add(clients.submit(() -> {
                    try (PlainClient client = connect()) {
                        client.send(ByteBuffer.wrap(sent)).endOutput();
                        assertThat(client.readBytes(Integer.MAX_VALUE)).isEqualTo(sent);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
            while (swapping.swaps() < SWAPS) {
                Thread.onSpinWait();
            }
        } finally {
            clients.shutdownNow();
        }
        awaitEnd();
    }

    @Test
    void aPairStaysTogetherDuringSwaps() {
        try (PlainClient client = connect();
                Swapping swapping = swapping()) {
            for (int i = 0; i < 2000 || swapping.swaps() < SWAPS; i++) {
                String line = "line " + i + "\n";
                assertThat(client.send(line).readText(line.length())).isEqualTo(line);
            }
            assertThat(client.send("end").endOutput().readToEnd()).isEqualTo("end");
        }
    }

    @Test
    void aClientThatReadsLateIsWaitedForAndGetsEverything() throws Exception {
        byte[] sent = bytes(LARGE, SEED);
        ByteBuffer rest = ByteBuffer.wrap(sent);
        try (PlainClient client = connect();
                Swapping swapping = swapping()) {
            Thread sender = new Thread(() -> client.send(rest).endOutput());
            sender.start();
            while (front.connections().isEmpty()) {
                Thread.onSpinWait(); // It has connected, and may not be accepted yet.
            }
            while (swapping.swaps() < SWAPS) {
                assertThat(front.connections()).hasSize(1);
            }
            assertThat(rest.hasRemaining()).as("the client waits").isTrue();
            assertThat(client.readBytes(Integer.MAX_VALUE)).isEqualTo(sent);
            sender.join();
        }
    }

    @Test
    void clientsThatGoAwayTakeTheOtherSideWithThem() throws Exception {
        Random random = new Random(SEED);
        try (Swapping swapping = swapping()) {
            for (int i = 0; i < 500 || swapping.swaps() < SWAPS; i++) {
                try (PlainClient client = connect()) {
                    client.send(ByteBuffer.wrap(bytes(random.nextInt(100_000), i)));
                    client.readBytes(random.nextInt(2));
                }
            }
        }
        awaitEnd();
    }

    @Test
    void aServerThatGoesAwayEndsTheOutputOfItsClients() {
        try (PlainClient client = connect()) {
            assertThat(client.send("x").readText(1)).isEqualTo("x");
            backend.close();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void bytesSentBeforeTheClientClosedReachTheOtherSide() throws Exception {
        long sent = 0;
        AtomicLong received = new AtomicLong();
        Handler sink = (conn, in) -> {
            received.addAndGet(in.remaining());
            in.position(in.limit());
        };
        backend.add(sink, new HandlerOptions().ranking(1));
        try (Swapping swapping = swapping()) {
            for (int i = 0; i < 500 || swapping.swaps() < SWAPS; i++) {
                try (PlainClient client = connect()) {
                    client.send(ByteBuffer.wrap(bytes(50_000, i)));
                    sent += 50_000;
                }
            }
        }
        long limit = System.nanoTime() + 60_000_000_000L;
        while (received.get() < sent && System.nanoTime() < limit) {
            Thread.onSpinWait(); // The last client may be gone before it is accepted.
        }
        awaitEnd();
        assertThat(received).hasValue(sent);
    }

    private void awaitEnd() {
        long limit = System.nanoTime() + 60_000_000_000L;
        while (!(front.connections().isEmpty() && backend.connections().isEmpty()) && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(front.connections()).isEmpty();
        assertThat(backend.connections()).isEmpty();
    }
}

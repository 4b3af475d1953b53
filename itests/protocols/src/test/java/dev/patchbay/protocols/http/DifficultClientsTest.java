package dev.patchbay.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.PlainClient;
import dev.patchbay.protocols.Swapping;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go away, do not read, or send without end, and the others beside them. */
@Timeout(120)
class DifficultClientsTest {

    private static final int SWAPS = 50;
    private static final String GET = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void start() {
        site = new Site(folder);
        site.file("large", 5_000_000);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void serveAnother() {
        try (PlainClient client = new PlainClient(site.socket())) {
            assertThat(client.send(GET.formatted("/")).endOutput().readToEnd()).endsWith("\r\n\r\nhello\n");
        }
    }

    @Test
    void clientsThatGoAwayDisturbNobodyDuringSwaps() throws Exception {
        Random random = new Random(Site.SEED);
        String[] begun = {
            GET.formatted("/files/large"),
            GET.formatted("/chunks/large"),
            GET.formatted("/events?1000000"),
            POST.formatted("/digest"),
            POST.formatted("/echo") + "x".repeat(10_000),
            "GET / HT",
            ""
        };
        try (Swapping swapping = site.swapping()) {
            for (int i = 0; i < 500 || swapping.swaps() < SWAPS; i++) {
                try (PlainClient client = new PlainClient(site.socket())) {
                    client.send(begun[random.nextInt(begun.length)]);
                    if (random.nextBoolean()) {
                        client.endOutput();
                    }
                }
                if (i % 10 == 0) {
                    serveAnother();
                }
            }
        }
        awaitNoConnections();
    }

    private void awaitNoConnections() throws InterruptedException {
        long limit = System.nanoTime() + 60_000_000_000L;
        while (!site.server().connections().isEmpty() && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(site.server().connections()).isEmpty();
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNoSwapAndReadsEverythingLater() {
        List<PlainClient> silent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            silent.add(new PlainClient(site.socket())
                    .send(GET.formatted(i % 2 == 0 ? "/files/large" : "/chunks/large") + GET.formatted("/")));
        }
        try (Swapping swapping = site.swapping()) {
            do {
                serveAnother();
            } while (swapping.swaps() < SWAPS);
            for (PlainClient client : silent) {
                try (client) {
                    String answers = client.endOutput().readToEnd();
                    assertThat(answers.length()).isGreaterThan(5_000_000);
                    assertThat(answers).endsWith("\r\n\r\nhello\n");
                }
            }
        }
    }

    @Test
    void pipelinedRequestsOfAClientThatDoesNotReadWait() throws Exception {
        ByteBuffer requests = ByteBuffer.wrap(GET.formatted("/").repeat(100_000).getBytes());
        try (Swapping swapping = site.swapping();
                PlainClient client = new PlainClient(site.socket())) {
            Thread sender = new Thread(() -> client.send(requests).endOutput());
            sender.start();
            while (swapping.swaps() < SWAPS) {
                serveAnother();
            }
            assertThat(requests.hasRemaining()).as("the client waits").isTrue();
            assertThat(client.readToEnd().split("hello\n", -1)).hasSize(100_001);
            sender.join();
        }
    }

    @Test
    void aDrainLetsALongAnswerEndAndEndsAnEventStream() throws Exception {
        try (PlainClient reader = new PlainClient(site.socket());
                PlainClient listener = new PlainClient(site.socket())) {
            reader.send(GET.formatted("/files/large")).readText(1000);
            listener.send(GET.formatted("/events?1000000")).readText(1000);
            var stopped = site.server().stop().toCompletableFuture();
            assertThat(reader.readToEnd().length()).isGreaterThan(4_999_000);
            assertThat(listener.readToEnd()).endsWith("\r\n0\r\n\r\n");
            assertThat(stopped.get().forced()).isZero();
        }
    }
}

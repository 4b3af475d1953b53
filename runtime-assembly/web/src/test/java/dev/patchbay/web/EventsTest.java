package dev.patchbay.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.web.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code GET /events}. */
class EventsTest extends WebTest {

    private static final String EVENTS = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Reads one event of a stream, without its chunk. */
    private static String event(Client client) throws IOException {
        String event = client.chunk();
        return event.startsWith("retry: 1000\n\n") && event.length() > 14 ? event.substring(13) : event;
    }

    private Client listening() throws IOException {
        Client client = client().send(EVENTS);
        Reply head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.header("Transfer-Encoding")).isEqualTo("chunked");
        return client;
    }

    private static String next(Client client, String type) throws IOException {
        String event = event(client);
        while (!event.contains("event: " + type + "\n")) {
            event = event(client);
        }
        return event;
    }

    @Test
    void statusComesFirstAndAgain() throws IOException {
        Client client = listening();
        for (int i = 0; i < 3; i++) {
            assertThat(next(client, "status")).endsWith("event: status\ndata: {\"ready\":true}\n\n");
        }
        assertThat(control.connections).hasSize(1);
    }

    @Test
    void eventComesAsItHappens() throws IOException {
        Client client = listening();
        next(client, "status");
        while (control.subscribers.isEmpty()) {
            Thread.onSpinWait(); // It is among them after it was told so.
        }
        control.event("{\"type\":\"swap\",\"text\":\"a\\nb\"}");
        assertThat(next(client, "event")).contains("event: event\ndata: {\"type\":\"swap\",\"text\":\"a\\nb\"}\n\n");
    }

    @Test
    void clientThatGoesEndsItsControlConnection() throws IOException {
        Client client = listening();
        next(client, "status");
        client.close();
        awaitNoConnection(controlServer);
    }

    private static void awaitNoConnection(Server server) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!server.connections().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void drainEndsTheStreamAtAnEvent() throws Exception {
        Client client = listening();
        next(client, "status");
        var drain = http.stop(Duration.ofSeconds(60));
        String last = event(client);
        while (!last.isEmpty()) {
            last = event(client);
        }
        assertThat(client.rest()).isEmpty();
        var result = drain.toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(result.forced()).isZero();
        assertThat(result.took()).isLessThan(Duration.ofSeconds(45));
        awaitNoConnection(controlServer);
    }

    @Test
    void swapEndsTheStreamAndTheConnectionGoesOnWithTheNextHandler() throws Exception {
        Client client = listening();
        next(client, "status");
        var swap = http.replace(new HttpHandler(runtime, Map.of()));
        String last = event(client);
        while (!last.isEmpty()) {
            last = event(client);
        }
        var result = swap.toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(result.closed()).isZero();
        assertThat(client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                        .reply()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void endOfTheControlServerEndsTheStream() throws Exception {
        Client client = listening();
        next(client, "status");
        var stopped = controlServer.stop(Duration.ZERO).toCompletableFuture();
        String last = event(client);
        while (!last.isEmpty()) {
            last = event(client);
        }
        stopped.get(60, TimeUnit.SECONDS);
        Reply reply = client.send(EVENTS).reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("There are no events now: no running server has the handler control\n");
    }

    @Test
    void refusedSubscriptionIsTold() throws IOException {
        control.answers("patchbay.subscribe", params -> "\"error\":{\"code\":-32006,\"message\":\"too many\"}");
        Reply reply = get("/events");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("too many");
    }

    @Test
    void headOfTheStreamIsAnsweredWithoutTheStream() throws IOException {
        Client client = client().send(EVENTS.replace("GET", "HEAD"));
        assertThat(client.head().header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
                        .reply()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void olderClientGetsTheStreamUntilTheEndOfTheConnection() throws IOException {
        Client client = client().send("GET /events HTTP/1.0\r\n\r\n");
        assertThat(client.head().header("Connection")).isEqualTo("close");
        String line = client.line();
        while (!line.startsWith("data: ")) {
            line = client.line();
        }
        http.stop(Duration.ofSeconds(30));
        assertThat(client.rest()).isNotNull();
    }

    @Test
    void slowReaderIsBoundedAndSlowsNobodyElse() throws Exception {
        Client slow = listening();
        Client quick = listening();
        next(slow, "status");
        next(quick, "status");
        String large = "{\"text\":\"" + "x".repeat(10_000) + "\"}";
        Thread sender = new Thread(() -> sendUntilItWaits(large));
        sender.start();
        // The sockets, the queue of lines and the host's own queues are full at some point: then the sender waits.
        while (sender.getState() != Thread.State.WAITING && sender.getState() != Thread.State.TIMED_WAITING
                || http.connections().get(0).queued() == 0) {
            // Of any type: once the sender waits, there is only the status, again and again.
            assertThat(event(quick)).isNotEmpty();
        }
        assertThat(http.connections().get(0).queued()).isLessThan(1_000_000);
        slow.close();
        sender.interrupt();
        sender.join();
    }

    @Test
    void readerThatHasStoppedLosesItsConnection() throws Exception {
        http.replace(new HttpHandler(runtime, Map.of(), Duration.ofMillis(200)))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        Client stuck = listening();
        next(stuck, "status");
        Thread sender = new Thread(() -> sendUntilItWaits("{\"text\":\"" + "x".repeat(10_000) + "\"}"));
        sender.start();
        awaitNoConnection(http);
        awaitNoConnection(controlServer);
        sender.interrupt();
        sender.join();
    }

    private void sendUntilItWaits(String large) {
        try {
            while (!Thread.interrupted()) {
                control.event(large);
            }
        } catch (IOException ended) {
            return;
        }
    }
}

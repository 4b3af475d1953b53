package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.stream.SessionEndedException;
import dev.patchbay.api.stream.StreamConnection;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Swaps of sessions: at once between two messages, not before the end of one, and no byte is lost, doubled or reordered. */
class StreamSwapTest extends EngineTest {

    private static final int SWAPS = 60;
    private static final int LINES = 6_000;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String told() throws InterruptedException {
        return RecordedEvents.next(told);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 5_000})
    void everyLineIsAnsweredOnceAndInOrderWhileStreamsAndCallbacksTakeTurns(int piece) throws Exception {
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            sent.append("line ").append(i).append('\n');
        }
        byte[] bytes = sent.toString().getBytes(StandardCharsets.ISO_8859_1);
        int count = piece == 1 ? sent.indexOf("line 1000\n") : bytes.length;
        try (TestServer server = server().with("swap.timeout", "50s").start(Streams.lines("0"));
                Client client = server.connect()) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(client, bytes, count, piece));
            BufferedReader answers = reader(client);
            List<String> names = new ArrayList<>();
            int lines = (int)
                    sent.substring(0, count).chars().filter(c -> c == '\n').count();
            for (int i = 0; i < lines; i++) {
                if (i * SWAPS / lines > names.size()) {
                    swap(server, names.size() + 1);
                    names.add("" + names.size());
                }
                String answer = answers.readLine();
                assertThat(answer).endsWith(":line " + i);
            }
            sender.get(20, TimeUnit.SECONDS);
            assertThat(names).hasSize(SWAPS - 1);
            assertThat(server.events.closed).isEmpty();
            assertThat(server.events.errors).isEmpty();
        }
    }

    private static void swap(TestServer server, int next) throws Exception {
        Handler handler = next % 3 == 2 ? new Handlers.Named("" + next) : Streams.lines("" + next);
        server.handler(next + 1, "h" + next, next, handler);
        server.removed(next);
    }

    private static BufferedReader reader(Client client) {
        return new BufferedReader(new InputStreamReader(
                java.nio.channels.Channels.newInputStream(client.channel()), StandardCharsets.ISO_8859_1));
    }

    private static void send(Client client, byte[] bytes, int count, int piece) {
        try {
            for (int from = 0; from < count; from += piece) {
                client.send(java.util.Arrays.copyOfRange(bytes, from, Math.min(count, from + piece)));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void restedSessionIsSwappedAndTheNextOneBeginsAtTheBoundary() throws Exception {
        Handler resting = Streams.handler(conn -> {
            conn.boundary();
            told.add("begun");
            assertThatThrownBy(() -> conn.input().read())
                    .isInstanceOfSatisfying(
                            SessionEndedException.class,
                            e -> assertThat(e.reason()).isEqualTo(ReleaseReason.SWAPPED));
            assertThatThrownBy(() -> conn.input().read()).isInstanceOf(SessionEndedException.class);
            assertThatThrownBy(() -> conn.output().write(1)).isInstanceOf(SessionEndedException.class);
            assertThatThrownBy(conn::boundary).isInstanceOf(SessionEndedException.class);
            conn.output().close();
            told.add("over");
        });
        try (TestServer server = server().with("idle.timeout", "50s").start(resting);
                Client client = server.connect()) {
            assertThat(told()).isEqualTo("begun");
            server.handler(2, "second", 1, Streams.lines("b"));
            server.removed(1);
            assertThat(told()).isEqualTo("over");
            assertThat(client.send("x\n").receiveText(4)).isEqualTo("b:x\n");
        }
    }

    @Test
    void outputThatASessionClosesBecauseItIsSwappedStaysOpenForTheNextHandler() throws Exception {
        Handler closing = Streams.handler(conn -> {
            try (OutputStream output = conn.output()) {
                for (conn.boundary(); ; conn.boundary()) {
                    output.write(conn.input().read());
                    output.flush();
                }
            }
        });
        try (TestServer server = server().start(closing);
                Client client = server.connect()) {
            for (int i = 1; i <= 5 * SWAPS; i++) {
                assertThat(client.send("x").receiveText(1)).isEqualTo("x");
                server.handler(i + 1, "h" + i, i, closing);
                server.removed(i);
            }
            assertThat(server.events.closed).isEmpty();
        }
    }

    @Test
    void swapInTheMiddleOfAMessageWaitsForTheNextBoundaryAndLeavesTheRest() throws Exception {
        CountDownLatch wanted = new CountDownLatch(1);
        Handler first = Streams.handler(conn -> {
            conn.boundary();
            Streams.write(conn, "a" + (char) conn.input().read());
            conn.output().flush();
            awaitHandOver(conn);
            wanted.countDown();
            Streams.write(
                    conn, "b" + (char) conn.input().read() + (char) conn.input().read());
            conn.boundary();
            told.add("end " + assertThatThrownBy(() -> conn.input().read()));
        });
        try (TestServer server = server().with("swap.timeout", "50s").start(first);
                Client client = server.connect()) {
            assertThat(client.send("1").receiveText(2)).isEqualTo("a1");
            server.handler(2, "second", 1, new Handlers.Named("second"));
            wanted.await();
            client.send("23rest\n");
            assertThat(client.receiveText(15)).isEqualTo("b23second:rest\n");
            server.removed(1);
            assertThat(told()).startsWith("end ");
        }
    }

    private static void awaitHandOver(StreamConnection conn) {
        while (!conn.isHandOverWanted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void sessionThatDeclaresNoBoundaryIsClosedAfterTheTimeoutOfTheSwap() throws Exception {
        // The session has as long again to end after its interrupt, or else it is given up.
        try (TestServer server = server().with("swap.timeout", "1s").start(Streams.handler(conn -> {
                    try {
                        conn.input().transferTo(conn.output());
                    } catch (SessionEndedException e) {
                        told.add("" + e.reason());
                        throw e;
                    }
                }));
                Client client = server.connect()) {
            assertThat(client.send("abc").receiveText(3)).isEqualTo("abc");
            server.handler(2, "second", 1, ECHO);
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(told()).isEqualTo("SWAP_TIMEOUT");
            server.removed(1);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void sessionThatEndsDuringASwapClosesItsConnection() throws Exception {
        CountDownLatch swapping = new CountDownLatch(1);
        try (TestServer server = server().with("swap.timeout", "50s").start(Streams.handler(conn -> {
                    conn.input().read();
                    told.add("begun");
                    swapping.await();
                    Streams.write(conn, "last");
                }));
                Client client = server.connect()) {
            client.send("x");
            assertThat(told()).isEqualTo("begun");
            server.handler(2, "second", 1, new Handlers.Named("second"));
            swapping.countDown();
            assertThat(client.receiveAll()).isEqualTo("last");
            server.removed(1);
        }
    }

    @Test
    void outputOfTheLastMessageIsSentBeforeTheNextHandlerWrites() throws Exception {
        try (TestServer server = server().with("swap.timeout", "50s").start(Streams.handler(conn -> {
                    conn.input().read();
                    Streams.write(conn, "answer,");
                    conn.boundary();
                    told.add("written");
                    awaitHandOver(conn);
                    conn.input().read();
                }));
                Client client = server.connect()) {
            client.send("xrest\n");
            assertThat(told()).isEqualTo("written");
            server.handler(2, "second", 1, new Handlers.Named("second"));
            assertThat(client.receiveText(19)).isEqualTo("answer,second:rest\n");
        }
    }

    @Test
    void feedThatOnlyWritesIsSwappedBetweenItsMessagesAndIsInterrupted() throws Exception {
        BlockingQueue<String> feed = new LinkedBlockingQueue<>();
        Handler feeding = Streams.handler(conn -> {
            try {
                for (conn.boundary(); ; conn.boundary()) {
                    Streams.write(conn, feed.take());
                }
            } finally {
                told.add("ended");
            }
        });
        try (TestServer server = server().with("swap.timeout", "50s").start(feeding);
                Client client = server.connect()) {
            feed.add("one");
            assertThat(client.receiveText(3)).isEqualTo("one");
            server.handler(2, "second", 1, new Handlers.Named("second"));
            server.removed(1);
            assertThat(told()).isEqualTo("ended");
            assertThat(client.send("x\n").receiveText(9)).isEqualTo("second:x\n");
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void heldConnectionGetsASessionWhenAHandlerArrives() throws Exception {
        try (TestServer server = server().start(Streams.lines("a"));
                Client client = server.connect()) {
            assertThat(client.send("1\n").receiveText(4)).isEqualTo("a:1\n");
            server.removed(1);
            client.send("2\n3");
            server.handler(2, "second", 0, Streams.lines("b"));
            assertThat(client.receiveText(4)).isEqualTo("b:2\n");
            assertThat(client.send("\n").receiveText(4)).isEqualTo("b:3\n");
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory runs out at each step of a conversation in turn: at most that connection ends, and all goes on when there is some. */
class MemoryAtEveryStepTest extends EngineTest {

    private static final int PIECE = 10_000;
    private static final int PUSHED = 100_000;
    private static final int MOST_TRIES = 1000;
    private static final long BOUND_SECONDS = 15;

    /** How a connection may end here. */
    private static final Set<ReleaseReason> EXPECTED =
            EnumSet.of(ReleaseReason.CLIENT_CLOSED, ReleaseReason.HOST_FAILED, ReleaseReason.DRAINED);

    /** Echoes whole lines in pieces; the line "push" lets another thread write. */
    private static final class Lines implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            if (in.get(in.limit() - 1) != '\n') {
                return;
            }
            if (Handlers.text(in).equals("push\n")) {
                in.position(in.limit());
                new Thread(() -> push(conn)).start();
                return;
            }
            while (in.hasRemaining()) {
                int length = Math.min(PIECE, in.remaining());
                conn.write(in.slice(in.position(), length));
                in.position(in.position() + length);
            }
        }

        private static void push(ConnContext conn) {
            ByteBuffer bytes = ByteBuffer.allocate(PUSHED);
            int tries = 0;
            while (bytes.hasRemaining() && tries++ < MOST_TRIES) {
                ByteBuffer piece = bytes.slice(bytes.position(), PIECE);
                try {
                    conn.write(piece);
                } catch (OutOfMemoryError again) {
                    assertThat(piece.position()).as("nothing was taken").isZero();
                } catch (IllegalStateException over) {
                    return;
                }
                bytes.position(bytes.position() + piece.position());
            }
        }
    }

    private interface Step {
        void run(Client client) throws Exception;
    }

    /** A conversation, one client after another if the host has to end one. */
    private static final class Conversation implements AutoCloseable {
        private final TestServer server;
        private final List<Client> clients = new ArrayList<>();

        Conversation(TestServer server) {
            this.server = server;
        }

        /** Makes a step, which may end the connection, but which may not last. */
        void step(String what, Step step) throws Exception {
            if (clients.isEmpty()) {
                clients.add(server.connect());
            }
            Client client = clients.get(clients.size() - 1);
            try {
                within(what, () -> step.run(client));
            } catch (ExecutionException e) {
                assertThat(e.getCause()).as(what).isInstanceOf(IOException.class);
                clients.add(server.connect());
            }
        }

        @Override
        public void close() throws IOException {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void within(String what, Action action) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                        done.complete(null);
                    } catch (Throwable t) {
                        done.completeExceptionally(t);
                    }
                },
                what);
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("this does not end: " + what);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws Exception {
        within(what, () -> {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    private static void echoes(Client client, String line) throws IOException {
        assertThat(client.send(line).receiveText(line.length())).isEqualTo(line);
    }

    private static String line(int length) {
        char[] line = new char[length];
        Arrays.fill(line, 'x');
        line[length - 1] = '\n';
        return new String(line);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    @Timeout(240)
    void whateverFailsForWantOfMemoryEndsAtMostThatConnection(int failures) throws Exception {
        int step = 1;
        while (refuses(step, failures)) {
            step++;
        }
        assertThat(step).as("steps").isGreaterThan(10);
    }

    /** Returns whether so many requests for memory, from that one on, were among those made. */
    private boolean refuses(int first, int failures) throws Exception {
        ScarceMemory memory = new ScarceMemory();
        memory.failFrom(first, failures);
        TestServer server = new TestServer(lane, directory, memory.resources())
                .with("write.high", "4096")
                .with("write.low", "2048")
                .with("drain.timeout", "10s");
        try (server) {
            server.handler(1, "first", 0, new Lines());
            try {
                server.start();
            } catch (OutOfMemoryError noStart) {
                return true;
            }
            try (Client witness = server.connect();
                    Conversation conversation = new Conversation(server)) {
                converse(server, conversation);
                memory.suffice();
                conversation.step("the end", client -> echoes(client, "last\n"));
                try (Client late = server.connect()) {
                    within("a client afterwards", () -> echoes(late, "late\n"));
                }
                within("a client from before", () -> echoes(witness, "still\n"));
                await(
                        "nothing queued",
                        () -> server.server().connectionSnapshots().stream()
                                .mapToLong(ConnectionSnapshot::queued)
                                .allMatch(queued -> queued == 0));
            }
            await("everybody gone", () -> server.server().connectionCount() == 0);
            assertThat(server.events.closed)
                    .extracting(RecordedEvents.Closed::reason)
                    .isSubsetOf(EXPECTED);
            assertThat(server.events.closed.stream().filter(closed -> closed.reason() == ReleaseReason.HOST_FAILED))
                    .hasSizeLessThanOrEqualTo(memory.refused());
            assertThat(server.server()
                            .stop()
                            .get(BOUND_SECONDS, TimeUnit.SECONDS)
                            .forced())
                    .isZero();
        } catch (Throwable t) {
            throw new AssertionError("with " + failures + " failures from request " + first + " on: " + t, t);
        }
        return memory.asked() >= first;
    }

    private static void converse(TestServer server, Conversation conversation) throws Exception {
        String large = line(200_000);
        String larger = line(700_000);
        conversation.step("a small message", client -> echoes(client, "small\n"));
        conversation.step("a large message", client -> echoes(client, large));
        conversation.step("a larger one, queued", client -> echoes(client, larger));
        conversation.step("a push", client -> client.send("push\n").receive(PUSHED));
        conversation.step("a half message", client -> {
            client.send("ha");
            echoes(client, "lf\n", "half\n");
        });
        conversation.step("another half", client -> client.send("hal"));
        server.handler(2, "second", 10, new Lines());
        within("a swap", () -> server.removed(1));
        conversation.step("the other half", client -> assertThat("half\n").endsWith(lineAfter(client.send("f\n"))));
    }

    /** Receives a line: what its beginning was depends on whether the connection is still the one from before. */
    private static String lineAfter(Client client) throws IOException {
        StringBuilder line = new StringBuilder();
        do {
            line.append(client.receiveText(1));
        } while (line.charAt(line.length() - 1) != '\n');
        return line.toString();
    }

    private static void echoes(Client client, String rest, String line) throws IOException {
        assertThat(client.send(rest).receiveText(line.length())).isEqualTo(line);
    }
}

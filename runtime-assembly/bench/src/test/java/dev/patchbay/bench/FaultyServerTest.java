package dev.patchbay.bench;

import static dev.patchbay.bench.Runs.plan;
import static dev.patchbay.bench.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.bench.exchange.FixedExchange;
import dev.patchbay.bench.exchange.LineExchange;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs against servers that answer wrongly, or not at all, or go away. */
@Timeout(60)
class FaultyServerTest {

    @TempDir
    Path folder;

    private FakeServer serve(FakeServer.Behaviour behaviour) throws IOException {
        return new FakeServer(folder.resolve("s"), behaviour);
    }

    @Test
    void aWrongByteIsAnErrorAndTheRunGoesOn() throws Exception {
        AtomicBoolean spoilt = new AtomicBoolean();
        try (FakeServer server = serve((client, bytes) -> {
            if (!spoilt.getAndSet(true)) {
                bytes.put(5, (byte) ~bytes.get(5));
            }
            FakeServer.ECHO.received(client, bytes);
        })) {
            Result result = run(plan(server, FixedExchange.echo(64), 2, 1, 0));

            assertThat(result.errors()).containsOnlyKeys("wrong answer").containsValue(1L);
            assertThat(result.firstWrong()).startsWith("byte 5 of an answer is ");
            assertThat(result.messages()).isPositive();
            assertThat(server.accepted).hasValue(3);
        }
    }

    @Test
    void moreThanWasAskedForIsAWrongAnswer() throws Exception {
        try (FakeServer server = serve((client, bytes) -> {
            FakeServer.ECHO.received(client, ByteBuffer.allocate(bytes.remaining() + 1));
        })) {
            Result result = run(plan(server, FixedExchange.echo(64), 1, 1, 0));

            assertThat(result.errors()).containsOnlyKeys("wrong answer");
            assertThat(result.firstWrong()).isEqualTo("more came back than was asked for");
        }
    }

    @Test
    void aConnectionThatIsClosedInTheMiddleIsAnErrorAndOpenedAgain() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        try (FakeServer server = serve((client, bytes) -> {
            if (answers.incrementAndGet() % 10 == 0) {
                client.write(bytes.limit(bytes.limit() / 2));
                client.close();
            } else {
                FakeServer.ECHO.received(client, bytes);
            }
        })) {
            Result result = run(plan(server, FixedExchange.echo(64), 2, 1, 0));

            assertThat(result.errors()).isNotEmpty();
            assertThat(result.errors().keySet())
                    .isSubsetOf("connection closed by the server", "connection reset by the server");
            assertThat(result.messages()).isPositive();
            assertThat(server.accepted.get()).isGreaterThan(2);
        }
    }

    @Test
    void messagesWithoutAnAnswerAreErrorsAndHaveALatency() throws Exception {
        try (FakeServer server = serve((client, bytes) -> {})) {
            Result result = run(plan(server, FixedExchange.echo(64), 1, 1, 10));

            assertThat(result.messages()).isZero();
            assertThat(result.errors())
                    .containsOnlyKeys(
                            "no answer within 5 s of the end",
                            "not sent within 5 s of the end, as all connections were busy");
            assertThat(result.latency().max()).isGreaterThan(5_000_000);
        }
    }

    /** The kernel lets in one more than the backlog says, and then no one before something is accepted. */
    @Test
    void aFullBacklogIsWaitedForAndNoError() throws Exception {
        Path socket = folder.resolve("full");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, 1);
                SocketChannel first = SocketChannel.open(address);
                SocketChannel second = SocketChannel.open(address)) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            CompletableFuture<Result> result = new CompletableFuture<>();
            Thread bench = new Thread(() -> {
                try {
                    result.complete(run(new Plan(
                            "fake",
                            socket,
                            new LineExchange("hello"),
                            1,
                            1,
                            1,
                            0,
                            false,
                            Duration.ZERO,
                            Duration.ofMillis(100))));
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            bench.start();
            while (!result.isDone() && !waitsForRoom()) {
                Thread.onSpinWait();
            }
            listener.accept().close();
            listener.accept().close();
            try (SocketChannel client = listener.accept()) {
                ByteBuffer line = ByteBuffer.allocate(100);
                while (client.read(line.clear()) >= 0) {
                    client.write(line.flip());
                }
            }

            assertThat(result.get(30, TimeUnit.SECONDS).errors()).isEmpty();
            bench.join();
        }
    }

    /** Returns whether a thread has found the backlog full, and waits before it tries again. */
    private static boolean waitsForRoom() {
        return Thread.getAllStackTraces().values().stream()
                .map(Arrays::toString)
                .anyMatch(stack -> stack.contains("parkNanos") && stack.contains("Connections.open"));
    }

    @Test
    void aSocketThatIsNotThereIsAFailure() {
        Plan plan = new Plan(
                "fake",
                folder.resolve("none"),
                FixedExchange.echo(1),
                1,
                1,
                1,
                0,
                false,
                Duration.ZERO,
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> run(plan)).isInstanceOf(IOException.class).hasMessageContaining("No such file");
    }

    @Test
    void aServerThatGoesAwayIsAnErrorAndLookedForAgain() throws Exception {
        FakeServer first = serve(FakeServer.ECHO);
        Plan plan = new Plan(
                "fake", first.path(), FixedExchange.echo(64), 1, 1, 1, 0, false, Duration.ZERO, Duration.ofSeconds(2));
        Progress replacing = new Progress() {
            @Override
            public void warmingUp() {
                try {
                    first.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void measured(Sample sample) {}
        };
        Result result = new Bench(plan, replacing, new Interruption()).run();

        assertThat(result.errors()).containsKey("no connection: the socket does not exist");
    }
}

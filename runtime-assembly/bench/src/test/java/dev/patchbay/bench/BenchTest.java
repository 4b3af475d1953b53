package dev.patchbay.bench;

import static dev.patchbay.bench.Runs.plan;
import static dev.patchbay.bench.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.bench.exchange.Exchange;
import dev.patchbay.bench.exchange.FixedExchange;
import dev.patchbay.bench.exchange.JsonRpcExchange;
import dev.patchbay.bench.exchange.LineExchange;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs against servers that answer as they should. Nothing is asserted about speed but wide bounds. */
@Timeout(60)
class BenchTest {

    @TempDir
    Path folder;

    private FakeServer serve(FakeServer.Behaviour behaviour) throws IOException {
        return new FakeServer(folder.resolve("s"), behaviour);
    }

    @Test
    void anEchoIsMeasured() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            Result result = run(plan(server, FixedExchange.echo(1_000), 3, 4, 0));

            assertThat(result.errors()).isEmpty();
            assertThat(result.messages()).isPositive();
            assertThat(result.seconds()).isEqualTo(0.5);
            assertThat(result.latency().count()).isGreaterThanOrEqualTo(result.messages() / 2);
            assertThat(result.latency().p50())
                    .isPositive()
                    .isLessThanOrEqualTo(result.latency().max());
            assertThat(result.latency().curve()).isNotEmpty();
            assertThat(result.samples()).hasSize(1);
            assertThat(server.accepted).hasValue(3);
        }
    }

    @Test
    void aMessageMayBeLargerThanEachBuffer() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            Result result = run(plan(server, FixedExchange.echo(3_000_001), 2, 1, 0));

            assertThat(result.errors()).isEmpty();
            assertThat(result.latency().count()).isPositive();
        }
    }

    @Test
    void aRateIsKept() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            Result result = run(plan(server, FixedExchange.echo(10), 4, 1, 400));

            assertThat(result.errors()).isEmpty();
            // Each of them is sent sooner or later, however slow this machine is.
            assertThat(result.latency().count()).isEqualTo(200);
        }
    }

    /** A client that waited for the answer before it sent more would see one slow message, and not all that came late. */
    @Test
    void latencyAtARateCountsFromWhenAMessageWasToBegin() throws Exception {
        AtomicInteger messages = new AtomicInteger();
        try (FakeServer server = serve((client, bytes) -> {
            if (messages.incrementAndGet() == 100) {
                LockSupport.parkNanos(300_000_000);
            }
            FakeServer.ECHO.received(client, bytes);
        })) {
            Result result = run(plan(server, FixedExchange.echo(10), 1, 1, 1_000));

            assertThat(result.latency().count()).isEqualTo(500);
            assertThat(result.latency().p90()).isGreaterThan(100_000);
            assertThat(result.own().lateMessages()).isGreaterThan(100);
        }
    }

    @Test
    void eachMessageCanHaveAConnectionOfItsOwn() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            Plan plan = plan(server, FixedExchange.echo(64), 2, 1, 0);
            Result result = run(new Plan(
                    "fake",
                    plan.socket(),
                    plan.exchange(),
                    2,
                    1,
                    1,
                    0,
                    true,
                    Duration.ofMillis(0),
                    Duration.ofMillis(300)));

            assertThat(result.errors()).isEmpty();
            assertThat(result.latency().count()).isPositive();
            assertThat((long) server.accepted.get())
                    .isGreaterThan(result.latency().count());
        }
    }

    @Test
    void linesAndCallsAreAnswered() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            assertThat(run(plan(server, new LineExchange("hello"), 2, 3, 0)).errors())
                    .isEmpty();
            assertThat(run(plan(server, FixedExchange.line("hello", "hello"), 2, 3, 0))
                            .errors())
                    .isEmpty();
            assertThat(run(plan(server, FixedExchange.line("hello", "hullo"), 1, 1, 0))
                            .errors())
                    .containsOnlyKeys("wrong answer");
            // What comes back has the id and a method, so it is a notification.
            Exchange call = new JsonRpcExchange("m", "\"m\"", "[1]");
            assertThat(run(plan(server, call, 1, 1, 1)).messages()).isZero();
        }
        AtomicInteger calls = new AtomicInteger();
        try (FakeServer server = serve((client, bytes) -> {
            String request = StandardCharsets.UTF_8.decode(bytes).toString();
            calls.incrementAndGet();
            String id = request.replaceAll(".*\"id\":([0-9]+),.*\\s", "$1");
            FakeServer.ECHO.received(
                    client,
                    ByteBuffer.wrap(("{\"jsonrpc\": \"2.0\", \"result\": {\"id\": 7}, \"id\": " + id + "}\n")
                            .getBytes(StandardCharsets.UTF_8)));
        })) {
            Result result = run(plan(server, new JsonRpcExchange("m", "\"m\"", "[1]"), 2, 1, 0));

            assertThat(result.errors()).isEmpty();
            assertThat(result.messages()).isPositive();
            assertThat(calls.get()).isPositive();
        }
    }

    @Test
    void anInterruptionEndsTheRunWithWhatThereIs() throws Exception {
        try (FakeServer server = serve(FakeServer.ECHO)) {
            Interruption interruption = new Interruption();
            Plan plan = plan(server, FixedExchange.echo(64), 2, 1, 0);
            Progress interrupting = new Progress() {
                @Override
                public void warmingUp() {}

                @Override
                public void measured(Sample sample) {
                    interruption.interrupt();
                }
            };
            Result result = new Bench(
                            new Plan(
                                    "fake",
                                    plan.socket(),
                                    plan.exchange(),
                                    2,
                                    1,
                                    1,
                                    0,
                                    false,
                                    Duration.ZERO,
                                    Duration.ofMinutes(30)),
                            interrupting,
                            interruption)
                    .run();

            assertThat(result.interrupted()).isTrue();
            assertThat(result.errors()).isEmpty();
            assertThat(result.messages()).isPositive();
            assertThat(result.seconds()).isBetween(1.0, 60.0);
        }
    }
}

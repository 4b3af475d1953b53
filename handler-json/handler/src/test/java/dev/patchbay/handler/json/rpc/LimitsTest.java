package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LimitsTest {

    @TempDir
    Path directory;

    private RunningServer server;
    private final Gate gate = new Gate();

    /** Calls that wait until they are let go, and are counted. */
    public static final class Gate {
        final Semaphore begun = new Semaphore(0);
        final Semaphore go = new Semaphore(0);
        final Semaphore passed = new Semaphore(0);
        final Semaphore interrupted = new Semaphore(0);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        public int pass(int number) throws InterruptedException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            begun.release();
            try {
                go.acquire();
            } catch (InterruptedException e) {
                interrupted.release();
                throw e;
            } finally {
                running.decrementAndGet();
            }
            passed.release();
            return number;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(
                directory, "depth.max", "10", "number.max", "20", "batch.max", "5", "in.flight.max", "3");
        server.publish(new EchoMethods(), "", "echo");
        server.publish(gate, "gate", "pass");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageMayBeNestedAsDeepAsTheLimitAndNoDeeper() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(echo("[".repeat(9) + "]".repeat(9)))).contains("result");
            assertThat(client.ask(echo("[".repeat(10) + "]".repeat(10))))
                    .contains("-32700", "nested deeper than 10")
                    .endsWith("\"id\":null}");
            assertThat(client.ask(echo("[".repeat(100_000)))).contains("nested deeper than 10");
            assertThat(client.ask(echo("{\"a\":".repeat(100_000)))).contains("nested deeper than 10");
            assertThat(client.ask(echo("[]"))).contains("result");
        }
    }

    @Test
    void aNumberMayHaveAsManyCharactersAsTheLimit() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(echo("[" + "9".repeat(20) + "]"))).contains("result");
            assertThat(client.ask(echo("[" + "9".repeat(21) + "]"))).contains("-32700", "longer than 20");
            assertThat(client.ask(echo("[" + "9".repeat(500_000) + "]"))).contains("-32700", "longer than 20");
            assertThat(client.ask(echo("[0." + "9".repeat(500_000) + "]"))).contains("-32700", "longer than 20");
        }
    }

    @Test
    void aBatchMayHoldAsManyRequestsAsTheLimit() throws Exception {
        String one = echo("[]");
        try (RpcClient client = server.connect()) {
            assertThat(client.ask("[" + (one + ",").repeat(4) + one + "]").split("\"result\""))
                    .hasSize(6);
            assertThat(client.ask("[" + (one + ",").repeat(5) + one + "]"))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Invalid Request\","
                            + "\"data\":\"a batch of 6 is over the limit of 5\"},\"id\":null}");
        }
    }

    @Test
    void atMostSoManyRequestsOfAConnectionRunAtOnceAndAllAreAnswered() throws Exception {
        int requests = 200;
        try (RpcClient client = server.connect()) {
            for (int i = 0; i < requests; i++) {
                client.line(pass(i));
            }
            gate.begun.acquire(3);
            gate.go.release(requests);
            Set<String> answers = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < requests; i++) {
                answers.add(client.read());
            }
            assertThat(answers)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, requests)
                            .mapToObj(LimitsTest::passed)
                            .collect(Collectors.toSet()));
            assertThat(gate.most).hasValue(3);
        }
    }

    @Test
    void aClientThatGoesAtTheLimitCancelsItsRequestsEvenThoseThatWaitInTheInput() throws Exception {
        try (RpcClient client = server.connect()) {
            for (int i = 1; i <= 100; i++) {
                client.line(pass(i));
            }
            client.line("{\"jsonrpc\":\"2.0\",\"method\":\"gate.pass\",\"params\":[0]}");
            gate.begun.acquire(3);
        }
        gate.interrupted.acquire(3);
        // The notification behind them is served.
        gate.begun.acquire();
        gate.go.release();
        gate.passed.acquire();
        assertThat(gate.begun.availablePermits()).isZero();
    }

    @Test
    void theRequestsOfABatchKeepToTheLimitToo() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(IntStream.range(0, 5).mapToObj(LimitsTest::pass).collect(Collectors.joining(",", "[", "]")));
            gate.begun.acquire(3);
            gate.go.release(5);
            assertThat(client.read())
                    .isEqualTo(IntStream.range(0, 5)
                            .mapToObj(LimitsTest::passed)
                            .collect(Collectors.joining(",", "[", "]")));
            assertThat(gate.most).hasValue(3);
        }
    }

    @Test
    void otherConnectionsAreServedWhileOneIsAtItsLimit() throws Exception {
        try (RpcClient full = server.connect();
                RpcClient other = server.connect()) {
            for (int i = 0; i < 10; i++) {
                full.line(pass(i));
            }
            gate.begun.acquire(3);
            assertThat(other.ask(echo("[1]"))).contains("\"result\":[1]");
            gate.go.release(10);
            for (int i = 0; i < 10; i++) {
                full.read();
            }
        }
    }

    @Test
    void aLimitChangesForLiveConnections() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(echo("[[[]]]"))).contains("result");
            server.set("depth.max", "3");
            assertThat(client.ask(echo("[[[]]]"))).contains("nested deeper than 3");
        }
    }

    private static String echo(String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":" + params + ",\"id\":1}";
    }

    private static String pass(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"gate.pass\",\"params\":[" + number + "],\"id\":" + number + "}";
    }

    private static String passed(int number) {
        return "{\"jsonrpc\":\"2.0\",\"result\":" + number + ",\"id\":" + number + "}";
    }
}

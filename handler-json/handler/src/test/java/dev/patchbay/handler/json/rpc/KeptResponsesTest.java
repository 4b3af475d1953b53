package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept for a client that is answered later is bounded as its requests are. */
@Timeout(120)
class KeptResponsesTest {

    private static final int ANSWER = 900_000;
    private static final int KEPT_MAX = 4_000_000;
    private static final int IN_FLIGHT_MAX = 8;

    /** The answers that fit into the limit, the one that crosses it, and those of requests that were in flight then. */
    private static final int MOST_CALLS = KEPT_MAX / ANSWER + 1 + IN_FLIGHT_MAX;

    private static final int REQUESTS = 60;

    @TempDir
    Path directory;

    private RunningServer server;
    private final Methods methods = new Methods();

    /** A slow method, and one whose answers are large. */
    public static final class Methods {
        final CountDownLatch go = new CountDownLatch(1);
        final Semaphore slowBegun = new Semaphore(0);
        final Semaphore slowEnded = new Semaphore(0);
        final AtomicInteger called = new AtomicInteger();
        private final String large = "x".repeat(ANSWER);

        public int slow() throws InterruptedException {
            slowBegun.release();
            try {
                go.await();
            } finally {
                slowEnded.release();
            }
            return 0;
        }

        public String large() {
            called.incrementAndGet();
            return large;
        }

        public int count() {
            return called.incrementAndGet();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(
                directory,
                "in.order",
                "true",
                "in.flight.max",
                Integer.toString(IN_FLIGHT_MAX),
                "answers.max",
                "4000000");
        server.publish(methods, "", "slow", "large", "count");
        server.publish(methods, "quick", HandlerExecution.EVENT_LOOP, "large", "count");
    }

    @AfterEach
    void stop() {
        methods.go.countDown();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void nothingMoreIsCalledWhileManyAnswersWaitForAnEarlierOne(HandlerExecution execution) throws Exception {
        String large = execution == HandlerExecution.EVENT_LOOP ? "quick.large" : "large";
        try (RpcClient client = server.connect();
                RpcClient other = server.connect()) {
            client.line(request("slow", 0));
            methods.slowBegun.acquire();
            for (int id = 1; id <= REQUESTS; id++) {
                client.line(request(large, id));
            }
            awaitCalls(KEPT_MAX / ANSWER + 1);
            // A request of another connection is read, answered and counted after those of the first.
            for (int i = 0; i < 20; i++) {
                other.ask(request("quick.count", i));
            }
            assertThat(methods.called.get() - 20).isLessThanOrEqualTo(MOST_CALLS);
            methods.go.countDown();
            assertThat(client.read()).contains("\"result\":0,\"id\":0");
            for (int id = 1; id <= REQUESTS; id++) {
                assertThat(client.read()).hasSizeGreaterThan(ANSWER).endsWith("\"id\":" + id + "}");
            }
        }
    }

    private void awaitCalls(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (methods.called.get() < count && System.nanoTime() < end) {
            Thread.yield();
        }
        assertThat(methods.called.get()).isGreaterThanOrEqualTo(count);
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void aBatchIsAnsweredUpToTheLimitAndTheRestIsNotCalled(HandlerExecution execution) throws Exception {
        String large = execution == HandlerExecution.EVENT_LOOP ? "quick.large" : "large";
        try (RpcClient client = server.connect()) {
            String answer = client.ask(batch(request(large, 1), 500));
            assertThat(answer.length()).isLessThan(KEPT_MAX + ANSWER + 500 * 300);
            assertThat(answer).contains("-32000", "answers.max");
            assertThat(methods.called.get()).isLessThanOrEqualTo(MOST_CALLS);
            assertThat(answer.split("\"id\":1}", -1)).hasSize(501);
            assertThat(client.ask(request("quick.count", 2))).contains("result");
        }
    }

    @Test
    void aBatchOfDiscoveriesIsBounded() throws Exception {
        for (int i = 0; i < 300; i++) {
            server.publish(methods, "scope" + i, "slow", "large", "count");
        }
        try (RpcClient client = server.connect()) {
            String answer = client.ask(batch("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.discover\",\"id\":1}", 1000));
            assertThat(answer.length()).isBetween(1_000_000, 2 * KEPT_MAX);
        }
    }

    @Test
    void aDiscoveryIsMadeAnewAfterEachChangeOnly() throws Exception {
        String discover = "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.discover\",\"id\":1}";
        try (RpcClient client = server.connect()) {
            String before = client.ask(discover);
            assertThat(client.ask(discover)).isEqualTo(before);
            RunningServer.Published added = server.publish(methods, "added", "count");
            assertThat(client.ask(discover)).contains("added.count");
            server.withdraw(added);
            assertThat(client.ask(discover)).isEqualTo(before);
        }
    }

    @Test
    void aClientThatGoesWhileMuchIsKeptForItIsLeft() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request("slow", 0));
            methods.slowBegun.acquire();
            for (int id = 1; id <= 40; id++) {
                client.line(request("quick.large", id));
            }
            awaitCalls(KEPT_MAX / ANSWER + 1);
        }
        assertThat(methods.slowEnded.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.handler().sessionCount() > 0 && System.nanoTime() < end) {
            Thread.yield();
        }
        assertThat(server.handler().sessionCount()).isZero();
    }

    private static String batch(String request, int size) {
        return "[" + String.join(",", Collections.nCopies(size, request)) + "]";
    }

    private static String request(String method, int id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":[],\"id\":" + id + "}";
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.CallStatistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The calls that a server says it has made are those that its handlers have seen. */
class CallCountTest extends EngineTest {

    private static final int CLIENTS = 50;
    private static final int ROUNDS = 40;

    private final LongAdder seen = new LongAdder();

    /** Echoes, and counts its calls for itself. */
    private final class Counting implements Handler {

        @Override
        public void opened(ConnContext conn) {
            seen.increment();
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            seen.increment();
            conn.write(in);
        }

        @Override
        public void inputEnded(ConnContext conn) {
            seen.increment();
            conn.close();
        }

        @Override
        public void clientClosed(ConnContext conn) {
            seen.increment();
        }

        @Override
        public void draining(ConnContext conn) {
            seen.increment();
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            seen.increment();
        }
    }

    private static CallStatistics calls(TestServer server) {
        return server.server().totals().calls();
    }

    @Test
    void everyCallIsCountedWhileClientsWorkAndHandlersAreSwapped() throws Exception {
        CallStatistics all;
        try (TestServer server = server().with("loops", "2").start(new Counting())) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(() -> work(server), task -> new Thread(task).start()));
            }
            for (int i = 2; i <= 20; i++) {
                server.handler(i, "h" + i, i, new Counting());
                server.removed(i - 1L);
            }
            for (CompletableFuture<Void> client : clients) {
                client.get(40, TimeUnit.SECONDS);
            }
            server.server().stop().get(20, TimeUnit.SECONDS);
            all = calls(server);
        }
        assertThat(all.count()).isEqualTo(seen.sum()).isGreaterThan(CLIENTS * ROUNDS);
        assertThat(all.sampled()).isPositive().isLessThan(all.count());
        assertThat(all.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(all.sampled());
        assertThat(all.counts()).hasSize(all.boundsMicros().size() + 1);
        assertThat(all.sampledTime()).isPositive();
    }

    private static void work(TestServer server) {
        try (Client client = server.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                client.send("abc").receive(3);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callIsCountedBeforeItsAnswerArrives() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client client = server.connect()) {
            client.send("a").receive(1);
            long before = calls(server).count();
            for (int i = 1; i <= 100; i++) {
                client.send("a").receive(1);
                assertThat(calls(server).count()).isEqualTo(before + i);
            }
        }
    }

    @Test
    void callThatThrowsIsCountedAndTimedLikeAnyOther() throws Exception {
        Handler failing = (conn, in) -> {
            throw new IllegalStateException("not today");
        };
        try (TestServer server = server().start(failing)) {
            for (int i = 0; i < 3; i++) {
                try (Client client = server.connect()) {
                    client.send("a").receiveAll();
                }
            }
            server.server().stop().get(20, TimeUnit.SECONDS);
            // For each connection opened, received and released.
            assertThat(calls(server).count()).isEqualTo(9);
            assertThat(calls(server).sampled()).isEqualTo(9);
        }
    }
}

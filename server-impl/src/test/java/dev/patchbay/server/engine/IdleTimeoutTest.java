package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Connections without a byte in either direction are closed, and no others. */
class IdleTimeoutTest extends EngineTest {

    private static void closesIdle(TestServer server, Client client) throws Exception {
        assertThat(client.receiveAll()).isEmpty();
        assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
    }

    @Test
    void idleConnectionIsClosedNotBeforeItsTimeAndABusyOneStays() throws Exception {
        long began = System.nanoTime();
        // Long enough for a busy client whose thread has to wait for a processor.
        try (TestServer server = server().with("idle.timeout", "2s").start(ECHO);
                Client busy = server.connect();
                Client idle = server.connect()) {
            CompletableFuture<Void> idleEnded = CompletableFuture.runAsync(() -> {
                try {
                    closesIdle(server, idle);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!idleEnded.isDone()) {
                assertThat(busy.send("x").receiveText(1)).isEqualTo("x");
            }
            idleEnded.join();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1900));
            assertThat(busy.send("x").receiveText(1)).isEqualTo("x");
        }
    }

    @Test
    void timeoutChangesWhileConnectionsAreIdle() throws Exception {
        try (TestServer server = server().with("idle.timeout", "1h").start(ECHO);
                Client first = server.connect();
                Client second = server.connect()) {
            assertThat(first.send("x").receiveText(1)).isEqualTo("x");
            assertThat(second.send("x").receiveText(1)).isEqualTo("x");
            server.reconfigure("idle.timeout", "20ms");
            closesIdle(server, first);
            closesIdle(server, second);
        }
    }

    @Test
    void handlerSetsATimeoutOfItsOwn() throws Exception {
        Handler own = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                conn.idleTimeout(Duration.ofMillis(in.get()));
                conn.write(in.rewind());
            }
        };
        try (TestServer server = server().with("idle.timeout", "1h").start(own);
                Client never = server.connect();
                Client soon = server.connect()) {
            never.send(new byte[] {0}).receive(1);
            soon.send(new byte[] {20});
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
            server.reconfigure("idle.timeout", "10ms");
            try (Client other = server.connect()) {
                closesIdle(server, other);
            }
            assertThat(never.send(new byte[] {0}).receive(1)).hasSize(1);
        }
    }

    @Test
    void connectionThatWaitsForAnAnswerIsNotIdle() throws Exception {
        CompletableFuture<ConnContext.Pending> pending = new CompletableFuture<>();
        CompletableFuture<ConnContext> context = new CompletableFuture<>();
        Handler later = (conn, in) -> {
            in.position(in.limit());
            context.complete(conn);
            pending.complete(conn.pending());
        };
        try (TestServer server = server().with("idle.timeout", "1h").start(later);
                Client client = server.connect()) {
            client.send("question");
            ConnContext conn = context.join();
            server.reconfigure("idle.timeout", "50ms");
            try (Client other = server.connect()) {
                closesIdle(server, other);
            }
            try (Client other = server.connect()) {
                closesIdle(server, other);
            }
            conn.write(Handlers.bytes("answer"));
            pending.join().close();
            assertThat(client.receiveText(6)).isEqualTo("answer");
            closesIdle(server, client);
        }
    }

    @Test
    void connectionWhoseCallRunsIsNotIdle() throws Exception {
        Assumptions.assumeTrue(lane.mayBlock());
        Handlers.Blocking blocking = new Handlers.Blocking("first", false);
        try (TestServer server = server().with("idle.timeout", "1h").start(blocking);
                Client client = server.connect()) {
            client.send("x\n");
            blocking.entered.await();
            server.reconfigure("idle.timeout", "50ms");
            try (Client other = server.connect()) {
                closesIdle(server, other);
            }
            try (Client other = server.connect()) {
                closesIdle(server, other);
            }
            server.reconfigure("idle.timeout", "1h");
            blocking.letGo.countDown();
            assertThat(client.receiveText(8)).isEqualTo("first:x\n");
        }
    }

    @Test
    void clientThatStopsReadingIsIdle() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Handler flood = (conn, in) -> {
            in.position(in.limit());
            called.countDown();
            conn.write(ByteBuffer.allocate(1 << 20));
        };
        try (TestServer server = server().with("idle.timeout", "1h").start(flood);
                Client client = server.connect()) {
            client.send("x");
            assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
            server.reconfigure("idle.timeout", "50ms");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void heldConnectionIsNotIdle() throws Exception {
        try (TestServer server = server().with("idle.timeout", "1h").start(ECHO);
                Client client = server.connect()) {
            client.send("x").receive(1);
            server.server().slot().remove(1).join();
            server.reconfigure("idle.timeout", "50ms");
            try (TestServer beside = new TestServer(lane, directory)
                            .with(
                                    "socket.path",
                                    directory.resolve("beside.sock").toString())
                            .with("idle.timeout", "300ms")
                            .start(ECHO);
                    Client other = beside.connect()) {
                closesIdle(beside, other);
            }
            server.reconfigure("idle.timeout", "1h");
            server.handler(2, "second", 0, ECHO);
            assertThat(client.send("y").receiveText(1)).isEqualTo("y");
        }
    }

    @Test
    void thousandsOfIdleConnectionsAreAllClosed() throws Exception {
        int count = Integer.getInteger("patchbay.idle.connections", 1000);
        try (TestServer server = server().with("idle.timeout", "200ms").start(ECHO)) {
            List<Client> clients = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    clients.add(server.connect());
                }
                List<RecordedEvents.Closed> closed = RecordedEvents.next(server.events.closed, count);
                assertThat(closed)
                        .allMatch(one -> one.reason() == ReleaseReason.IDLE_TIMEOUT)
                        .allMatch(one -> one.totals().age().toMillis() >= 199);
                long[] late = closed.stream()
                        .mapToLong(one -> one.totals().age().toMillis() - 200)
                        .sorted()
                        .toArray();
                System.out.printf(
                        "%d idle connections, %s: closed %d, %d and %d ms after their time (first, median, last)%n",
                        count, lane, late[0], late[count / 2], late[count - 1]);
            } finally {
                for (Client client : clients) {
                    client.close();
                }
            }
        }
    }
}

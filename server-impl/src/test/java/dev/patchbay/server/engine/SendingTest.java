package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Sending does not need the connection's turn: what any thread writes goes out while a call runs, in order. */
class SendingTest extends EngineTest {

    private static void joined(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action, "writer");
        thread.start();
        thread.join();
    }

    @Test
    void pushOfAnotherThreadReachesTheClientWhileACallRuns() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        CountDownLatch letGo = new CountDownLatch(1);
        Handler blocking = (conn, in) -> {
            in.position(in.limit());
            called.complete(conn);
            letGo.await();
        };
        try (TestServer server = server().start(blocking);
                Client client = server.connect()) {
            client.send("?");
            ConnContext conn = called.get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 100; i++) {
                conn.write(Handlers.bytes("push"));
                assertThat(client.receiveText(4)).isEqualTo("push");
            }
            letGo.countDown();
        }
    }

    @Test
    void callThatWaitsForAThreadThatWritesMuchReturns() throws Exception {
        int size = 1 << 20;
        Handler joining = (conn, in) -> {
            in.position(in.limit());
            joined(() -> {
                conn.write(ByteBuffer.allocate(size));
                conn.write(ByteBuffer.allocate(size));
            });
            conn.write(Handlers.bytes("!"));
        };
        try (TestServer server = server().start(joining);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receive(2 * size)).hasSize(2 * size);
            assertThat(client.receiveText(1)).isEqualTo("!");
        }
    }

    @Test
    void bytesOfACallAndOfAThreadThatItWaitsForKeepTheirOrder() throws Exception {
        Handler alternating = (conn, in) -> {
            in.position(in.limit());
            for (int i = 0; i < 200; i++) {
                String number = String.format("%03d", i);
                conn.write(Handlers.bytes("c" + number));
                joined(() -> conn.write(Handlers.bytes("t" + number)));
            }
        };
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String number = String.format("%03d", i);
            expected.append("c").append(number).append("t").append(number);
        }
        try (TestServer server = server().start(alternating);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveText(expected.length())).isEqualTo(expected.toString());
        }
    }

    @Test
    void callAndOtherThreadsWriteAtOnceAndEachOnesBytesStayInOrder() throws Exception {
        int writers = 4;
        int messages = 3000;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        Handler all = (conn, in) -> {
            in.position(in.limit());
            for (int w = 1; w <= writers; w++) {
                int me = w;
                threads.execute(() -> write(conn, me, messages));
            }
            write(conn, 0, messages);
        };
        try (TestServer server = server().start(all);
                Client client = server.connect()) {
            client.send("?");
            int[] next = new int[writers + 1];
            for (int i = 0; i < (writers + 1) * messages; i++) {
                ByteBuffer message = ByteBuffer.wrap(client.receive(5));
                int writer = message.get();
                assertThat(message.getInt()).as("of writer %d", writer).isEqualTo(next[writer]++);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void write(ConnContext conn, int writer, int messages) {
        for (int i = 0; i < messages; i++) {
            conn.write(ByteBuffer.allocate(5).put((byte) writer).putInt(i).flip());
        }
    }

    @Test
    void connectionsWhoseCallsWriteToEachOtherDoNotBlockEachOther() throws Exception {
        int rounds = 20;
        int size = 300_000;
        ConcurrentHashMap<Long, ConnContext> members = new ConcurrentHashMap<>();
        Handler crossing = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                members.put(conn.id(), conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                ConnContext other = members.get(3 - conn.id());
                for (int i = 0; i < rounds; i++) {
                    other.write(ByteBuffer.allocate(size));
                }
            }
        };
        try (TestServer server = server().with("loops", "2").start(crossing);
                Client one = server.connect();
                Client two = server.connect()) {
            RecordedEvents.next(server.events.opened, 2);
            one.send("");
            while (members.size() < 2) {
                Thread.onSpinWait();
            }
            one.send("?");
            two.send("?");
            CompletableFuture<byte[]> first = inbound(one, rounds * size);
            CompletableFuture<byte[]> second = inbound(two, rounds * size);
            assertThat(first.get(30, TimeUnit.SECONDS)).hasSize(rounds * size);
            assertThat(second.get(30, TimeUnit.SECONDS)).hasSize(rounds * size);
        }
    }

    private static CompletableFuture<byte[]> inbound(Client client, int count) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.receive(count);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void writeDoesNotWaitWhileTheConnectionIsWritable() throws Exception {
        AtomicReference<Boolean> writable = new AtomicReference<>();
        CompletableFuture<Void> returned = new CompletableFuture<>();
        Handler pushing = (conn, in) -> {
            in.position(in.limit());
            CompletableFuture.runAsync(() -> {
                writable.set(conn.isWritable());
                conn.write(ByteBuffer.allocate(5_000_000));
                returned.complete(null);
            });
        };
        try (TestServer server = server().start(pushing);
                Client client = server.connect()) {
            client.send("?");
            returned.get(10, TimeUnit.SECONDS);
            assertThat(writable.get()).isTrue();
        }
    }

    @Test
    void handlerIsToldWhenItCanWriteAgain() throws Exception {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        Handler feed = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                conn.write(ByteBuffer.allocate(2_000_000));
                conn.execute(() -> full.complete(!conn.isWritable()));
            }

            @Override
            public void writable(ConnContext conn) {
                told.complete(conn.isWritable());
                conn.write(Handlers.bytes("more"));
            }
        };
        try (TestServer server = server().start(feed);
                Client client = server.connect()) {
            client.send("?");
            assertThat(full.get(10, TimeUnit.SECONDS)).isTrue();
            client.receive(2_000_000);
            assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.receiveText(4)).isEqualTo("more");
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a call writes is gathered, and sent when the call returns, flushes, waits, or takes long. */
class GatheredOutputTest extends EngineTest {

    private static final int WRITES = 16;

    @Test
    void manySmallWritesOfACallAreSentInOne() throws Exception {
        BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
        Handler many = (conn, in) -> {
            in.position(in.limit());
            for (int i = 0; i < WRITES; i++) {
                conn.write(Handlers.bytes("0123456789"));
            }
        };
        ServerEvents listener = new ServerEvents() {
            @Override
            public void bytesWritten(String server, long connection, int count) {
                sizes.add(count);
            }
        };
        // Only with the timer's delay out of the picture is the number of writes certain.
        try (TestServer server = server(new Deadlines()).ioListener(listener).start(many);
                Client client = server.connect()) {
            client.send("?");
            client.receive(WRITES * 10);
            assertThat(sizes.poll(10, TimeUnit.SECONDS)).isEqualTo(WRITES * 10);
        }
    }

    @Test
    void flushSendsWhileTheCallGoesOn() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        Handler flushing = (conn, in) -> {
            in.position(in.limit());
            conn.write(Handlers.bytes("first"));
            conn.flush();
            letGo.await();
            conn.write(Handlers.bytes("second"));
        };
        try (TestServer server = server().start(flushing);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveText(5)).isEqualTo("first");
            letGo.countDown();
            assertThat(client.receiveText(6)).isEqualTo("second");
        }
    }

    @Test
    void flushOfAnotherThreadSendsWhatTheCallHasWritten() throws Exception {
        CompletableFuture<ConnContext> wrote = new CompletableFuture<>();
        CountDownLatch letGo = new CountDownLatch(1);
        Handler writing = (conn, in) -> {
            in.position(in.limit());
            conn.write(Handlers.bytes("first"));
            wrote.complete(conn);
            letGo.await();
        };
        try (TestServer server = server(new Deadlines()).start(writing);
                Client client = server.connect()) {
            client.send("?");
            wrote.get(10, TimeUnit.SECONDS).flush();
            assertThat(client.receiveText(5)).isEqualTo("first");
            letGo.countDown();
        }
    }

    @Test
    void callThatBlocksAfterEachWriteDoesNotKeepItsClientWaiting() throws Exception {
        assumeTrue(lane.mayBlock());
        int rounds = 50;
        BlockingQueue<String> permits = new LinkedBlockingQueue<>();
        Handler blocking = (conn, in) -> {
            in.position(in.limit());
            for (int i = 0; i < rounds; i++) {
                conn.write(Handlers.bytes(String.format("%04d", i)));
                permits.take();
            }
        };
        try (TestServer server = server().start(blocking);
                Client client = server.connect()) {
            client.send("?");
            for (int i = 0; i < rounds; i++) {
                assertThat(client.receiveText(4)).isEqualTo(String.format("%04d", i));
                permits.add("go on");
            }
        }
    }

    @Test
    void callThatBlocksAnEventLoopIsSentWhenTheLoopIsTakenFromIt() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        Handler blocking = (conn, in) -> {
            in.position(in.limit());
            conn.write(Handlers.bytes("first"));
            letGo.await();
        };
        try (TestServer server = server().start(blocking);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveText(5)).isEqualTo("first");
            letGo.countDown();
        }
    }

    @Test
    void lateSendingAndFlushesOfOthersKeepTheOrderOfTheCallsAndThreadsBytes() throws Exception {
        int messages = 20_000;
        CountDownLatch done = new CountDownLatch(1);
        Handler writing = (conn, in) -> {
            in.position(in.limit());
            Thread flusher = new Thread(() -> {
                while (done.getCount() > 0) {
                    conn.flush();
                }
            });
            flusher.start();
            Thread other = new Thread(() -> write(conn, 1, messages));
            other.start();
            write(conn, 0, messages);
            other.join();
            done.countDown();
            flusher.join();
        };
        try (TestServer server = server().start(writing);
                Client client = server.connect()) {
            client.send("?");
            int[] next = new int[2];
            for (int i = 0; i < 2 * messages; i++) {
                ByteBuffer message = ByteBuffer.wrap(client.receive(5));
                int writer = message.get();
                assertThat(message.getInt()).as("of writer %d", writer).isEqualTo(next[writer]++);
            }
        } finally {
            done.countDown();
        }
    }

    private static void write(ConnContext conn, int writer, int messages) {
        for (int i = 0; i < messages; i++) {
            conn.write(ByteBuffer.allocate(5).put((byte) writer).putInt(i).flip());
        }
    }

    @Test
    void whatACallHasGatheredIsSentBeforeItWaitsForItsClient() throws Exception {
        assumeTrue(lane.mayBlock());
        int size = 3_000_000;
        Handler much = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(size));
            conn.write(Handlers.bytes("tail"));
            conn.write(Handlers.bytes("!"));
        };
        try (TestServer server = server(new Deadlines()).start(much);
                Client client = server.connect()) {
            client.send("?");
            client.receive(size);
            assertThat(client.receiveText(5)).isEqualTo("tail!");
        }
    }

    @Test
    void flushOfAHandlerThatWasReleasedIsRefused() throws Exception {
        CompletableFuture<ConnContext> first = new CompletableFuture<>();
        Handler old = (conn, in) -> {
            conn.write(in);
            first.complete(conn);
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            client.send("?").receive(1);
            ConnContext conn = first.get(10, TimeUnit.SECONDS);
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            assertThatThrownBy(conn::flush).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void writeThatIsWritableForDoesNotWaitThoughWhatWasGatheredIsSentMeanwhile() throws Exception {
        for (int i = 0; i < 10; i++) {
            CountDownLatch full = new CountDownLatch(1);
            Handler polite = (conn, in) -> {
                in.position(in.limit());
                Thread flusher = new Thread(() -> {
                    while (full.getCount() > 0) {
                        conn.flush();
                    }
                });
                flusher.start();
                while (conn.isWritable()) {
                    conn.write(ByteBuffer.allocate(100));
                }
                full.countDown();
            };
            try (TestServer server = server().with("write.high", "10000").start(polite);
                    Client client = server.connect()) {
                client.send("?");
                assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                full.countDown();
            }
        }
    }
}

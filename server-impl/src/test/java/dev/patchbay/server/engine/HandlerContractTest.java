package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the host promises a handler: which calls come, in which order, with which bytes. */
class HandlerContractTest extends EngineTest {

    @Test
    void callsComeInOrderAndReleasedComesOnce() throws Exception {
        Recorder recorder = new Recorder();
        try (TestServer server = server().start(recorder);
                Client client = server.connect()) {
            client.send("a\nb\n").endInput();
            assertThat(client.receiveAll()).isEqualTo("a\nb\n");
            RecordedEvents.next(server.events.closed);
        }
        assertThat(recorder.calls)
                .containsExactly("opened after nobody", "line a", "line b", "input ended", "released CLIENT_CLOSED");
    }

    @Test
    void bytesThatAreNotConsumedArePresentedAgainInFrontOfTheNext() throws Exception {
        Recorder recorder = new Recorder();
        try (TestServer server = server().start(recorder);
                Client client = server.connect()) {
            for (String piece : List.of("o", "ne", "\ntw", "o\nthree", "\n")) {
                client.send(piece);
            }
            assertThat(client.receiveText(14)).isEqualTo("one\ntwo\nthree\n");
        }
    }

    @Test
    void incompleteMessageAtTheEndIsCounted() throws Exception {
        Recorder recorder = new Recorder();
        try (TestServer server = server().start(recorder);
                Client client = server.connect()) {
            client.send("whole\nhalf").endInput();
            assertThat(client.receiveAll()).isEqualTo("whole\n");
            assertThat(RecordedEvents.next(server.events.closed).totals().unconsumed())
                    .isEqualTo(4);
        }
    }

    @Test
    void exceptionEndsThatConnectionAloneAfterItsOutputWasSent() throws Exception {
        for (String where : List.of("opened", "received", "inputEnded", "released")) {
            failsIn(where);
        }
    }

    private void failsIn(String where) throws Exception {
        AtomicInteger released = new AtomicInteger();
        Handler failing = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                fail("opened", conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                fail("received", conn);
            }

            @Override
            public void inputEnded(ConnContext conn) {
                fail("inputEnded", conn);
                conn.close();
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                released.incrementAndGet();
                fail("released", conn);
            }

            private void fail(String callback, ConnContext conn) {
                if (callback.equals(where) && conn.id() == 1) {
                    conn.write(ByteBuffer.wrap("last words".getBytes(StandardCharsets.ISO_8859_1)));
                    throw new AssertionError("on purpose");
                }
            }
        };
        try (TestServer server = server().start(failing);
                Client client = server.connect()) {
            RecordedEvents.next(server.events.opened);
            Client other = server.connect();
            if (!where.equals("opened")) {
                client.send("x").endInput();
            }
            assertThat(client.receiveAll()).isEqualTo(where.equals("released") ? "" : "last words");
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.connection()).isEqualTo(1);
            assertThat(closed.reason())
                    .isEqualTo(where.equals("released") ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.HANDLER_FAILED);
            assertThat(RecordedEvents.next(server.events.errors)).contains(where, "connection 1", "on purpose");
            assertThat(released).hasValue(1);
            assertThat(other.channel().isConnected()).isTrue();
            other.close();
            RecordedEvents.next(server.events.closed);
            assertThat(released).hasValue(2);
        }
    }

    @Test
    void messageOverTheLimitEndsTheConnection() throws Exception {
        Handler never = (conn, in) -> {};
        try (TestServer server = server().with("message.max", "10000").start(never);
                Client client = server.connect()) {
            client.send(new byte[9_999]);
            client.send(new byte[1]);
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.MESSAGE_TOO_LARGE);
            assertThat(closed.totals().unconsumed()).isEqualTo(10_000);
        }
    }

    @Test
    void messageOfExactlyOneByteLessThanTheLimitWaitsForMore() throws Exception {
        Handler all = (conn, in) -> {
            if (in.remaining() == 9_999) {
                conn.write(in);
            }
        };
        try (TestServer server = server().with("message.max", "10000").start(all);
                Client client = server.connect()) {
            client.send(new byte[5_000]).send(new byte[4_999]);
            assertThat(client.receive(9_999)).hasSize(9_999);
        }
    }

    @Test
    void handlerThatStopsEarlyForASlowClientIsCalledAgain() throws Exception {
        // Each byte asks for 10 kB; nobody reads until all is asked for.
        byte[] answer = new byte[10_000];
        BlockingQueue<Long> queued = new LinkedBlockingQueue<>();
        Handler generous = (conn, in) -> {
            while (in.hasRemaining() && conn.isWritable()) {
                in.get();
                conn.write(ByteBuffer.wrap(answer));
            }
        };
        try (TestServer server = server().start(generous);
                Client client = server.connect()) {
            client.send(new byte[1000]);
            assertThat(client.receive(1000 * answer.length)).hasSize(10_000_000);
            assertThat(queued).isEmpty();
        }
    }

    @Test
    void handlerThatStopsExactlyAtTheHighWatermarkIsCalledAgain() throws Exception {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Handler byteByByte = (conn, in) -> {
            while (in.hasRemaining() && conn.isWritable()) {
                conn.write(ByteBuffer.wrap(new byte[] {in.get()}));
                conn.flush();
            }
            if (in.hasRemaining()) {
                stopped.complete(null);
            }
        };
        byte[] data = new byte[400_000];
        try (TestServer server = server().with("write.high", "1000")
                        .with("write.low", "500")
                        .start(byteByByte);
                Client client = server.connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, data));
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(client.receive(data.length)).isEqualTo(data);
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    private static void sendAll(Client client, byte[] data) {
        try {
            client.send(data);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void writesOfOtherThreadsArriveWholeAndEachThreadsInOrder() throws Exception {
        int threads = 8;
        int lines = 500;
        Handler shouting = (conn, in) -> {
            in.position(in.limit());
            for (int t = 0; t < threads; t++) {
                int name = t;
                CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < lines; i++) {
                        conn.write(ByteBuffer.wrap(
                                String.format("%d:%05d\n", name, i).getBytes(StandardCharsets.ISO_8859_1)));
                    }
                });
            }
        };
        try (TestServer server = server().with("write.high", "1000")
                        .with("write.low", "500")
                        .start(shouting);
                Client client = server.connect()) {
            client.send("go");
            String all = client.receiveText(threads * lines * 8);
            int[] next = new int[threads];
            for (String line : all.split("\n")) {
                assertThat(line).matches("\\d:\\d{5}");
                assertThat(Integer.parseInt(line.substring(2))).isEqualTo(next[line.charAt(0) - '0']++);
            }
            assertThat(next).containsOnly(lines);
        }
    }

    @Test
    void tasksRunInTheConnectionsOrderAndNeverBesideACall() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        Handler tasks = (conn, in) -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            int count = in.remaining();
            in.position(in.limit());
            CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i++) {
                    int number = i;
                    conn.execute(() -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        conn.write(ByteBuffer.wrap(new byte[] {(byte) number}));
                        inside.decrementAndGet();
                    });
                }
            });
            inside.decrementAndGet();
        };
        try (TestServer server = server().start(tasks);
                Client client = server.connect()) {
            client.send(new byte[100]);
            byte[] answer = client.receive(100);
            for (int i = 0; i < 100; i++) {
                assertThat(answer[i]).isEqualTo((byte) i);
            }
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void abortDropsWhatWasNotSentAndCloseSendsIt() throws Exception {
        Handler ending = (conn, in) -> {
            boolean abort = in.get() == 'a';
            conn.write(ByteBuffer.wrap(new byte[3_000_000]));
            if (abort) {
                conn.abort();
            } else {
                conn.close();
            }
        };
        try (TestServer server = server().with("write.high", "10000000").start(ending)) {
            try (Client client = server.connect()) {
                client.send("c");
                assertThat(client.receiveAll()).hasSize(3_000_000);
                assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
            }
            try (Client client = server.connect()) {
                client.send("a");
                RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
                assertThat(closed.reason()).isEqualTo(ReleaseReason.HANDLER_ABORTED);
                assertThat(closed.totals().unsent()).isPositive();
            }
        }
    }

    @Test
    void closedStageTellsTheReason() throws Exception {
        CompletableFuture<ReleaseReason> reason = new CompletableFuture<>();
        Handler watching = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.closed().thenAccept(reason::complete);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
            }
        };
        try (TestServer server = server().start(watching)) {
            Client client = server.connect();
            RecordedEvents.next(server.events.opened);
            client.close();
            assertThat(reason.get(10, TimeUnit.SECONDS)).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void peerAndAddressesAreTheKernelsWord() throws Exception {
        CompletableFuture<ConnContext> opened = new CompletableFuture<>();
        Handler handler = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                opened.complete(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
            }
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            ConnContext conn = opened.get(10, TimeUnit.SECONDS);
            PeerCredentials peer = conn.peer();
            assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(peer.uid())
                    .isEqualTo(((Integer) java.nio.file.Files.getAttribute(directory, "unix:uid")).longValue());
            assertThat(conn.localAddress()).isEqualTo(server.path().toString());
            assertThat(conn.remoteAddress()).isEmpty();
            assertThat(conn.server()).isEqualTo("test");
            assertThat(client.channel().isConnected()).isTrue();
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a handler does so that a swap or a drain need not wait: it gives a promised answer, or leaves a long one unfinished. */
class HandOverTest extends EngineTest {

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    /** Promises an answer to each byte, and gives all when a hand-over is wanted, if it gives them at all. */
    private final class Promising implements Handler {
        private final boolean gives;
        private final BlockingQueue<ConnContext.Pending> promised = new LinkedBlockingQueue<>();
        private volatile ConnContext conn;

        Promising(boolean gives) {
            this.gives = gives;
        }

        @Override
        public void received(ConnContext connection, ByteBuffer in) {
            conn = connection;
            while (in.hasRemaining()) {
                in.get();
                promised.add(conn.pending());
            }
            conn.write(Handlers.bytes("!"));
        }

        @Override
        public void handOverWanted(ConnContext conn) {
            calls.add("wanted, draining " + conn.isDraining());
            if (gives) {
                conn.write(Handlers.bytes("none"));
                promised.forEach(ConnContext.Pending::close);
            }
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + reason);
        }
    }

    @Test
    void handlerThatWaitsForAnEventAnswersWhenASwapWaitsForIt() throws Exception {
        try (TestServer server = server().start(new Promising(true));
                Client client = server.connect()) {
            client.send("12").receive(1);
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            assertThat(client.send("x").receiveText(5)).isIn("nonex", "!none");
            assertThat(RecordedEvents.next(calls)).isEqualTo("wanted, draining false");
            assertThat(RecordedEvents.next(calls)).isEqualTo("released SWAPPED");
        }
    }

    @Test
    void handlerThatWaitsForAnEventAnswersWhenADrainWaitsForIt() throws Exception {
        try (TestServer server = server().with("drain.timeout", "50s").start(new Promising(true));
                Client client = server.connect()) {
            client.send("1").receive(1);
            server.server().stop().get(20, TimeUnit.SECONDS);
            assertThat(client.receiveAll()).isEqualTo("none");
            assertThat(RecordedEvents.next(calls)).isEqualTo("wanted, draining true");
            assertThat(RecordedEvents.next(calls)).isEqualTo("released DRAINED");
        }
    }

    @Test
    void handlerThatKeepsItsPromiseOpenIsAskedOnce() throws Exception {
        Promising keeping = new Promising(false);
        try (TestServer server = server().with("swap.timeout", "50s").start(keeping);
                Client client = server.connect()) {
            client.send("1").receive(1);
            server.handler(2, "second", 1, ECHO);
            assertThat(RecordedEvents.next(calls)).isEqualTo("wanted, draining false");
            server.handler(3, "third", 2, ECHO);
            keeping.promised.forEach(ConnContext.Pending::close);
            assertThat(RecordedEvents.next(calls)).isEqualTo("released SWAPPED");
        }
    }

    @Test
    void handlerWithoutAPromiseIsNotAsked() throws Exception {
        Promising promising = new Promising(true);
        try (TestServer server = server().start(promising);
                Client client = server.connect()) {
            client.send("1").receive(1);
            promising.promised.forEach(ConnContext.Pending::close);
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            assertThat(RecordedEvents.next(calls)).isEqualTo("released SWAPPED");
        }
    }

    /** Consumes a message byte by byte, up to a full stop, and promises from its first byte on. */
    private final class Streaming implements Handler {
        private ConnContext.Pending promised;

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            while (in.hasRemaining()) {
                promised = promised == null ? conn.pending() : promised;
                char next = (char) in.get();
                conn.write(Handlers.bytes("" + next));
                if (next == '.') {
                    promised.close();
                    return;
                }
            }
        }

        @Override
        public void handOverWanted(ConnContext conn) {
            conn.resumeInput();
            calls.add("wanted");
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + reason);
        }
    }

    @Test
    void handlerAmidAMessageIsPresentedTheRestWhileASwapWaits() throws Exception {
        try (TestServer server = server().with("swap.timeout", "50s").start(new Streaming());
                Client client = server.connect()) {
            client.send("a").receive(1);
            server.handler(2, "second", 1, (conn, in) -> {
                conn.write(Handlers.bytes("second:"));
                conn.write(in);
            });
            assertThat(RecordedEvents.next(calls)).isEqualTo("wanted");
            assertThat(client.send("b").receiveText(1)).isEqualTo("b");
            assertThat(client.send(".c").receiveText(9)).isEqualTo(".second:c");
            assertThat(RecordedEvents.next(calls)).isEqualTo("released SWAPPED");
        }
    }

    @Test
    void handlerThatResumesBeforeItIsAskedIsPresentedNothingMore() throws Exception {
        Promising keeping = new Promising(false);
        try (TestServer server = server().with("swap.timeout", "50s").start(keeping);
                Client client = server.connect()) {
            RecordedEvents.next(server.events.opened);
            client.send("1").receive(1);
            keeping.conn.execute(() -> {
                server.handler(2, "second", 1, ECHO);
                keeping.conn.resumeInput();
            });
            assertThat(RecordedEvents.next(calls)).isEqualTo("wanted, draining false");
            client.send("x");
            keeping.promised.remove().close();
            assertThat(client.receiveText(1)).isEqualTo("x");
            assertThat(keeping.promised).isEmpty();
        }
    }

    /** Answers a byte with numbers, as the javadoc of Handler says a long answer is written. */
    private static final class Download implements Handler {
        static final int BLOCKS = 3000;

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            Map<String, Object> state = conn.attributes();
            while (in.hasRemaining()) {
                int next = (int) state.getOrDefault("test.next", 0);
                while (next < BLOCKS && conn.offer(ByteBuffer.allocate(1000).putInt(0, next))) {
                    next++;
                }
                state.put("test.next", next);
                if (next < BLOCKS) {
                    return;
                }
                state.remove("test.next");
                in.get();
            }
        }
    }

    @Test
    void longAnswerContinuesInTheNextHandlerWithoutLosingAByte() throws Exception {
        try (TestServer server = server().with("swap.timeout", "50s").start(new Download());
                Client client = server.connect()) {
            client.send("??");
            int swaps = 0;
            for (int i = 0; i < 2 * Download.BLOCKS; i++) {
                assertThat(ByteBuffer.wrap(client.receive(1000)).getInt()).isEqualTo(i % Download.BLOCKS);
                if (i % 200 == 0) {
                    swaps++;
                    server.handler(1 + swaps, "handler " + swaps, swaps, new Download());
                    server.removed(swaps);
                }
            }
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code offer}: a write that never waits, and takes all or nothing. */
class OfferTest extends EngineTest {

    /** Offers numbers until one is refused, and goes on when the client has read. */
    private static final class Feed implements Handler {
        private final int last;
        private int next;

        Feed(int last) {
            this.last = last;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
            writable(conn);
        }

        @Override
        public void writable(ConnContext conn) {
            while (next < last && conn.offer(ByteBuffer.allocate(1000).putInt(0, next))) {
                next++;
            }
        }
    }

    @Test
    void feedThatOffersGoesOnWhenTheClientHasReadAndLosesNothing() throws Exception {
        int last = 5000;
        try (TestServer server = server().start(new Feed(last));
                Client client = server.connect()) {
            client.send("?");
            for (int i = 0; i < last; i++) {
                assertThat(ByteBuffer.wrap(client.receive(1000)).getInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void offerThatIsRefusedTakesNothingAndIsFollowedByWritable() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        Handler greedy = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                called.complete(conn);
            }

            @Override
            public void writable(ConnContext conn) {
                notices.add("writable");
            }
        };
        try (TestServer server = server().start(greedy);
                Client client = server.connect()) {
            client.send("?");
            ConnContext conn = called.get(10, TimeUnit.SECONDS);
            ByteBuffer much = ByteBuffer.allocate(3_000_000);
            assertThat(conn.offer(much)).isTrue();
            assertThat(much.hasRemaining()).isFalse();
            ByteBuffer more = Handlers.bytes("more");
            assertThat(conn.offer(more)).isFalse();
            assertThat(more.remaining()).isEqualTo(4);
            client.receive(3_000_000);
            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo("writable");
            assertThat(conn.offer(more)).isTrue();
            assertThat(client.receiveText(4)).isEqualTo("more");
        }
    }

    @Test
    void handlerWhoseOfferWasRefusedIsShownTheInputThatItLeft() throws Exception {
        Handler answering = (conn, in) -> {
            while (in.hasRemaining() && conn.offer(ByteBuffer.allocate(100_000))) {
                in.get();
            }
        };
        try (TestServer server = server().start(answering);
                Client client = server.connect()) {
            client.send("x".repeat(50));
            assertThat(client.receive(5_000_000)).hasSize(5_000_000);
        }
    }

    @Test
    void offerThatCanNeverArriveEndsTheCallAndIsRefusedElsewhere() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> elsewhere = new CompletableFuture<>();
        Handler closing = (conn, in) -> {
            in.position(in.limit());
            conn.close();
            Thread other = new Thread(() -> elsewhere.complete(conn.offer(Handlers.bytes("late"))));
            other.start();
            other.join();
            try {
                conn.offer(Handlers.bytes("late"));
            } catch (ConnectionEndedException e) {
                thrown.complete(e);
                throw e;
            }
        };
        try (TestServer server = server().start(closing);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEmpty();
            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(ConnectionEndedException.class);
            assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void offerOfAHandlerThatWasReleasedIsRefusedWithAnException() throws Exception {
        CompletableFuture<ConnContext> first = new CompletableFuture<>();
        Handler old = (conn, in) -> {
            conn.offer(in);
            first.complete(conn);
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            client.send("?").receive(1);
            ConnContext conn = first.get(10, TimeUnit.SECONDS);
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            assertThatThrownBy(() -> conn.offer(Handlers.bytes("late"))).isInstanceOf(IllegalStateException.class);
        }
    }
}

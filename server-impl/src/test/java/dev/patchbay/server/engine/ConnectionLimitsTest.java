package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits that a handler sets for one connection in place of the server's. */
class ConnectionLimitsTest extends EngineTest {

    private static final int LARGE = 2 << 20;

    /** Answers a message, a length and as many bytes, with its length. */
    private static final class Sized implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            while (in.remaining() >= 4) {
                int length = in.getInt(in.position());
                conn.messageMax(4 + length);
                if (in.remaining() < 4 + length) {
                    return;
                }
                in.position(in.position() + 4 + length);
                conn.messageMax(0);
                conn.write(ByteBuffer.allocate(4).putInt(0, length));
            }
        }
    }

    private static byte[] message(int length) {
        return ByteBuffer.allocate(4 + length).putInt(length).array();
    }

    @Test
    void messageLargerThanTheServersLimitIsServedIfTheHandlerRaisesTheLimit() throws Exception {
        try (TestServer server = server().with("message.max", "1000").start(new Sized());
                Client client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(message(LARGE));
                assertThat(ByteBuffer.wrap(client.receive(4)).getInt()).isEqualTo(LARGE);
            }
        }
    }

    @Test
    void limitOfOneConnectionSurvivesASwapAndGoesBackToTheServers() throws Exception {
        Handler raising = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.messageMax(5000);
                conn.write(Handlers.bytes("!"));
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {}
        };
        CompletableFuture<ConnContext> second = new CompletableFuture<>();
        Handler leaving = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                second.complete(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                if (in.remaining() == 3000) {
                    conn.write(Handlers.bytes("+"));
                }
                if (in.remaining() > 3000) {
                    conn.messageMax(0);
                }
            }
        };
        try (TestServer server = server().with("message.max", "1000").start(raising);
                Client client = server.connect();
                Client other = server.connect()) {
            client.receive(1);
            other.receive(1);
            server.handler(2, "second", 1, leaving);
            server.removed(1);
            client.send("x".repeat(3000));
            assertThat(client.receiveText(1)).isEqualTo("+");
            client.send("x");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.MESSAGE_TOO_LARGE);
        }
    }

    @Test
    void idleTimeoutGoesBackToTheServers() throws Exception {
        Handler changing = (conn, in) -> {
            conn.idleTimeout(in.get() == '0' ? Duration.ZERO : null);
            conn.write(Handlers.bytes("!"));
        };
        try (TestServer server = server().with("idle.timeout", "1h").start(changing);
                Client client = server.connect()) {
            client.send("0").receive(1);
            server.reconfigure("idle.timeout", "50ms");
            client.send("1");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void limitThatMakesNoSenseIsRefused() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        Handler handler = (conn, in) -> {
            conn.write(in);
            called.complete(conn);
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?").receive(1);
            ConnContext conn = called.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> conn.messageMax(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
            assertThatThrownBy(() -> conn.idleTimeout(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler asks for is done in the order in which it asks. */
class ClosingOrderTest extends EngineTest {

    private static final Executor LATER = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);

    /** How an answer comes that is not ready yet when the call returns. */
    enum Answering implements BiConsumer<ConnContext, ConnContext.Pending> {
        BY_ANOTHER_THREAD((conn, pending) -> LATER.execute(() -> {
            conn.write(ByteBuffer.allocate(500_000));
            pending.close();
        })),
        BY_EXECUTE((conn, pending) -> LATER.execute(() -> conn.execute(() -> {
            conn.write(ByteBuffer.allocate(500_000));
            pending.close();
        }))),
        BY_EXECUTE_CLOSED_AT_ONCE((conn, pending) -> LATER.execute(() -> {
            conn.execute(() -> conn.write(ByteBuffer.allocate(500_000)));
            pending.close();
        }));

        private final BiConsumer<ConnContext, ConnContext.Pending> how;

        Answering(BiConsumer<ConnContext, ConnContext.Pending> how) {
            this.how = how;
        }

        @Override
        public void accept(ConnContext conn, ConnContext.Pending pending) {
            how.accept(conn, pending);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatHalfClosesGetsTheAnswerThatIsStillToCome(Answering answering) throws Exception {
        Handler later = (conn, in) -> {
            in.position(in.limit());
            answering.accept(conn, conn.pending());
        };
        try (TestServer server = server().start(later);
                Client client = server.connect()) {
            client.send("question").endInput();
            assertThat(client.receiveAll()).hasSize(500_000);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void taskThatWasSubmittedBeforeTheCloseIsAnswered() throws Exception {
        Handler closing = (conn, in) -> {
            in.position(in.limit());
            CompletableFuture.runAsync(() -> {
                conn.execute(() -> conn.write(Handlers.bytes("answer")));
                conn.close();
            });
        };
        try (TestServer server = server().start(closing)) {
            for (int i = 0; i < 200; i++) {
                try (Client client = server.connect()) {
                    assertThat(client.send("?").receiveAll()).isEqualTo("answer");
                }
            }
        }
    }

    @Test
    void taskThatTheClosingCallHasSubmittedIsAnswered() throws Exception {
        Handler closing = (conn, in) -> {
            in.position(in.limit());
            conn.execute(() -> conn.write(Handlers.bytes("answer")));
            conn.close();
        };
        try (TestServer server = server().start(closing)) {
            for (int i = 0; i < 50; i++) {
                try (Client client = server.connect()) {
                    assertThat(client.send("?").receiveAll()).isEqualTo("answer");
                }
            }
        }
    }

    @Test
    void pausedInputAndInputThatIsLeftAreNoIdleness() throws Exception {
        CompletableFuture<ConnContext> paused = new CompletableFuture<>();
        CompletableFuture<ConnContext> left = new CompletableFuture<>();
        Handler waiting = (conn, in) -> {
            if (in.get(in.position()) == 'p') {
                in.position(in.limit());
                conn.pauseInput();
                paused.complete(conn);
            } else {
                left.complete(conn);
            }
        };
        try (TestServer server = server().with("idle.timeout", "1h").start(waiting);
                Client pausing = server.connect();
                Client leaving = server.connect()) {
            pausing.send("p");
            leaving.send("l");
            paused.get(10, TimeUnit.SECONDS);
            left.get(10, TimeUnit.SECONDS);
            server.reconfigure("idle.timeout", "50ms");
            for (int i = 0; i < 4; i++) {
                try (Client idle = server.connect()) {
                    assertThat(idle.receiveAll()).isEmpty();
                    assertThat(RecordedEvents.next(server.events.closed).reason())
                            .isEqualTo(ReleaseReason.IDLE_TIMEOUT);
                }
            }
            paused.get().write(Handlers.bytes("1"));
            left.get().write(Handlers.bytes("2"));
            assertThat(pausing.receiveText(1)).isEqualTo("1");
            assertThat(leaving.receiveText(1)).isEqualTo("2");
            paused.get().idleTimeout(Duration.ZERO);
        }
    }

    @Test
    void operatorClosesAConnectionAndWhatWasWrittenHasArrived() throws Exception {
        int size = 2 << 20;
        CountDownLatch written = new CountDownLatch(1);
        Handler flood = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(size));
            written.countDown();
        };
        try (TestServer server = server().start(flood);
                Client client = server.connect()) {
            client.send("?");
            assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
            client.receive(1);
            server.server().closeConnection(1);
            assertThat(client.receiveAll()).hasSize(size - 1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.OPERATOR_CLOSED);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writing on after the handler itself has closed the connection, or has been released from it. */
class EndOfWritingTest extends EngineTest {

    @Test
    void handlerThatWritesAfterItsOwnCloseHasNotFailed() throws Exception {
        Handler quitter = (conn, in) -> {
            conn.write(in);
            conn.close();
            conn.write(ByteBuffer.wrap(new byte[] {'x'}));
        };
        try (TestServer server = server().start(quitter);
                Client client = server.connect()) {
            assertThat(client.send("bye").receiveAll()).isEqualTo("bye");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void wrappedRefusalOfAWriteIsNoFailureEither() throws Exception {
        Handler quitter = (conn, in) -> {
            in.position(in.limit());
            conn.close();
            try {
                conn.write(ByteBuffer.wrap(new byte[] {'x'}));
            } catch (RuntimeException e) {
                throw new IllegalStateException("wrapped", e);
            }
        };
        try (TestServer server = server().start(quitter);
                Client client = server.connect()) {
            assertThat(client.send("bye").receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void threadThatWaitsForASlowClientIsToldThatItsHandlerWasReleased() throws Exception {
        CompletableFuture<ConnContext> full = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Handler feed = (conn, in) -> {
            in.position(in.limit());
            new Thread(() -> {
                        try {
                            while (true) {
                                if (!conn.isWritable()) {
                                    full.complete(conn);
                                }
                                conn.write(ByteBuffer.allocate(10_000));
                            }
                        } catch (RuntimeException e) {
                            thrown.complete(e);
                        }
                    })
                    .start();
        };
        try (TestServer server = server().start(feed);
                Client client = server.connect()) {
            client.send("x");
            full.get(10, TimeUnit.SECONDS);
            server.handler(2, "second", 1, ECHO);
            assertThat(thrown.get(10, TimeUnit.SECONDS)).isExactlyInstanceOf(IllegalStateException.class);
        }
    }
}

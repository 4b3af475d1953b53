package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads other than the handler's that wait until the client has read. */
class WaitingWriterTest extends EngineTest {

    @Test
    void writerGoesOnWhenTheClientHasGoneEvenIfInputIsPaused() throws Exception {
        CompletableFuture<ConnContext> opened = new CompletableFuture<>();
        Handler pausing = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.pauseInput();
                opened.complete(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
            }
        };
        try (TestServer server = new TestServer(lane, directory).start(pausing)) {
            Client client = server.connect();
            ConnContext conn = opened.get(10, TimeUnit.SECONDS);
            Thread writer = new Thread(() -> {
                conn.write(ByteBuffer.allocate(10_000_000));
                conn.write(ByteBuffer.allocate(1));
            });
            writer.start();
            while (writer.getState() != Thread.State.TIMED_WAITING) {
                assertThat(writer.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            client.close();
            writer.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(writer.isAlive()).isFalse();
            assertThat(conn.isOpen()).isFalse();
            conn.resumeInput();
            RecordedEvents.next(server.events.closed);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Input that a handler leaves because its client does not read is presented again, whenever the client reads. */
class LeftInputTest extends EngineTest {

    /** Fills the queue, sees that it is full, and leaves its input; but the client reads before the call has returned. */
    private static final class Leaving implements Handler {
        final CompletableFuture<Integer> full = new CompletableFuture<>();

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            if (full.isDone()) {
                ByteBuffer line = Frames.line(conn, in, 100);
                if (line != null) {
                    conn.write(line);
                }
                return;
            }
            int written = 0;
            while (conn.isWritable()) {
                conn.write(ByteBuffer.allocate(10_000));
                written += 10_000;
            }
            full.complete(written);
            while (!conn.isWritable()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void inputThatWasLeftIsPresentedAgainThoughTheClientReadWithinTheCall() throws Exception {
        Leaving leaving = new Leaving();
        try (TestServer server = server().start(leaving);
                Client client = server.connect()) {
            client.send("done\n");
            client.receive(leaving.full.get(10, TimeUnit.SECONDS));
            assertThat(client.receiveText(4)).isEqualTo("done");
        }
    }

    @Test
    void inputThatWasLeftIsNotTooLargeThoughTheClientReadWithinTheCall() throws Exception {
        Leaving leaving = new Leaving();
        try (TestServer server = server().with("message.max", "5").start(leaving);
                Client client = server.connect()) {
            client.send("done\n");
            client.receive(leaving.full.get(10, TimeUnit.SECONDS));
            assertThat(client.receiveText(4)).isEqualTo("done");
        }
    }
}

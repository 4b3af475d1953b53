package dev.patchbay.server.embed;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A socket in a folder of the test's own, clients that ask, and handlers that answer with three letters. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
abstract class EmbedTest {

    private static final long BOUND_SECONDS = 20;

    @TempDir
    Path directory;

    Path socket() {
        return directory.resolve("test.sock");
    }

    SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket()));
        return client;
    }

    static Handler answering(String answer) {
        return (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        };
    }

    static void send(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap(new byte[] {'?'}));
    }

    /** Returns three letters, or fewer at the end. */
    static String answer(SocketChannel client) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(3);
        while (answer.hasRemaining() && client.read(answer) >= 0) {}
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }

    static String ask(SocketChannel client) throws IOException {
        send(client);
        return answer(client);
    }

    /** Waits for the result of a stage. */
    static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing has happened within " + BOUND_SECONDS + " s");
        }
    }

    /** Stays in each call until it is let go, and then answers. */
    static final class Occupied implements Handler {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger inCalls = new AtomicInteger();
        final AtomicInteger released = new AtomicInteger();

        /** Whether interrupts end a call. */
        private final boolean yields;

        Occupied(boolean yields) {
            this.yields = yields;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws IOException {
            in.position(in.limit());
            inCalls.incrementAndGet();
            entered.countDown();
            boolean gone = false;
            while (!gone) {
                try {
                    go.await();
                    gone = true;
                } catch (InterruptedException interrupt) {
                    gone = yields;
                }
            }
            inCalls.decrementAndGet();
            conn.write(ByteBuffer.wrap("old".getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            released.incrementAndGet();
        }
    }
}

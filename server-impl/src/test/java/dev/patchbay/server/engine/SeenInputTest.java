package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A handler is told what it has seen of its input, so that the work for a message does not grow with its pieces. */
class SeenInputTest extends EngineTest {

    private static final int PIECES = 200;
    private static final int PIECE = 1000;

    /** Echoes lines, and counts the bytes that it has to look at for that. */
    private static final class Counting implements Handler {
        final AtomicLong lookedAt = new AtomicLong();
        final BlockingQueue<Integer> left = new LinkedBlockingQueue<>();

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            lookedAt.addAndGet(in.limit() - Math.max(in.position(), conn.seenUpTo()));
            ByteBuffer line;
            while ((line = Frames.line(conn, in, PIECES * PIECE)) != null) {
                conn.write(line);
            }
            left.add(in.remaining());
        }

        void awaitLeft(int bytes) throws InterruptedException {
            while (RecordedEvents.next(left) < bytes) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void everyByteOfALineThatArrivesInPiecesIsLookedAtOnce() throws Exception {
        Counting counting = new Counting();
        String piece = "x".repeat(PIECE);
        try (TestServer server = server().start(counting);
                Client client = server.connect()) {
            for (int i = 1; i <= PIECES; i++) {
                client.send(piece);
                counting.awaitLeft(i * PIECE);
            }
            client.send("\n");
            assertThat(client.receiveText(PIECES * PIECE)).isEqualTo(piece.repeat(PIECES));
            assertThat(counting.lookedAt).hasValue(PIECES * PIECE + 1);
        }
    }

    @Test
    void lineThatFollowsAnotherIsLookedAtTwiceAtMost() throws Exception {
        Counting counting = new Counting();
        String piece = "x".repeat(PIECE);
        try (TestServer server = server().start(counting);
                Client client = server.connect()) {
            client.send("first\n" + piece);
            assertThat(client.receiveText(5)).isEqualTo("first");
            counting.awaitLeft(PIECE);
            for (int i = 2; i <= PIECES; i++) {
                client.send(piece);
                counting.awaitLeft(i * PIECE);
            }
            client.send("\n");
            assertThat(client.receiveText(PIECES * PIECE)).isEqualTo(piece.repeat(PIECES));
            assertThat(counting.lookedAt.get()).isLessThanOrEqualTo(2L * (6 + PIECES * PIECE + 1));
        }
    }

    @Test
    void successorHasSeenNothing() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Handler leaving = (conn, in) -> left.countDown();
        Counting counting = new Counting();
        try (TestServer server = server().start(leaving);
                Client client = server.connect()) {
            client.send("a\nb");
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
            server.handler(2, "second", 1, counting);
            server.removed(1);
            assertThat(client.receiveText(1)).isEqualTo("a");
            assertThat(client.send("\n").receiveText(1)).isEqualTo("b");
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Copies of much data through the streams of sessions. */
class StreamCopyTest extends EngineTest {

    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 800;

    /** Copies block by block; each is a message. */
    private static final Streams.Loop IN_BLOCKS = conn -> {
        byte[] block = new byte[10_000];
        conn.boundary();
        for (int count; (count = conn.input().read(block)) >= 0; conn.boundary()) {
            conn.output().write(block, 0, count);
        }
    };

    @Test
    void fiftyMegabytesAreCopied() throws Exception {
        try (TestServer server = server().start(Streams.copy());
                Client client = server.connect()) {
            assertCopied(client, block -> {});
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(closed.totals().bytesOut()).isEqualTo((long) BLOCK * BLOCKS);
            assertThat(closed.totals().unconsumed()).isZero();
        }
    }

    @Test
    void swapThatBeginsInACopyWaitsForItsEnd() throws Exception {
        try (TestServer server = server().with("swap.timeout", "50s").start(Streams.copy());
                Client client = server.connect()) {
            assertCopied(client, block -> {
                if (block == 100) {
                    server.handler(2, "second", 1, new Handlers.Named("second"));
                }
            });
            server.removed(1);
        }
    }

    @Test
    void copyGoesOnThroughSwapsOfHandlersOfBothKinds() throws Exception {
        AtomicInteger sessions = new AtomicInteger();
        Handler blocks = Streams.handler(conn -> {
            sessions.incrementAndGet();
            IN_BLOCKS.serve(conn);
        });
        try (TestServer server = server().with("swap.timeout", "50s").start(blocks);
                Client client = server.connect()) {
            assertCopied(client, block -> {
                if (block % 10 == 0) {
                    int next = block / 10 + 1;
                    server.handler(next + 1, "h" + next, next, next % 2 == 0 ? blocks : ECHO);
                }
            });
            assertThat(sessions).hasValueGreaterThan(10);
            assertThat(server.events.errors).isEmpty();
        }
    }

    private interface Step {
        void received(int block) throws Exception;
    }

    /** Sends pseudo-random bytes, ends the input, and compares what comes back. */
    private static void assertCopied(Client client, Step step) throws Exception {
        CompletableFuture<byte[]> sent = CompletableFuture.supplyAsync(() -> sendAll(client));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < BLOCKS; i++) {
            digest.update(client.receive(BLOCK));
            step.received(i);
        }
        assertThat(digest.digest()).isEqualTo(sent.get(20, TimeUnit.SECONDS));
        assertThat(client.channel().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    private static byte[] sendAll(Client client) {
        try {
            Random random = new Random(1);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[BLOCK];
            for (int i = 0; i < BLOCKS; i++) {
                random.nextBytes(block);
                digest.update(block);
                client.send(block);
            }
            client.endInput();
            return digest.digest();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

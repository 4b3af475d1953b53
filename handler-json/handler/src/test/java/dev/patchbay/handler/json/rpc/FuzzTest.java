package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated conversations, with good requests in between that all have to be answered once. {@code
 * -Dpatchbay.fuzz.seconds=1800} makes it long, {@code -Dpatchbay.fuzz.seed=N} runs the conversation again that has
 * failed.
 */
class FuzzTest {

    private static final int CLIENTS = 4;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    /** What is called besides the echo. */
    public static final class Methods {
        public CompletionStage<Integer> later(int value) {
            return CompletableFuture.supplyAsync(() -> value);
        }

        public int fail() {
            throw new IllegalStateException("as it was told to");
        }
    }

    @Test
    void nothingHangsNothingLeaksAndEveryGoodRequestIsAnsweredOnce() throws Exception {
        long seconds = Long.getLong("patchbay.fuzz.seconds", 5);
        Long seed = Long.getLong("patchbay.fuzz.seed");
        ExecutorService threads = Executors.newCachedThreadPool();
        RunningServer server = RunningServer.start(directory, "message.max", "150000", "depth.max", "50");
        try {
            server.publish(new EchoMethods(), "quick", HandlerExecution.EVENT_LOOP, "echo");
            server.publish(new EchoMethods(), "", "echo");
            server.publish(new Methods(), "", "later", "fail");
            if (seed != null) {
                converse(server, seed, threads);
                return;
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            AtomicLong conversations = new AtomicLong();
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        converse(server, ThreadLocalRandom.current().nextLong(), threads);
                        conversations.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get(seconds + 2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            System.out.println("fuzzing: " + conversations + " conversations");
            awaitNoConnection(server);
            assertThat(server.handler().sessionCount()).isZero();
        } finally {
            server.close();
            threads.shutdownNow();
        }
    }

    private static void converse(RunningServer server, long seed, ExecutorService threads) {
        try (FuzzConversation conversation = new FuzzConversation(server.path(), seed)) {
            Future<?> sent = threads.submit(conversation::send);
            Future<?> received = threads.submit(conversation::receive);
            received.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the conversation with -Dpatchbay.fuzz.seed=" + seed + " failed: " + e, e);
        }
    }

    private static void awaitNoConnection(RunningServer server) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (server.server().connectionCount() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(server.server().connectionCount()).isZero();
    }
}

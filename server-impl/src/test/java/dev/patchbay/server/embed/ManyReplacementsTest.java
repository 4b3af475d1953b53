package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.SwapResult;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Several threads replace, add, remove and reconfigure at once, under traffic. Every stage completes, no handler is called after it was
 * replaced for good, and no client is disconnected.
 */
class ManyReplacementsTest extends EmbedTest {

    private static final int CLIENTS = 6;
    private static final int CHANGES = 150;

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();

    /** Echoes, and notes when it is called although it was left. */
    private final class Echo implements Handler {

        private final int number = created.incrementAndGet();
        private final AtomicInteger inCare = new AtomicInteger();
        private volatile boolean left;

        @Override
        public void opened(ConnContext conn) {
            inCare.incrementAndGet();
            check("opened");
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws Exception {
            check("received");
            conn.write(in);
            check("received to its end");
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            check("released");
            inCare.decrementAndGet();
        }

        private void check(String what) {
            if (left) {
                violations.add(number + " " + what);
            }
        }

        void leave(SwapResult swap) {
            left = true;
            if (inCare.get() != 0 || swap.stuck() != 0 || swap.closed() != 0) {
                violations.add(number + " has " + inCare + " after " + swap);
            }
        }
    }

    private static HandlerOptions randomly(Random random) {
        return new HandlerOptions()
                .execution(random.nextBoolean() ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL);
    }

    @Test
    void everyStageCompletesAndNoHandlerIsCalledAfterItWasLeft() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        try (Server server = Server.at(socket()).start()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(() -> talk(over), task -> new Thread(task).start()));
            }
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                changes.add(CompletableFuture.runAsync(() -> change(server, random), task -> new Thread(task).start()));
            }
            for (CompletableFuture<Void> change : changes) {
                result(change);
            }
            over.set(true);
            result(server.replace(new Echo()));
            for (CompletableFuture<Void> client : clients) {
                result(client);
            }
        } finally {
            over.set(true);
        }
        assertThat(violations).isEmpty();
    }

    /** Has a place of its own, in which it puts one handler after the other, and now and then moves to another one. */
    private void change(Server server, Random random) {
        Echo current = new Echo();
        HandlerRegistration place = server.add(current, randomly(random).ranking(random.nextInt(5)));
        for (int i = 0; i < CHANGES; i++) {
            Echo next = new Echo();
            if (random.nextInt(4) == 0) {
                place.close();
                current.leave(new SwapResult(0, 0, 0, null));
                place = server.add(next, randomly(random).ranking(random.nextInt(5)));
            } else {
                CompletionStage<SwapResult> swap =
                        place.replace(next, randomly(random).ranking(random.nextInt(5)));
                current.leave(join(swap));
            }
            current = next;
        }
    }

    private static SwapResult join(CompletionStage<SwapResult> swap) {
        try {
            return result(swap);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void talk(AtomicBoolean over) {
        try (SocketChannel client = connect()) {
            ByteBuffer bytes = ByteBuffer.allocate(1);
            for (byte i = 0; !over.get(); i++) {
                client.write(ByteBuffer.wrap(new byte[] {i}));
                int count = client.read(bytes.clear());
                if (count != 1 || bytes.get(0) != i) {
                    throw new AssertionError("read " + count + " byte(s) for " + i);
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

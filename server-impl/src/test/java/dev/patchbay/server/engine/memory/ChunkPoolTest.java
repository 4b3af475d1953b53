package dev.patchbay.server.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.server.poll.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where memory comes from, and what happens when there is none. */
@Timeout(60)
class ChunkPoolTest {

    private static final int KEPT = 1 << 20;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private Chunk allocate(int size) {
        asked.incrementAndGet();
        if (left.addAndGet(-size) < 0) {
            left.addAndGet(size);
            throw new OutOfMemoryError("no memory in this test");
        }
        return new Chunk(size);
    }

    @Test
    void chunkThatWasGivenBackIsTakenAgain() {
        ChunkPool pool = new ChunkPool(this::allocate, KEPT);
        Chunk chunk = pool.take(1000);
        assertThat(chunk.capacity()).isEqualTo(1024);
        pool.give(chunk);
        assertThat(pool.take(1024)).isSameAs(chunk);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsFreeInOtherSizesIsLetGoWhenMemoryHasRunOut() {
        ChunkPool pool = new ChunkPool(this::allocate, KEPT);
        Chunk small = pool.take(1024);
        pool.give(small);
        left.set(0);
        assertThatThrownBy(() -> pool.take(4096)).isInstanceOf(OutOfMemoryError.class);
        left.set(1 << 20);
        assertThat(pool.take(1024)).isNotSameAs(small);
    }

    @Test
    void refusalAnswersThoseWhoWaitedForIt() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ChunkPool pool = new ChunkPool(
                size -> {
                    asked.incrementAndGet();
                    asking.countDown();
                    awaitUninterruptibly(answered);
                    throw new OutOfMemoryError("no memory in this test");
                },
                KEPT);
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<Throwable>> refused = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Throwable> mine = new CompletableFuture<>();
            refused.add(mine);
            Thread thread = new Thread(() -> {
                try {
                    pool.take(4096);
                    mine.complete(null);
                } catch (OutOfMemoryError e) {
                    mine.complete(e);
                }
            });
            threads.add(thread);
            thread.start();
            asking.await();
            if (i > 0) {
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
        }
        answered.countDown();
        for (CompletableFuture<Throwable> mine : refused) {
            assertThat(mine.get(20, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(asked).hasValue(1);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.patchbay.server.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Handlers come and go, filters and choices change, and connections enter and leave, all at once. Whatever happens, no
 * call reaches a handler whose removal has completed. A failure names the seed to run it again with.
 */
@Timeout(120)
class SwapStressTest {

    private static final String SEED = "patchbay.seed";
    private static final int SERVICES = 4;
    private static final int CHANGES = 3_000;

    private final long seed = Long.getLong(SEED, new Random().nextLong());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch running = new CountDownLatch(3);

    /** Services whose removal has completed, each of them with a handler object of its own. */
    private final Map<Handler, Boolean> gone = new ConcurrentHashMap<>();

    private final HandlerSlot slot = new HandlerSlot((from, to) -> {}, System::nanoTime);
    private final Candidates candidates = new Candidates();

    @AfterEach
    void end() {
        over.set(true);
        threads.shutdownNow();
    }

    @Test
    void noCallReachesAHandlerWhoseRemovalHasCompleted() throws Exception {
        candidates.serve(slot, properties -> true);
        List<Future<Integer>> connections = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            connections.add(threads.submit(this::connection));
        }
        running.await();
        List<Future<Void>> services = new ArrayList<>();
        for (int id = 1; id <= SERVICES; id++) {
            services.add(threads.submit(service(id)));
        }
        Future<Void> operator = threads.submit(this::operator);
        for (Future<Void> service : services) {
            service.get(60, TimeUnit.SECONDS);
        }
        over.set(true);
        operator.get(60, TimeUnit.SECONDS);
        int wrong = 0;
        for (Future<Integer> connection : connections) {
            wrong += connection.get(60, TimeUnit.SECONDS);
        }

        assertThat(wrong).as("calls after the removal, -D%s=%d", SEED, seed).isZero();
        assertThat(calls).as("calls").hasPositiveValue();
        assertThat(slot.current()).as("-D%s=%d", SEED, seed).isNull();
        assertThat(slot.entries()).as("-D%s=%d", SEED, seed).isEmpty();
    }

    /** Does what a connection does, and returns how many calls it made to handlers that had gone. */
    private int connection() {
        int wrong = 0;
        running.countDown();
        while (!over.get()) {
            HandlerLease lease = slot.current();
            if (lease == null || !lease.enter()) {
                Thread.onSpinWait();
                continue;
            }
            calls.incrementAndGet();
            while (!lease.isRetired() && !over.get()) {
                wrong += gone.containsKey(lease.entry().handler()) ? 1 : 0;
            }
            wrong += gone.containsKey(lease.entry().handler()) ? 1 : 0;
            lease.leave(true);
        }
        return wrong;
    }

    /** A service that is registered, modified and unregistered again and again. */
    private Callable<Void> service(int id) {
        return () -> {
            Random random = new Random(seed + id);
            for (int i = 0; i < CHANGES / SERVICES; i++) {
                Handler handler = new Quiet();
                for (int changes = random.nextInt(3); changes >= 0; changes--) {
                    candidates.put(id, handler, properties(random), "test");
                }
                candidates.remove(id).get(60, TimeUnit.SECONDS);
                gone.put(handler, true);
            }
            return null;
        };
    }

    /** Changes the filter and the choice. */
    private Void operator() {
        Random random = new Random(seed);
        while (!over.get()) {
            if (random.nextBoolean()) {
                candidates.filter(filter(random));
            } else {
                slot.pin(random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt(SERVICES)));
            }
        }
        return null;
    }

    private static Map<String, Object> properties(Random random) {
        return Map.of("handler.name", "h" + random.nextInt(3), "service.ranking", random.nextInt(3));
    }

    /** Matches all, some or no names. */
    private static Predicate<Map<String, ?>> filter(Random random) {
        String least = "h" + random.nextInt(4);
        return properties -> properties.get("handler.name").toString().compareTo(least) >= 0;
    }

    /** Each is another one. */
    private static final class Quiet implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {}
    }
}

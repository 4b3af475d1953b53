package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One case of generated traffic: a few clients and some handlers, and what one thread does with them, all of one seed. */
final class TrafficCase {

    private static final int CLIENTS = 3;
    private static final int MOST_STEPS = 120;
    private static final int MOST_HANDLERS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String[] WRITE_HIGH = {"2", "100", "5000", "65536", "1000000"};
    private static final String[] MESSAGE_MAX = {"20000", "65536", "1048576"};
    private static final String[] LOOPS = {"1", "2", "3"};
    private static final String[] PATHS = {"a.sock", "b.sock"};
    private static final String[] IDLE_TIMEOUT = {"0", "1h"};

    private static long handlers;

    private final TestServer server;
    private final Random random;
    private final List<ModelClient> clients = new ArrayList<>();
    private final Deque<Long> bound = new ArrayDeque<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    TrafficCase(TestServer server, long seed) {
        this.server = server;
        this.random = new Random(seed);
    }

    void run() throws Exception {
        try {
            bind();
            // Not while clients are there: a handler may leave more than the new limit allows.
            server.reconfigure("message.max", any(MESSAGE_MAX));
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new ModelClient(server.path(), random));
            }
            for (int step = random.nextInt(MOST_STEPS); step > 0; step--) {
                step();
            }
            settle();
            checkEnds();
        } catch (IOException | AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + clients + ", " + server.events.told(), e);
        } finally {
            for (ModelClient client : clients) {
                client.close();
            }
            while (!bound.isEmpty()) {
                server.server().slot().remove(bound.poll()).get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(violations).isEmpty();
    }

    private void step() throws IOException {
        ModelClient client = clients.get(random.nextInt(CLIENTS));
        switch (random.nextInt(20)) {
            case 0, 1 -> bind();
            case 2 -> unbind(MOST_HANDLERS - 1);
            case 3 -> unbind(0);
            case 4 -> reconfigure();
            case 5 -> client.maybeEnd();
            case 6, 7, 8, 9, 10 -> client.receive(sizeUpTo(20_000));
            default -> client.send(sizeUpTo(20_000));
        }
    }

    /** A number from 1 to the greatest, of each order of magnitude equally often. */
    private int sizeUpTo(int greatest) {
        return (int) Math.exp(random.nextDouble() * Math.log(greatest));
    }

    private void bind() {
        long id = ++handlers;
        HandlerExecution execution = random.nextBoolean() ? HandlerExecution.VIRTUAL : HandlerExecution.EVENT_LOOP;
        TemperedHandler handler = new TemperedHandler(TemperedHandler.Temper.any(random), violations);
        server.server().slot().put(new HandlerEntry(id, "h" + id, (int) id, execution, "test", handler));
        bound.add(id);
        unbind(MOST_HANDLERS);
    }

    /** Takes the oldest handlers out until no more than so many are left, and does not wait for that. */
    private void unbind(int left) {
        while (bound.size() > left) {
            server.server().slot().remove(bound.poll());
        }
    }

    private void reconfigure() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> server.reconfigure("message.max", MESSAGE_MAX[MESSAGE_MAX.length - 1]);
            case 1 -> server.reconfigure("loops", any(LOOPS));
            case 2 -> server.reconfigure("idle.timeout", any(IDLE_TIMEOUT));
            case 3 ->
                server.reconfigure(
                        "socket.path", server.path().resolveSibling(any(PATHS)).toString());
            default -> {
                server.with("write.low", "1");
                server.reconfigure("write.high", any(WRITE_HIGH));
            }
        }
    }

    private String any(String[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Every client comes to its end: it has to get all that the model says, and the end of it. */
    private void settle() throws Exception {
        bind();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (ModelClient client : clients) {
            client.endInput();
        }
        for (boolean open = true; open; ) {
            open = false;
            for (ModelClient client : clients) {
                open |= !client.isOver();
                client.receive(Integer.MAX_VALUE);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still waiting: " + server.server().connectionSnapshots() + ", " + violations);
            }
            Thread.onSpinWait();
        }
    }

    private void checkEnds() throws InterruptedException {
        List<RecordedEvents.Closed> closed = RecordedEvents.next(server.events.closed, CLIENTS);
        boolean allInOrder = clients.stream().noneMatch(ModelClient::wasReset);
        if (allInOrder) {
            assertThat(closed).extracting(RecordedEvents.Closed::reason).containsOnly(ReleaseReason.CLIENT_CLOSED);
            assertThat(closed.stream().mapToLong(one -> one.totals().bytesIn()))
                    .as("bytes in")
                    .containsExactlyInAnyOrderElementsOf(
                            clients.stream().map(ModelClient::sent).toList());
            assertThat(closed.stream().mapToLong(one -> one.totals().unconsumed()))
                    .as("bytes of messages that stayed incomplete")
                    .containsExactlyInAnyOrderElementsOf(
                            clients.stream().map(ModelClient::incomplete).toList());
            assertThat(closed.stream().mapToLong(one -> one.totals().unsent()))
                    .as("bytes unsent")
                    .containsOnly(0L);
        } else {
            assertThat(closed)
                    .extracting(RecordedEvents.Closed::reason)
                    .isSubsetOf(ReleaseReason.CLIENT_CLOSED, ReleaseReason.CONNECTION_LOST);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code after}: tasks that run later, in the connection's own order. */
class AfterTest extends EngineTest {

    private static final Duration SOON = Duration.ofMillis(30);

    private static final Duration LATER = Duration.ofMillis(200);

    /** Far enough from {@link #SOON} for a thread that has to wait for a processor between two instructions. */
    private static final Duration LAST = Duration.ofSeconds(1);

    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    /** Does something with the connection when the client sends a byte. */
    private static Handler on(java.util.function.Consumer<ConnContext> action) {
        return (conn, in) -> {
            in.position(in.limit());
            action.accept(conn);
        };
    }

    @Test
    void taskRunsAfterItsDelayOnTheHandlersKindOfThread() throws Exception {
        BlockingQueue<Long> nanos = new LinkedBlockingQueue<>();
        Handler handler = on(conn -> {
            long set = System.nanoTime();
            Thread caller = Thread.currentThread();
            conn.after(SOON, () -> {
                nanos.add(System.nanoTime() - set);
                ran.add(Boolean.toString(Thread.currentThread().getClass() == caller.getClass()));
                conn.write(Handlers.bytes("later"));
            });
        });
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveText(5)).isEqualTo("later");
            assertThat(nanos.take()).isGreaterThanOrEqualTo(SOON.toNanos());
            assertThat(ran.take()).isEqualTo("true");
        }
    }

    @Test
    void tasksOfDifferentDelaysRunInThatOrderAndThoseOfNoneAtOnce() throws Exception {
        Handler handler = on(conn -> {
            conn.after(LAST, () -> ran.add("last"));
            conn.after(Duration.ofDays(1_000_000), () -> ran.add("never"));
            conn.after(Duration.ZERO, () -> ran.add("zero"));
            conn.after(Duration.ofSeconds(-5), () -> ran.add("negative"));
            conn.execute(() -> ran.add("executed"));
            conn.after(SOON, () -> ran.add("soon"));
            ran.add("returned");
        });
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?");
            assertThat(RecordedEvents.next(ran, 6))
                    .isEqualTo(List.of("returned", "zero", "negative", "executed", "soon", "last"));
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void taskThatWasCancelledDoesNotRun() throws Exception {
        Handler handler = on(conn -> {
            ConnContext.Timer cancelled = conn.after(SOON, () -> ran.add("cancelled"));
            ConnContext.Timer atOnce = conn.after(Duration.ZERO, () -> ran.add("cancelled at once"));
            conn.after(LATER, () -> ran.add("other"));
            cancelled.cancel();
            cancelled.cancel();
            atOnce.cancel();
        });
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?");
            assertThat(RecordedEvents.next(ran)).isEqualTo("other");
        }
    }

    @Test
    void timerOfAnotherThreadRunsAndIsCancelled() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        try (TestServer server = server().start(on(called::complete));
                Client client = server.connect()) {
            client.send("?");
            ConnContext conn = called.get(10, TimeUnit.SECONDS);
            conn.after(LATER, () -> ran.add("cancelled")).cancel();
            conn.after(LAST, () -> conn.write(Handlers.bytes("later")));
            assertThat(client.receiveText(5)).isEqualTo("later");
            assertThat(ran).isEmpty();
        }
    }

    @Test
    void whatHasNotRunIsDroppedByASwapAndTheNextHandlersTimersRunOnItsThreads() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        Handler first = on(conn -> {
            conn.after(SOON, () -> ran.add("dropped"));
            called.complete(conn);
            conn.write(Handlers.bytes("!"));
        });
        Handler second = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.after(LATER, () -> conn.write(Handlers.bytes("second")));
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {}
        };
        HandlerExecution other = lane.mayBlock() ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL;
        try (TestServer server = server().start(first);
                Client client = server.connect()) {
            client.send("?").receive(1);
            server.handler(2, "second", 1, other, second);
            server.removed(1);
            assertThat(client.receiveText(6)).isEqualTo("second");
            ConnContext old = called.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> old.after(SOON, () -> ran.add("too late")))
                    .isInstanceOf(IllegalStateException.class);
            // It ran before the swap, or not at all.
            assertThat(ran.size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void timersRunWhileACallOfAnotherConnectionBlocksTheLoopThatWasTakenFromIt() throws Exception {
        java.util.concurrent.CountDownLatch letGo = new java.util.concurrent.CountDownLatch(1);
        Handler handler = (conn, in) -> {
            if (in.get() == 'b') {
                letGo.await();
            } else {
                conn.after(SOON, () -> conn.write(Handlers.bytes("later")));
            }
        };
        try (TestServer server = server().start(handler);
                Client blocker = server.connect();
                Client client = server.connect()) {
            blocker.send("b");
            client.send("a");
            assertThat(client.receiveText(5)).isEqualTo("later");
            letGo.countDown();
        }
    }

    @Test
    void endOfTheConnectionDropsItsTimersAndNoneCanBeSetAfterwards() throws Exception {
        CompletableFuture<ConnContext> called = new CompletableFuture<>();
        Handler handler = on(conn -> {
            conn.after(Duration.ofHours(1), () -> ran.add("dropped"));
            called.complete(conn);
        });
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?");
            ConnContext conn = called.get(10, TimeUnit.SECONDS);
            conn.abort();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_ABORTED);
            conn.after(Duration.ZERO, () -> ran.add("too late")).cancel();
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void exceptionOfATaskEndsTheConnection() throws Exception {
        Handler handler = on(conn -> conn.after(SOON, () -> {
            throw new IllegalArgumentException("on purpose");
        }));
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("?");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_FAILED);
        }
    }
}

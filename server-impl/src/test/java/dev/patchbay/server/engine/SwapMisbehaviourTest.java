package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Handlers that do in a swap what they should not: the others, and the clients that they do not serve, notice nothing. */
class SwapMisbehaviourTest extends EngineTest {

    @Test
    void callThatNeverReturnsDelaysTheSwapForABoundedTimeAndIsNeverCalledAgain() throws Exception {
        Handlers.Blocking stuck = new Handlers.Blocking("stuck", true);
        try (TestServer server = server().with("swap.timeout", "50ms").start(stuck);
                Client victim = server.connect();
                Client other = server.connect()) {
            RecordedEvents.next(server.events.opened, 2);
            victim.send("a\n");
            assertThat(stuck.entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.handler(2, "new", 10, new Handlers.Named("new"));
            server.removed(1);
            assertThat(other.send("b\n").receiveText(6)).isEqualTo("new:b\n");
            assertThat(RecordedEvents.next(server.events.errors)).contains("handler first", "does not return");
            assertThat(RecordedEvents.next(server.events.causes).getStackTrace())
                    .extracting(StackTraceElement::getClassName)
                    .contains(Handlers.Blocking.class.getName());
            // The same call may record more than one interrupt, and late.
            List<String> before = callsBut("interrupted", stuck);
            stuck.letGo.countDown();
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(callsBut("interrupted", stuck))
                    .isEqualTo(before)
                    .doesNotContain("released " + closed.connection() + " SWAP_TIMEOUT");
        }
    }

    private static List<String> callsBut(String call, Handlers.Blocking handler) {
        return handler.calls.stream().filter(made -> !made.equals(call)).toList();
    }

    @Test
    void handlerThatThrowsInReleasedEndsThatConnectionAndTheOthersMove() throws Exception {
        Handlers.Named old = new Handlers.Named("old") {
            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                super.released(conn, reason);
                if (conn.id() == 1) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        try (TestServer server = server().start(old);
                Client first = server.connect();
                Client second = server.connect()) {
            assertThat(first.send("a\n").receiveText(6)).isEqualTo("old:a\n");
            assertThat(second.send("a\n").receiveText(6)).isEqualTo("old:a\n");
            server.handler(2, "new", 10, new Handlers.Named("new"));
            server.removed(1);
            assertThat(first.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_FAILED);
            assertThat(second.send("b\n").receiveText(6)).isEqualTo("new:b\n");
            assertThat(old.calls).containsOnlyOnce("released 1 SWAPPED");
        }
    }

    @Test
    void handlerThatThrowsInOpenedEndsThatConnectionAndKeepsTheOthers() throws Exception {
        Handlers.Named next = new Handlers.Named("new") {
            @Override
            public void opened(ConnContext conn) {
                super.opened(conn);
                if (conn.id() == 1) {
                    throw new NoClassDefFoundError("on purpose");
                }
            }
        };
        try (TestServer server = server().start(new Handlers.Named("old"));
                Client first = server.connect();
                Client second = server.connect()) {
            RecordedEvents.next(server.events.opened, 2);
            assertThat(second.send("a\n").receiveText(6)).isEqualTo("old:a\n");
            server.handler(2, "new", 10, next);
            assertThat(first.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_FAILED);
            assertThat(second.send("b\n").receiveText(6)).isEqualTo("new:b\n");
            server.removed(1);
            assertThat(next.calls).contains("released 1 HANDLER_FAILED");
        }
    }

    @Test
    void threadThatWritesOnAfterItsHandlersReleaseIsRefusedAndNothingOfItArrives() throws Exception {
        CompletableFuture<ConnContext> kept = new CompletableFuture<>();
        Handlers.Named old = new Handlers.Named("old") {
            @Override
            public void opened(ConnContext conn) {
                kept.complete(conn);
            }
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            ConnContext conn = kept.get(10, TimeUnit.SECONDS);
            ConcurrentLinkedQueue<Long> written = new ConcurrentLinkedQueue<>();
            CompletableFuture<Long> refused = CompletableFuture.supplyAsync(() -> writeUntilRefused(conn, written));
            while (written.isEmpty()) {
                Thread.onSpinWait();
            }
            server.handler(2, "new", 10, new Handlers.Named("new"));
            server.removed(1);
            long accepted = refused.get(20, TimeUnit.SECONDS);
            client.send("x\n");
            // Every byte that was accepted arrives, before anything of the new handler, and none that was refused.
            byte[] ghosts = client.receive((int) accepted);
            assertThat(ghosts).containsOnly('g');
            assertThat(client.receiveText(6)).isEqualTo("new:x\n");
        }
    }

    private static long writeUntilRefused(ConnContext conn, ConcurrentLinkedQueue<Long> written) {
        long count = 0;
        try {
            while (conn.isWritable() || count < 1000) {
                conn.write(ByteBuffer.wrap(new byte[] {'g'}));
                written.add(++count);
            }
            while (true) {
                conn.execute(() -> {});
            }
        } catch (IllegalStateException released) {
            return count;
        }
    }

    @Test
    void handlerThatBlocksAnEventLoopKeepsNobodyElseFromBeingServed() throws Exception {
        Assumptions.assumeTrue(lane.execution() == HandlerExecution.EVENT_LOOP);
        Handlers.Blocking blocking = new Handlers.Blocking("blocking", false) {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                if (conn.id() == 1) {
                    super.received(conn, in);
                } else {
                    conn.write(in);
                }
            }
        };
        try (TestServer server = server().start(blocking);
                Client victim = server.connect();
                Client other = server.connect()) {
            RecordedEvents.next(server.events.opened, 2);
            victim.send("a\n");
            assertThat(blocking.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.send("still served").receiveText(12)).isEqualTo("still served");
            assertThat(RecordedEvents.next(server.events.errors)).contains("has blocked an event loop", "VIRTUAL");
            // The trace is that of the call, not of who has noticed.
            assertThat(RecordedEvents.next(server.events.causes).getStackTrace())
                    .extracting(StackTraceElement::getClassName)
                    .contains(CountDownLatch.class.getName(), Handlers.Blocking.class.getName());
            blocking.letGo.countDown();
            assertThat(victim.receiveText(11)).isEqualTo("blocking:a\n");
            assertThat(victim.send("b\n").receiveText(11)).isEqualTo("blocking:b\n");
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A handler that was given up because a call of it never returned is called for nothing any more, should the call return. */
class GivenUpHandlerTest extends EngineTest {

    /** Asks for everything that a handler can be told, and then blocks. */
    private static class Asking extends Handlers.Blocking {
        private final CompletableFuture<ConnContext> conn = new CompletableFuture<>();

        Asking() {
            super("stuck", true);
        }

        @Override
        public void received(ConnContext context, ByteBuffer in) {
            context.execute(() -> calls.add("task"));
            conn.complete(context);
            try {
                super.received(context, in);
            } finally {
                calls.add("returned");
            }
        }

        @Override
        public void writable(ConnContext context) {
            calls.add("writable");
        }

        @Override
        public void draining(ConnContext context) {
            calls.add("draining");
        }

        @Override
        public void clientClosed(ConnContext context) {
            calls.add("clientClosed");
        }

        @Override
        public void inputEnded(ConnContext context) {
            calls.add("inputEnded");
        }
    }

    @Test
    void clientThatClosesWhileTheCallNeverReturnsIsNotTold() throws Exception {
        Asking stuck = new Asking();
        try (TestServer server = server().with("swap.timeout", "50ms").start(stuck)) {
            try (Client victim = server.connect()) {
                beGivenUp(server, stuck, victim);
            }
            returnsAndIsNotCalled(server, stuck);
        }
    }

    /** The close is known when the task begins, and would be told next; the end of the input is told before. */
    @Test
    void clientThatHadClosedBeforeATaskThatNeverReturnsIsNotTold() throws Exception {
        Assumptions.assumeTrue(lane.mayBlock(), "the close interrupts only calls that may block");
        CountDownLatch called = new CountDownLatch(1);
        Asking stuck = new Asking() {
            @Override
            public void received(ConnContext context, ByteBuffer in) {
                in.position(in.limit());
                context.execute(() -> {
                    calls.clear();
                    super.received(context, ByteBuffer.allocate(0));
                });
                called.countDown();
                while (!Thread.interrupted()) {
                    LockSupport.park();
                }
            }
        };
        try (TestServer server = server().with("swap.timeout", "50ms").start(stuck)) {
            try (Client victim = server.connect()) {
                victim.send("a\n");
                assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
            }
            beGivenUp(server, stuck);
            returnsAndIsNotCalled(server, stuck);
        }
    }

    @Test
    void serverThatDrainsAndClientThatReadsAreNotTold() throws Exception {
        Asking stuck = new Asking();
        try (TestServer server = server().with("swap.timeout", "50ms").start(stuck);
                Client victim = server.connect()) {
            victim.send("a\n");
            ConnContext conn = stuck.conn.get(10, TimeUnit.SECONDS);
            while (conn.isWritable()) {
                conn.write(ByteBuffer.allocate(10_000));
            }
            beGivenUp(server, stuck, victim);
            CompletableFuture.runAsync(() -> readAll(victim));
            server.server().stop();
            returnsAndIsNotCalled(server, stuck);
        }
    }

    private static void readAll(Client client) {
        try {
            client.receiveAll();
        } catch (java.io.IOException over) {
            assertThat(over).isNotNull();
        }
    }

    private static void beGivenUp(TestServer server, Asking stuck, Client victim) throws Exception {
        victim.send("a\n");
        beGivenUp(server, stuck);
    }

    private static void beGivenUp(TestServer server, Asking stuck) throws Exception {
        assertThat(stuck.entered.await(10, TimeUnit.SECONDS)).isTrue();
        server.handler(2, "new", 10, new Handlers.Named("new"));
        server.removed(1);
        while (!RecordedEvents.next(server.events.errors).contains("does not return")) {
            Thread.onSpinWait();
        }
    }

    private static void returnsAndIsNotCalled(TestServer server, Asking stuck) throws Exception {
        stuck.letGo.countDown();
        assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
        assertThat(stuck.calls)
                .contains("returned")
                .doesNotContain("task", "writable", "draining", "clientClosed", "inputEnded")
                .noneMatch(call -> call.startsWith("released"));
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Other threads of a handler that act while the connection changes hands: in time, or not at all. */
class SwapSubmittersTest extends EngineTest {

    /** Has a thread that submits tasks, answers and bytes without a pause until it is told that the handler was released. */
    private static final class Busy extends Handlers.Named {
        private final Queue<String> violations;
        final CompletableFuture<Void> released = new CompletableFuture<>();
        final CompletableFuture<Thread> opened = new CompletableFuture<>();

        Busy(String name, Queue<String> violations) {
            super(name);
            this.violations = violations;
        }

        @Override
        public void opened(ConnContext conn) {
            Thread thread = new Thread(() -> submit(conn), "submitter");
            thread.start();
            opened.complete(thread);
        }

        private void submit(ConnContext conn) {
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            try {
                while (true) {
                    conn.execute(() -> {
                        ran.incrementAndGet();
                        conn.pending().close();
                    });
                    accepted.incrementAndGet();
                    conn.pending().close();
                    // Tasks that are left at the end of the connection do not run.
                    while (accepted.get() - ran.get() > 20 && !released.isDone()) {
                        Thread.onSpinWait();
                    }
                }
            } catch (IllegalStateException refused) {
                // The call of released is on its way: this thread may be quicker by an instruction, and no more.
                released.orTimeout(10, TimeUnit.SECONDS)
                        .exceptionally(never -> {
                            violations.add("refused without a release: " + refused.getMessage());
                            return null;
                        })
                        .join();
            }
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            released.complete(null);
            if (reason != ReleaseReason.SWAPPED && reason != ReleaseReason.CLIENT_CLOSED) {
                violations.add("released: " + reason);
            }
        }
    }

    @Test
    void submittersAreRefusedOnlyWhenTheHandlerWasReleasedAndTheClientStays() throws Exception {
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        try (TestServer server = server().start(new Busy("h1", violations))) {
            Client client = server.connect();
            for (int i = 2; i < 80; i++) {
                client.send("hello\n");
                assertThat(client.receiveText(9)).matches("h\\d\\d?:hello\\n?.?");
                if (i >= 11) {
                    client.receive(1);
                }
                Busy next = new Busy("h" + i, violations);
                server.handler(i, "h" + i, i, next);
                server.removed(i - 1);
                next.opened.get(10, TimeUnit.SECONDS);
            }
            client.close();
            RecordedEvents.next(server.events.closed);
            assertThat(server.events.errors).isEmpty();
        }
        assertThat(violations).isEmpty();
    }

    /** The swap is wanted when the first task runs, and the second comes too late to run before the handler is let go. */
    @Test
    void taskThatATaskHasSubmittedDuringTheSwapMayStillAskForTime() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch replaced = new CountDownLatch(1);
        Handler first = (conn, in) -> {
            in.position(in.limit());
            conn.execute(() -> conn.execute(() -> {
                conn.pending().close();
                conn.write(Handlers.bytes("late"));
            }));
            entered.countDown();
            replaced.await();
        };
        try (TestServer server = server().start(first);
                Client client = server.connect()) {
            client.send("x");
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.handler(2, "second", 1, ECHO);
            replaced.countDown();
            assertThat(client.receiveText(4)).isEqualTo("late");
            assertThat(client.send("y").receiveText(1)).isEqualTo("y");
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void releasedHandlerCannotActOnItsSuccessorsConnection() throws Exception {
        AtomicReference<ConnContext> old = new AtomicReference<>();
        Handler first = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.acceptDescriptors(4);
                old.set(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                conn.write(in);
            }
        };
        try (TestServer server = server().start(first);
                Client client = server.connect()) {
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            ConnContext gone = old.get();
            assertThatThrownBy(() -> gone.idleTimeout(Duration.ofMillis(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(gone::takeDescriptors).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gone.acceptDescriptors(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gone.interruptWhenClientCloses(false)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(gone::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(gone::abort).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(gone::pauseInput).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(gone::pending).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gone.execute(() -> {})).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> gone.write(Handlers.bytes("z"))).isInstanceOf(IllegalStateException.class);
            assertThat(client.send("y").receiveText(1)).isEqualTo("y");
        }
    }

    @Test
    void closeInTheMiddleOfASwapIsInTimeOrRefused() throws Exception {
        for (int i = 0; i < 100; i++) {
            AtomicReference<ConnContext> old = new AtomicReference<>();
            Handler first = new Handler() {
                @Override
                public void opened(ConnContext conn) {
                    old.set(conn);
                }

                @Override
                public void received(ConnContext conn, ByteBuffer in) {
                    conn.write(in);
                }
            };
            try (TestServer server = server().start(first);
                    Client client = server.connect()) {
                client.send("x").receive(1);
                CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> {
                    try {
                        old.get().close();
                        return true;
                    } catch (IllegalStateException tooLate) {
                        return false;
                    }
                });
                server.handler(2, "second", 1, ECHO);
                if (closing.get(10, TimeUnit.SECONDS)) {
                    assertThat(client.receiveAll()).isEmpty();
                } else {
                    assertThat(client.send("y").receiveText(1)).isEqualTo("y");
                }
            }
        }
    }
}

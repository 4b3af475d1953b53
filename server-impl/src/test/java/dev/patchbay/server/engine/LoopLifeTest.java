package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerTotals;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop lives as long as a connection is on it, and a drain that was forced leaves nothing undone. */
class LoopLifeTest extends EngineTest {

    @Test
    void callThatReturnsAfterAForcedDrainIsReleasedAndItsClientSeesTheEnd() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<ReleaseReason> released = new CompletableFuture<>();
        Handler deaf = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                entered.countDown();
                boolean waits = true;
                while (waits) {
                    try {
                        letGo.await();
                        waits = false;
                    } catch (InterruptedException e) {
                        waits = true;
                    }
                }
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                released.complete(reason);
            }
        };
        try (TestServer server = server().with("drain.timeout", "10ms").start(deaf);
                Client client = server.connect()) {
            client.send("x");
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.server().stop().get(20, TimeUnit.SECONDS);
            letGo.countDown();
            assertThat(released.get(10, TimeUnit.SECONDS)).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(client.receiveAll()).isEmpty();
            server.removed(1);
        }
    }

    @Test
    void totalsOnlyEverRise() throws Exception {
        try (TestServer server = server().start(ECHO)) {
            CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        try (Client client = server.connect()) {
                            client.send(new byte[1000]).receive(1000);
                        }
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            ServerTotals before = server.server().totals();
            while (!clients.isDone()) {
                ServerTotals now = server.server().totals();
                assertThat(now.bytesIn()).isGreaterThanOrEqualTo(before.bytesIn());
                assertThat(now.bytesOut()).isGreaterThanOrEqualTo(before.bytesOut());
                before = now;
            }
            clients.join();
            RecordedEvents.next(server.events.closed, 1000);
            assertThat(server.server().totals().bytesIn()).isEqualTo(1_000_000);
            assertThat(server.server().totals().bytesOut()).isEqualTo(1_000_000);
        }
    }

    @Test
    void shorterHoldTimeoutHoldsForAHoldInProgress() throws Exception {
        try (TestServer server = server().with("hold.timeout", "1h").start();
                Client client = server.connect()) {
            RecordedEvents.next(server.events.opened);
            server.reconfigure("hold.timeout", "10ms");
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void swapsThatOutpaceTheLoopRenewItsThreadOnce() throws Exception {
        CompletableFuture<Server> swapped = new CompletableFuture<>();
        Handler renewing = (conn, in) -> {
            for (int i = 0; i < 1000; i++) {
                swapped.join().renewThreads();
            }
            conn.write(in);
        };
        try (TestServer server = server().handler(1, "renewing", 0, HandlerExecution.EVENT_LOOP, renewing)
                        .start();
                Client client = server.connect()) {
            swapped.complete(server.server());
            long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
            client.send("x").receive(1);
            client.send("y").receive(1);
            assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before)
                    .isLessThan(100);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a swap waits, for what, and when it gives up; and what becomes of a loop that a call keeps meanwhile. */
@Timeout(60)
class SwapInVirtualTimeTest {

    private static final Handler ECHO = (conn, in) -> conn.write(in);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofNanos(1);

    /** Keeps the thread that calls it, interrupts or not, until it is let go. */
    private static final class Deaf implements Handler {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        volatile Thread thread;
        volatile boolean interrupted;

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
            thread = Thread.currentThread();
            entered.countDown();
            boolean waits = true;
            while (waits) {
                try {
                    letGo.await();
                    waits = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            calls.add("returned");
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + reason);
        }

        /** A message comes, and its call keeps the loop. */
        void keep(VirtualServer.Client client) throws InterruptedException {
            client.sendUnattended(1);
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        }

        /** Lets the call return, and waits until its thread, which has lost the loop, has ended. */
        void returnLate() throws InterruptedException {
            letGo.countDown();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static VirtualServer server() throws Exception {
        return new VirtualServer("swap.timeout", "10s", "idle.timeout", "0s");
    }

    @Test
    void loopThatACallKeepsIsCarriedOnAfterTwoLooksAndTheCallReturnsToItsOwnConnection() throws Exception {
        Deaf deaf = new Deaf();
        try (VirtualServer server = server()) {
            server.handler(1, HandlerExecution.EVENT_LOOP, ECHO);
            VirtualServer.Client other = server.connect();
            server.handler(2, HandlerExecution.EVENT_LOOP, deaf);
            VirtualServer.Client kept = server.connect();
            server.pass(Duration.ofMillis(500));
            deaf.keep(kept);
            server.passUnattended(SECOND);
            assertThat(server.server.loopSnapshots().get(0).rescues())
                    .as("after the first look")
                    .isZero();
            server.passUnattended(SECOND.minus(Duration.ofMillis(501)));
            assertThat(server.server.loopSnapshots().get(0).rescues())
                    .as("before the second look")
                    .isZero();
            server.passUnattended(Duration.ofMillis(1));
            assertThat(server.server.loopSnapshots().get(0).rescues()).isOne();
            server.handler(3, HandlerExecution.EVENT_LOOP, ECHO);
            other.send(3);
            assertThat(other.port.sent).as("served by the successor").isEqualTo(3);
            assertThat(kept.endedBy()).isNull();
            deaf.returnLate();
            server.settle();
            assertThat(deaf.interrupted).isFalse();
            assertThat(deaf.calls).containsExactly("released SWAPPED", "returned", "released SWAPPED");
            kept.send(2);
            assertThat(kept.port.sent)
                    .as("the connection goes on with the new handler")
                    .isEqualTo(2);
        }
    }

    @Test
    void callThatReturnsBetweenTwoLooksKeepsItsLoop() throws Exception {
        Deaf deaf = new Deaf();
        try (VirtualServer server = server()) {
            server.handler(1, HandlerExecution.EVENT_LOOP, deaf);
            VirtualServer.Client client = server.connect();
            deaf.keep(client);
            server.passUnattended(SECOND);
            deaf.letGo.countDown();
            server.settle();
            server.pass(SECOND.multipliedBy(10));
            assertThat(server.server.loopSnapshots().get(0).rescues()).isZero();
            assertThat(deaf.thread.isAlive()).isTrue();
        }
    }

    @Test
    void callThatOutlastsTheTimeoutIsInterruptedAndGivenUpAtTheNextLook() throws Exception {
        Deaf deaf = new Deaf();
        try (VirtualServer server = new VirtualServer("swap.timeout", "700ms", "idle.timeout", "0s")) {
            server.handler(1, HandlerExecution.EVENT_LOOP, deaf);
            VirtualServer.Client client = server.connect();
            deaf.keep(client);
            CompletableFuture<Void> removed = unattended(server, deaf);
            server.passUnattended(Duration.ofMillis(700).minus(LEAST));
            assertThat(client.connection.endRequested()).isNull();
            server.passUnattended(LEAST);
            assertThat(client.connection.endRequested()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            server.settle();
            assertThat(server.server.loopSnapshots().get(0).rescues())
                    .as("the loop was taken at once")
                    .isOne();
            server.pass(Duration.ofMillis(700).minus(LEAST));
            assertThat(removed).isNotDone();
            server.pass(LEAST);
            assertThat(removed).isDone();
            deaf.returnLate();
            server.settle();
            assertThat(deaf.interrupted).isTrue();
            assertThat(deaf.calls).as("no call after the removal").containsExactly("returned");
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(server.server.connectionCount()).isZero();
        }
    }

    private static CompletableFuture<Void> unattended(VirtualServer server, Deaf old) {
        server.handlerUnattended(2, HandlerExecution.EVENT_LOOP, ECHO);
        CompletableFuture<Void> removed = server.server.slot().remove(1);
        assertThat(old.calls).isEmpty();
        assertThat(removed).isNotDone();
        return removed;
    }

    @Test
    void answerThatIsStillToComeHoldsTheSwapUpForTheTimeoutAndNoLonger() throws Exception {
        ConnContext.Pending[] answer = new ConnContext.Pending[1];
        List<ReleaseReason> released = new ArrayList<>();
        Handler later = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                answer[0] = conn.pending();
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                released.add(reason);
            }
        };
        try (VirtualServer server = server()) {
            server.handler(1, later);
            VirtualServer.Client client = server.connect();
            client.send(1);
            server.handler(2, ECHO);
            CompletableFuture<Void> removed = server.remove(1);
            server.pass(SECOND.multipliedBy(10).minus(LEAST));
            assertThat(removed).isNotDone();
            server.pass(LEAST);
            assertThat(removed).isDone();
            assertThat(released).containsExactly(ReleaseReason.SWAP_TIMEOUT);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
        }
    }

    /** With nothing that could be interrupted, all that is left is to hope. */
    @Test
    void swapInWhichNothingMovesIsGivenUpAfterThreeLooksAndFiveSeconds() throws Exception {
        assertGivenUp("2s", Duration.ofSeconds(6));
        assertGivenUp("10s", Duration.ofSeconds(30));
        assertGivenUp("1s", Duration.ofSeconds(5));
    }

    private static void assertGivenUp(String timeout, Duration after) throws Exception {
        List<String> calls = new ArrayList<>();
        Handler old = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                calls.add("received");
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                calls.add("released");
            }
        };
        try (VirtualServer server = new VirtualServer("swap.timeout", timeout, "idle.timeout", "0s")) {
            server.handler(1, old);
            VirtualServer.Client client = server.connect();
            server.hasThreads = false;
            client.send(1);
            assertThat(server.blocking.waiting()).isOne();
            server.handler(2, ECHO);
            CompletableFuture<Void> removed = server.remove(1);
            server.pass(after.minus(LEAST));
            assertThat(removed).as("a moment before").isNotDone();
            server.pass(LEAST);
            assertThat(removed).as("after %s", after).isDone();
            server.hasThreads = true;
            server.settle();
            assertThat(calls).as("no call after the removal").isEmpty();
            assertThat(client.port.sent).as("the new handler has the byte").isOne();
            assertThat(client.endedBy()).isNull();
        }
    }

    @Test
    void connectionThatMovesGivesTheOthersTheirTimeAnew() throws Exception {
        try (VirtualServer server = new VirtualServer("swap.timeout", "2s", "idle.timeout", "0s")) {
            server.handler(1, ECHO);
            server.connect();
            server.connect();
            server.hasThreads = false;
            server.handler(2, ECHO);
            CompletableFuture<Void> removed = server.remove(1);
            server.pass(Duration.ofSeconds(5));
            assertThat(server.blocking.runNext()).isTrue();
            server.pass(Duration.ofSeconds(1 + 6).minus(LEAST));
            assertThat(removed).isNotDone();
            server.pass(LEAST);
            assertThat(removed).isDone();
        }
    }
}

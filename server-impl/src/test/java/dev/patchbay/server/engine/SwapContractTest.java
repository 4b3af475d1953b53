package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What handlers and clients may rely on when the handler changes. */
class SwapContractTest extends EngineTest {

    @Test
    void liveConnectionMovesAndItsUnconsumedBytesGoToTheNewHandler() throws Exception {
        Handlers.Named first = new Handlers.Named("first");
        Handlers.Named second = new Handlers.Named("second");
        try (TestServer server = server().start(first);
                Client client = server.connect()) {
            assertThat(client.send("a\nhal").receiveText(8)).isEqualTo("first:a\n");
            server.handler(2, "second", 10, second);
            assertThat(client.send("f\n").receiveText(12)).isEqualTo("second:half\n");
            assertThat(RecordedEvents.next(server.events.swapped))
                    .isEqualTo(new RecordedEvents.Swapped("first", "second", 1));
            assertThat(first.calls).containsExactly("opened 1 after nobody", "released 1 SWAPPED");
            assertThat(second.calls).containsExactly("opened 1 after first");
        }
    }

    @Test
    void wholeMessageThatTheOldHandlerLeftIsPresentedToTheNewOneAtOnce() throws Exception {
        Handler refusing = (conn, in) -> conn.write(Handlers.bytes("no\n"));
        try (TestServer server = server().start(refusing);
                Client client = server.connect()) {
            assertThat(client.send("a\n").receiveText(3)).isEqualTo("no\n");
            server.handler(2, "second", 10, new Handlers.Named("second"));
            assertThat(client.receiveText(9)).isEqualTo("second:a\n");
        }
    }

    @Test
    void connectionMovesBetweenKindsOfThreads() throws Exception {
        try (TestServer server = server().start(new Handlers.Named("a"));
                Client client = server.connect()) {
            long id = 2;
            for (int i = 0; i < 20; i++) {
                HandlerExecution execution = i % 2 == 0 ? HandlerExecution.VIRTUAL : HandlerExecution.EVENT_LOOP;
                server.handler(id, "h" + (i % 10), (int) id, execution, new Handlers.Named("h" + (i % 10)));
                server.removed(id - 1);
                assertThat(client.send("x\n").receiveText(5)).isEqualTo("h" + (i % 10) + ":x\n");
                id++;
            }
        }
    }

    @Test
    void withoutAHandlerConnectionsAreHeldAndGoOnWhenOneArrives() throws Exception {
        try (TestServer server = server().start(new Handlers.Named("first"));
                Client client = server.connect()) {
            assertThat(client.send("a\n").receiveText(8)).isEqualTo("first:a\n");
            server.removed(1);
            client.send("b\n");
            try (Client late = server.connect()) {
                late.send("c\n");
                RecordedEvents.next(server.events.opened, 2);
                server.handler(2, "second", 0, new Handlers.Named("second"));
                assertThat(client.receiveText(9)).isEqualTo("second:b\n");
                assertThat(late.receiveText(9)).isEqualTo("second:c\n");
            }
            assertThat(RecordedEvents.next(server.events.life, 3))
                    .containsExactly("started", "holding", "served by second");
        }
    }

    @Test
    void heldConnectionsAreClosedAfterTheHoldTimeout() throws Exception {
        try (TestServer server = server().with("hold.timeout", "50ms").start();
                Client client = server.connect()) {
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.NO_HANDLER);
            server.handler(1, "late", 0, new Handlers.Named("late"));
            try (Client next = server.connect()) {
                assertThat(next.send("x\n").receiveText(7)).isEqualTo("late:x\n");
            }
        }
    }

    @Test
    void removalWaitsForTheRunningCall() throws Exception {
        Handlers.Blocking old = new Handlers.Blocking("old", false);
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            client.send("a\n");
            assertThat(old.entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.handler(2, "new", 10, new Handlers.Named("new"));
            CompletableFuture<Void> gone = server.server().slot().remove(1);
            assertThat(gone).isNotDone();
            old.letGo.countDown();
            gone.get(10, TimeUnit.SECONDS);
            assertThat(client.receiveText(6)).isEqualTo("old:a\n");
            assertThat(old.calls).last().isEqualTo("released 1 SWAPPED");
            assertThat(client.send("b\n").receiveText(6)).isEqualTo("new:b\n");
        }
    }

    @Test
    void callThatOutlastsTheSwapTimeoutIsInterruptedAndItsConnectionClosed() throws Exception {
        Deadlines timeout = new Deadlines();
        Handlers.Blocking old = new Handlers.Blocking("old", false);
        try (TestServer server = server(timeout).start(old);
                Client client = server.connect()) {
            client.send("a\n");
            assertThat(old.entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.handler(2, "new", 10, new Handlers.Named("new"));
            // Once: at the next deadline, a call that has not ended yet is given up.
            timeout.pass();
            server.removed(1);
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(old.calls).contains("interrupted", "released 1 SWAP_TIMEOUT");
            assertThat(client.channel().isConnected()).isTrue();
        }
    }

    @Test
    void releasedHandlerCannotActOnTheConnection() throws Exception {
        CompletableFuture<ConnContext> kept = new CompletableFuture<>();
        Handler old = new Handlers.Named("old") {
            @Override
            public void opened(ConnContext conn) {
                kept.complete(conn);
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                conn.write(Handlers.bytes("bye\n"));
            }
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            ConnContext conn = kept.get(10, TimeUnit.SECONDS);
            server.handler(2, "new", 10, new Handlers.Named("new"));
            server.removed(1);
            assertThat(client.receiveText(4)).isEqualTo("bye\n");
            assertThatThrownBy(() -> conn.write(Handlers.bytes("ghost")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("first");
            assertThatThrownBy(() -> conn.execute(() -> {})).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(conn::pending).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(conn::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(conn::abort).isInstanceOf(IllegalStateException.class);
            assertThat(client.send("x\n").receiveText(6)).isEqualTo("new:x\n");
        }
    }

    @Test
    void attributesAndPendingAnswersSurviveUntilTheSwap() throws Exception {
        CompletableFuture<ConnContext.Pending> pending = new CompletableFuture<>();
        Handler old = (conn, in) -> {
            in.position(in.limit());
            conn.attributes().put("seen", "by old");
            ConnContext.Pending answer = conn.pending();
            pending.complete(() -> {
                conn.write(Handlers.bytes("late\n"));
                answer.close();
            });
        };
        Handler next = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.write(Handlers.bytes(conn.attributes().get("seen") + "\n"));
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
            }
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            client.send("?");
            ConnContext.Pending answer = pending.get(10, TimeUnit.SECONDS);
            server.handler(2, "next", 10, next);
            CompletableFuture<Void> gone = server.server().slot().remove(1);
            assertThat(gone).isNotDone();
            answer.close();
            gone.get(10, TimeUnit.SECONDS);
            assertThat(client.receiveText(12)).isEqualTo("late\nby old\n");
        }
    }

    @Test
    void pinnedHandlerServesWhateverItsRanking() throws Exception {
        try (TestServer server = server().handler(2, "low", -5, new Handlers.Named("low"))
                        .start(new Handlers.Named("first"));
                Client client = server.connect()) {
            assertThat(client.send("a\n").receiveText(8)).isEqualTo("first:a\n");
            server.server().slot().pin(OptionalLong.of(2));
            RecordedEvents.next(server.events.swapped);
            assertThat(client.send("b\n").receiveText(6)).isEqualTo("low:b\n");
            server.server().slot().pin(OptionalLong.empty());
            RecordedEvents.next(server.events.swapped);
            assertThat(client.send("c\n").receiveText(8)).isEqualTo("first:c\n");
        }
    }
}

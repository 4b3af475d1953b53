package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** References to connections, and the messages that are sent by them. */
class ConnectionRefTest extends EngineTest {

    private final BlockingQueue<ConnectionRef> refs = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    /** Echoes, hands out a reference when it takes charge of a new connection, and writes messages with its name. */
    private class Receiving implements Handler {
        final String name;

        Receiving(String name) {
            this.name = name;
        }

        @Override
        public void opened(ConnContext conn) {
            if (conn.previousHandler().isEmpty()) {
                refs.add(conn.ref());
            }
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in);
        }

        @Override
        public void message(ConnContext conn, Object message) throws Exception {
            conn.write(Handlers.bytes(name + message));
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + reason);
        }
    }

    @Test
    void messageReachesWhicheverHandlerIsInCharge() throws Exception {
        try (TestServer server = server().start(new Receiving("a"));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            assertThat(ref.send("1")).isTrue();
            assertThat(client.receiveText(2)).isEqualTo("a1");
            server.handler(2, "second", 1, new Receiving("b"));
            server.removed(1);
            assertThat(ref.send("2")).isTrue();
            assertThat(client.receiveText(2)).isEqualTo("b2");
        }
    }

    @Test
    void messagesWaitWhileTheConnectionIsHeld() throws Exception {
        try (TestServer server = server().start(new Receiving("a"));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            server.removed(1);
            assertThat(RecordedEvents.next(calls)).isEqualTo("released SWAPPED");
            assertThat(ref.isOpen()).isTrue();
            assertThat(ref.send("1")).isTrue();
            assertThat(ref.send("2")).isTrue();
            assertThat(server.server().connectionSnapshots().get(0).waiting()).isEqualTo(2);
            server.handler(2, "second", 1, new Receiving("b"));
            assertThat(client.receiveText(4)).isEqualTo("b1b2");
            assertThat(server.server().connectionSnapshots().get(0).waiting()).isZero();
        }
    }

    @Test
    void messagesOfACallAreServedAfterItsTasksAndBeforeMoreInput() throws Exception {
        Handler handler = new Receiving("m") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.get();
                conn.ref().send("essage ");
                conn.execute(() -> conn.write(Handlers.bytes("task ")));
                conn.write(Handlers.bytes("input "));
                if (in.hasRemaining()) {
                    conn.pauseInput();
                    conn.execute(conn::resumeInput);
                }
            }
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            String round = "input task message ";
            assertThat(client.send("12").receiveText(2 * round.length())).isEqualTo(round + round);
        }
    }

    @Test
    void handlerThatKnowsNothingOfMessagesWritesBuffersAndLeavesThemAsTheyAre() throws Exception {
        Handler plain = (conn, in) -> {
            refs.add(conn.ref());
            in.position(in.limit());
        };
        ByteBuffer shared = Handlers.bytes("0123").position(1).asReadOnlyBuffer();
        try (TestServer server = server().start(plain);
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs(client));
            assertThat(ref.send(shared)).isTrue();
            assertThat(ref.send(shared)).isTrue();
            assertThat(client.receiveText(6)).isEqualTo("123123");
            assertThat(shared.position()).isEqualTo(1);
            ref.send(5);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_FAILED);
            assertThat(RecordedEvents.next(server.events.errors))
                    .contains("failed in message", "java.lang.Integer", "send a ByteBuffer");
        }
    }

    private BlockingQueue<ConnectionRef> refs(Client client) throws Exception {
        client.send("x");
        return refs;
    }

    @Test
    void referencesToOneConnectionAreEqualAndThoseToOthersAreNot() throws Exception {
        BlockingQueue<ConnectionRef> again = new LinkedBlockingQueue<>();
        Handler handler = new Receiving("a") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                again.add(conn.ref());
                in.position(in.limit());
            }
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            client.send("x");
            assertThat(Set.of(ref)).contains(RecordedEvents.next(again));
            assertThat(ref.id()).isEqualTo(1);
            assertThat(ref.server()).isEqualTo("test");
            assertThatThrownBy(() -> ref.send(null)).isInstanceOf(NullPointerException.class);
            try (Client other = server.connect()) {
                assertThat(RecordedEvents.next(refs)).isNotEqualTo(ref);
                assertThat(other.channel().isConnected()).isTrue();
            }
        }
    }

    @Test
    void endedConnectionTakesNoMessage() throws Exception {
        try (TestServer server = server().start(new Receiving("a"))) {
            ConnectionRef ref;
            try (Client client = server.connect()) {
                client.send("x").receive(1);
                ref = RecordedEvents.next(refs);
            }
            RecordedEvents.next(server.events.closed);
            assertThat(ref.isOpen()).isFalse();
            assertThat(ref.send("1")).isFalse();
            assertThat(ref.id()).isEqualTo(1);
        }
    }

    @Test
    void connectionThatItsHandlerHasClosedTakesNoMessage() throws Exception {
        BlockingQueue<Boolean> taken = new LinkedBlockingQueue<>();
        Handler closing = new Receiving("a") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                conn.close();
                taken.add(conn.ref().send("1"));
            }
        };
        try (TestServer server = server().start(closing);
                Client client = server.connect()) {
            client.send("x");
            assertThat(RecordedEvents.next(taken)).isFalse();
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void drainDeliversWhatWaits() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Handler busy = new Receiving("m") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                entered.countDown();
                awaitQuietly(letGo);
            }
        };
        try (TestServer server = server().with("drain.timeout", "50s").start(busy);
                Client client = server.connect()) {
            client.send("x");
            entered.await();
            ConnectionRef ref = RecordedEvents.next(refs);
            for (int i = 0; i < 500; i++) {
                assertThat(ref.send("" + i % 10)).isTrue();
            }
            var stopped = server.server().stop();
            letGo.countDown();
            assertThat(client.receiveAll()).hasSize(1000).startsWith("m0m1m2").endsWith("m9");
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(RecordedEvents.next(calls)).isEqualTo("released DRAINED");
            assertThat(ref.send("late")).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void messageGivesAnAnswerThatASwapWaitsFor() throws Exception {
        Handler popping = new Receiving("got ") {
            private ConnContext.Pending promised;

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                promised = conn.pending();
                conn.write(Handlers.bytes("!"));
            }

            @Override
            public void message(ConnContext conn, Object message) throws Exception {
                super.message(conn, message);
                promised.close();
            }
        };
        try (TestServer server = server().with("swap.timeout", "50s").start(popping);
                Client client = server.connect()) {
            client.send("pop").receive(1);
            server.handler(2, "second", 1, new Receiving("b"));
            RecordedEvents.next(refs).send("it");
            server.removed(1);
            assertThat(client.receiveText(6)).isEqualTo("got it");
        }
    }

    @Test
    void whatAClientSentBeforeItLeftIsServedAlthoughMessagesCannotReachIt() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Handler handler = new Receiving("a") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                seen.add(Handlers.text(in));
                in.position(in.limit());
                conn.interruptWhenClientCloses(false);
                entered.countDown();
                awaitQuietly(letGo);
            }
        };
        try (TestServer server = server().start(handler)) {
            try (Client client = server.connect()) {
                client.send("1");
                entered.await();
                client.send("2");
                RecordedEvents.next(refs).send("x");
            }
            letGo.countDown();
            RecordedEvents.next(server.events.closed);
            // junixsocket closes a channel on which a write has failed, with the input that was not read yet.
            assertThat(String.join("", seen)).isIn("12", lane.poller().equals("portable") ? "1" : "12");
        }
    }

    @Test
    void referenceKeepsLittleOfAConnectionThatHasEnded() throws Exception {
        assumeFalse(lane.mayBlock(), "each thread of the pool knows the last connection that it has served");
        BlockingQueue<WeakReference<Object>> states = new LinkedBlockingQueue<>();
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        Handler handler = new Receiving("a") {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                Object state = new byte[100];
                conn.attributes().put("test.state", state);
                states.add(new WeakReference<>(state, collected));
                conn.write(in);
            }
        };
        try (TestServer server = server().start(handler);
                Client other = server.connect()) {
            RecordedEvents.next(refs);
            try (Client client = server.connect()) {
                client.send("x").receive(1);
            }
            RecordedEvents.next(server.events.closed);
            ConnectionRef ref = RecordedEvents.next(refs);
            // The loop knows the last connection that it has served.
            other.send("x").receive(1);
            WeakReference<Object> state = RecordedEvents.next(states);
            Reference<?> gone = null;
            for (int i = 0; i < 100 && gone == null; i++) {
                System.gc();
                gone = collected.remove(20);
            }
            assertThat(state.get())
                    .as("the state of a connection that has ended")
                    .isNull();
            assertThat(ref.isOpen()).isFalse();
        }
    }
}

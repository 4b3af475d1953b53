package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A handler that ends its output, while input goes on. */
class EndOutputTest extends EngineTest {

    private static final int MUCH = 3_000_000;

    private static final String LONG = "0123456789".repeat(1000);

    /** Ends the output at the first byte, after an answer; counts the others. */
    private static class Ending implements Handler {
        final AtomicInteger counted = new AtomicInteger();
        final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            counted.addAndGet(in.remaining());
            in.position(in.limit());
            if (!conn.isOutputEnded()) {
                conn.write(Handlers.bytes("answer"));
                conn.endOutput();
            }
        }

        @Override
        public void inputEnded(ConnContext conn) {
            ended.add(counted + " " + conn.isOutputEnded());
        }

        @Override
        public void clientClosed(ConnContext conn) {
            ended.add("client closed");
        }
    }

    /** Passes on between connections 1 and 2, and their ends. */
    private static final class Relay implements Handler {
        final ConcurrentHashMap<Long, ConnContext> sides = new ConcurrentHashMap<>();
        final CountDownLatch bothOpened = new CountDownLatch(2);

        @Override
        public void opened(ConnContext conn) {
            sides.put(conn.id(), conn);
            bothOpened.countDown();
        }

        private ConnContext other(ConnContext conn) {
            return sides.get(3 - conn.id());
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            other(conn).write(in);
        }

        @Override
        public void inputEnded(ConnContext conn) {
            other(conn).endOutput();
        }
    }

    @Test
    void clientReadsTheAnswerAndTheEndAndMaySendOn() throws Exception {
        Ending ending = new Ending();
        try (TestServer server = server().start(ending);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEqualTo("answer");
            client.send(LONG).endInput();
            assertThat(RecordedEvents.next(ending.ended)).isEqualTo("10001 true");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(ending.ended).isEmpty();
        }
    }

    @Test
    void relayPassesHalfClosesBothWaysWithoutLosingAByte() throws Exception {
        for (boolean firstEndsFirst : new boolean[] {true, false}) {
            Relay relay = new Relay();
            try (TestServer server = server().start(relay);
                    Client one = server.connect();
                    Client two = server.connect()) {
                assertThat(relay.bothOpened.await(20, TimeUnit.SECONDS)).isTrue();
                two.send("2");
                assertThat(one.receiveText(1)).isEqualTo("2");
                one.send("1");
                assertThat(two.receiveText(1)).isEqualTo("1");
                Client early = firstEndsFirst ? one : two;
                Client late = firstEndsFirst ? two : one;
                early.send(LONG).endInput();
                assertThat(late.receiveAll()).isEqualTo(LONG);
                late.send(LONG).endInput();
                assertThat(early.receiveAll()).isEqualTo(LONG);
                RecordedEvents.next(server.events.closed, 2);
            }
        }
    }

    @Test
    void endComesAfterEverythingThatWasWrittenToASlowClient() throws Exception {
        Handler much = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(MUCH));
            conn.endOutput();
        };
        try (TestServer server = server().start(much);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).hasSize(MUCH);
        }
    }

    @Test
    void endOfAnotherThreadComesAfterWhatTheCallHasWritten() throws Exception {
        Handler joining = (conn, in) -> {
            in.position(in.limit());
            conn.write(Handlers.bytes("before"));
            Thread other = new Thread(conn::endOutput);
            other.start();
            other.join();
        };
        try (TestServer server = server().start(joining);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEqualTo("before");
        }
    }

    @Test
    void laterWriteIsRefusedAndEndsTheCall() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Handler writing = (conn, in) -> {
            in.position(in.limit());
            conn.endOutput();
            conn.endOutput();
            try {
                conn.write(Handlers.bytes("late"));
            } catch (ConnectionEndedException e) {
                thrown.complete(e);
                throw e;
            }
        };
        try (TestServer server = server().start(writing);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEmpty();
            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(ConnectionEndedException.class);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void handlerAfterASwapSeesThatOutputHasEndedAndGetsTheInput() throws Exception {
        CompletableFuture<ConnContext> first = new CompletableFuture<>();
        Ending ending = new Ending();
        Handler old = (conn, in) -> {
            in.position(in.limit());
            conn.endOutput();
            first.complete(conn);
        };
        try (TestServer server = server().start(old);
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEmpty();
            server.handler(2, "second", 1, ending);
            server.removed(1);
            assertThatThrownBy(first.get(10, TimeUnit.SECONDS)::endOutput).isInstanceOf(IllegalStateException.class);
            client.send(LONG).endInput();
            assertThat(RecordedEvents.next(ending.ended)).isEqualTo("10000 true");
            RecordedEvents.next(server.events.closed);
        }
    }

    @Test
    void closeEndsAConnectionWhoseOutputHasEnded() throws Exception {
        Handler closing = (conn, in) -> {
            if (in.get() == '1') {
                conn.write(Handlers.bytes("bye"));
                conn.endOutput();
            } else {
                conn.close();
            }
        };
        try (TestServer server = server().start(closing);
                Client client = server.connect()) {
            client.send("1");
            assertThat(client.receiveAll()).isEqualTo("bye");
            client.send("2");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
        }
    }

    @Test
    void drainEndsAConnectionWhoseOutputHasEnded() throws Exception {
        try (TestServer server = server().start(new Ending());
                Client client = server.connect()) {
            client.send("?");
            assertThat(client.receiveAll()).isEqualTo("answer");
            server.server().stop().get(20, TimeUnit.SECONDS);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAINED);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that can never arrive ends the call that makes it; the connection ends for the reason that it ends for anyway. */
class WriteInVainTest extends EngineTest {

    /** Where a handler writes without end. */
    enum Where {
        OPENED,
        RECEIVED,
        INPUT_ENDED,
        CLIENT_CLOSED,
        TASK,
        SWAPPED
    }

    /** Writes without end in one of its callbacks. */
    private static final class Endless implements Handler {
        final CompletableFuture<Void> began = new CompletableFuture<>();
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final CompletableFuture<ReleaseReason> released = new CompletableFuture<>();
        private final Where where;

        Endless(Where where) {
            this.where = where;
        }

        private void write(Where here, ConnContext conn) {
            if (here == where) {
                try {
                    while (true) {
                        conn.write(ByteBuffer.allocate(1000));
                        began.complete(null);
                    }
                } catch (RuntimeException e) {
                    thrown.complete(e);
                    throw e;
                } finally {
                    began.complete(null);
                }
            }
        }

        @Override
        public void opened(ConnContext conn) {
            write(Where.OPENED, conn);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
            write(Where.RECEIVED, conn);
            if (where == Where.TASK) {
                conn.execute(() -> write(Where.TASK, conn));
            }
            if (where == Where.CLIENT_CLOSED || where == Where.SWAPPED) {
                began.complete(null);
            }
        }

        @Override
        public void inputEnded(ConnContext conn) {
            write(Where.INPUT_ENDED, conn);
        }

        @Override
        public void clientClosed(ConnContext conn) {
            write(Where.CLIENT_CLOSED, conn);
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            released.complete(reason);
            write(Where.SWAPPED, conn);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callEndsWhenTheClientLeaves(Where where) throws Exception {
        Endless endless = new Endless(where);
        try (TestServer server = server().with("loops", "2").start(endless);
                TestServer other = new TestServer(lane, directory)
                        .with("socket.path", directory.resolve("other.sock").toString())
                        .start(ECHO);
                Client neighbour = other.connect()) {
            Client client = server.connect();
            client.send("x");
            if (where == Where.INPUT_ENDED) {
                client.endInput();
            }
            endless.began.get(10, TimeUnit.SECONDS);
            if (where == Where.SWAPPED) {
                server.handler(2, "second", 1, ECHO);
                endless.released.get(10, TimeUnit.SECONDS);
            }
            assertThat(neighbour.send("on").receiveText(2)).isEqualTo("on");
            client.close();
            assertThat(endless.thrown.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.CancellationException.class);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(server.events.errors)
                    .filteredOn(error -> error.contains("failed"))
                    .isEmpty();
            assertThat(neighbour.send("on").receiveText(2)).isEqualTo("on");
        }
    }

    @Test
    void threadThatWritesWithoutEndIsToldOfTheEnd() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Handler feed = (conn, in) -> {
            in.position(in.limit());
            new Thread(() -> {
                        try {
                            while (true) {
                                conn.write(ByteBuffer.allocate(1000));
                            }
                        } catch (RuntimeException e) {
                            thrown.complete(e);
                        }
                    })
                    .start();
        };
        try (TestServer server = server().start(feed)) {
            Client client = server.connect();
            client.send("x").receive(1000);
            client.close();
            assertThat(thrown.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ConnectionEndedException.class,
                            e -> assertThat(e.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED));
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void broadcastReachesTheOthersThoughOneHasLeft() throws Exception {
        java.util.Map<Long, ConnContext> members = new java.util.concurrent.ConcurrentSkipListMap<>();
        Handler chat = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                members.put(conn.id(), conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                for (ConnContext member : members.values()) {
                    member.write(in.duplicate());
                }
                in.position(in.limit());
            }
        };
        try (TestServer server = server().start(chat);
                Client speaker = server.connect()) {
            assertThat(speaker.send("1").receiveText(1)).isEqualTo("1");
            Client leaver = server.connect();
            assertThat(leaver.send("2").receiveText(1)).isEqualTo("2");
            assertThat(speaker.receiveText(1)).isEqualTo("2");
            try (Client last = server.connect()) {
                assertThat(last.send("3").receiveText(1)).isEqualTo("3");
                leaver.close();
                RecordedEvents.next(server.events.closed);
                assertThat(speaker.send("4").receiveText(2)).isEqualTo("34");
                assertThat(last.receiveText(1)).isEqualTo("4");
                assertThat(server.events.errors).isEmpty();
            }
        }
    }

    @Test
    void interruptedCallOfAClientThatHasLeftIsNoFailure() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(lane.mayBlock());
        CompletableFuture<Void> entered = new CompletableFuture<>();
        Handler sleeping = (conn, in) -> {
            in.position(in.limit());
            entered.complete(null);
            try {
                new java.util.concurrent.CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("wrapped", e);
            }
        };
        try (TestServer server = server().start(sleeping)) {
            Client client = server.connect();
            client.send("x");
            entered.get(10, TimeUnit.SECONDS);
            client.close();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }
}

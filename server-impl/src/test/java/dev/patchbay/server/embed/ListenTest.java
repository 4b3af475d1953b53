package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.patchbay.api.Handler;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.Registration;
import dev.patchbay.api.embed.Server;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Listeners come and go at any time. */
class ListenTest extends EmbedTest {

    private static final long BOUND_SECONDS = 20;

    /** Notes what it hears of the life of the server and of new connections. */
    private static class Heard implements ServerEvents {

        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void serverStarted(String server, String address) {
            events.add("started");
        }

        @Override
        public void connectionOpened(String server, long connection, PeerCredentials peer) {
            events.add("opened");
        }

        @Override
        public void serverDraining(String server, int connections) {
            events.add("draining");
        }

        @Override
        public void serverStopped(String server, int finished, int forced, Duration took) {
            events.add("stopped");
        }
    }

    private Server start() throws Exception {
        return Server.at(socket()).handler(answering("yes")).start();
    }

    private void meet() throws Exception {
        try (SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("yes");
        }
    }

    @Test
    void listenerHearsInOrderWhatComesAfterItWasAdded() throws Exception {
        Heard heard = new Heard();
        try (Server server = start()) {
            meet();
            server.listen(heard);
            meet();
            result(server.stop());
            server.start();
            assertThat(heard.next()).isEqualTo("opened");
            assertThat(heard.next()).isEqualTo("draining");
            assertThat(heard.next()).isEqualTo("stopped");
            assertThat(heard.next()).isEqualTo("started");
        }
    }

    @Test
    void listenerThatIsAddedWhileTheServerIsStoppedHearsOfTheStart() throws Exception {
        Heard heard = new Heard();
        try (Server server = start()) {
            result(server.stop());
            server.listen(heard);
            server.start();
            assertThat(heard.next()).isEqualTo("started");
        }
    }

    @Test
    void listenerThatWasRemovedIsNotCalledAgain() throws Exception {
        Heard heard = new Heard();
        Heard witness = new Heard();
        try (Server server = start()) {
            Registration listening = server.listen(heard);
            server.listen(witness);
            meet();
            assertThat(heard.next()).isEqualTo("opened");
            listening.close();
            meet();
            assertThat(witness.next()).isEqualTo("opened");
            assertThat(witness.next()).isEqualTo("opened");
            listening.close();
        }
        assertThat(heard.events).isEmpty();
    }

    @Test
    void removalWaitsForTheCallThatIsRunning() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean inCall = new AtomicBoolean();
        try (Server server = start()) {
            Registration listening = server.listen(new ServerEvents() {
                @Override
                public void connectionOpened(String name, long connection, PeerCredentials peer) {
                    inCall.set(true);
                    entered.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException tooLate) {
                        Thread.currentThread().interrupt();
                    }
                    inCall.set(false);
                }
            });
            meet();
            await(entered);
            CompletableFuture<Boolean> removal = CompletableFuture.supplyAsync(() -> {
                listening.close();
                return inCall.get();
            });
            go.countDown();
            assertThat(result(removal)).isFalse();
        }
    }

    @Test
    void listenerMayAddAnotherOneAndRemoveItself() throws Exception {
        Heard heard = new Heard();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Registration> mine = new CompletableFuture<>();
        try (Server server = start()) {
            mine.complete(server.listen(new ServerEvents() {
                @Override
                public void connectionOpened(String name, long connection, PeerCredentials peer) {
                    calls.incrementAndGet();
                    server.listen(heard);
                    mine.join().close();
                }
            }));
            meet();
            result(server.stop());
            server.start();
            while (!"started".equals(heard.next())) {}
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void listenersThatRemoveEachOtherDoNotWait() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<Registration> first = new CompletableFuture<>();
        CompletableFuture<Registration> second = new CompletableFuture<>();
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        try (Server server = start()) {
            first.complete(server.listen(removing(second, both, interrupted)));
            second.complete(server.listen(removing(first, both, interrupted)));
            meet();
            assertThat(interrupted.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isFalse();
            assertThat(interrupted.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isFalse();
        }
    }

    private static ServerEvents removing(
            CompletableFuture<Registration> other, CyclicBarrier both, BlockingQueue<Boolean> interrupted) {
        return new ServerEvents() {
            @Override
            public void connectionOpened(String name, long connection, PeerCredentials peer) {
                try {
                    both.await(BOUND_SECONDS, TimeUnit.SECONDS);
                    other.join().close();
                    both.await(BOUND_SECONDS, TimeUnit.SECONDS);
                    interrupted.add(Thread.currentThread().isInterrupted());
                } catch (Exception e) {
                    interrupted.add(true);
                }
            }
        };
    }

    @Test
    void handlerMayRemoveAListenerThatIsBusy() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Registration> busy = new CompletableFuture<>();
        Handler removing = (conn, in) -> {
            in.position(in.limit());
            busy.join().close();
            conn.write(ByteBuffer.wrap("yes".getBytes(StandardCharsets.US_ASCII)));
        };
        try (Server server = Server.at(socket()).handler(removing).start()) {
            busy.complete(server.listen(new ServerEvents() {
                @Override
                public void connectionOpened(String name, long connection, PeerCredentials peer) {
                    entered.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException tooLate) {
                        Thread.currentThread().interrupt();
                    }
                }
            }));
            try (SocketChannel client = connect()) {
                await(entered);
                assertThat(ask(client)).isEqualTo("yes");
                assertThat(go.getCount()).isEqualTo(1);
            }
        } finally {
            go.countDown();
        }
    }

    @Test
    void sameListenerMayBeAddedTwiceAndIsRemovedOnce() throws Exception {
        Heard heard = new Heard();
        try (Server server = start()) {
            server.listen(heard);
            Registration second = server.listen(heard);
            second.close();
            second.close();
            meet();
            assertThat(heard.next()).isEqualTo("opened");
        }
        assertThat(heard.events).containsExactly("draining", "stopped");
    }

    @Test
    void closedServerTakesNoListener() throws Exception {
        Server server = start();
        Registration listening = server.listen(new Heard());
        server.close();
        listening.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> server.listen(new Heard()))
                .withMessageContaining("server server was closed");
    }
}

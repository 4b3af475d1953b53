package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.engine.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Many clients at once: those who are connected are served meanwhile, and no descriptor is lost or closed twice. */
class AcceptTest extends EngineTest {

    private static final int CLIENTS = 500;

    private static final int VISITS = 200;

    /** What the acceptor accepts before the loop serves others, twice, and those who are there anyway. */
    private static final int FAIR = 2 * 64 + 4;

    private static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
        clients.clear();
    }

    /** Keeps the loop until the result is completed, with a task, because a call would be taken for a blocked one. */
    private static CompletableFuture<Void> keep(TestServer server) throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        CountDownLatch kept = new CountDownLatch(1);
        EventLoop loop = server.server().joinLoop();
        loop.post(() -> {
            kept.countDown();
            release.orTimeout(40, TimeUnit.SECONDS).exceptionally(late -> null).join();
            loop.leave();
        });
        assertThat(kept.await(20, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    @Test
    void burstOfClientsLetsThoseWhoAreConnectedHaveTheirTurn() throws Exception {
        Assumptions.assumeFalse(lane.mayBlock(), "the handler is called on another thread, so there is no order");
        CompletableFuture<Integer> accepted = new CompletableFuture<>();
        TestServer server = server();
        Handler counting = (conn, in) -> {
            if (in.get(in.position()) == 'y') {
                accepted.complete(server.server().connectionCount());
            }
            conn.write(in);
        };
        List<Client> burst = new ArrayList<>();
        try (server;
                Client first = server.start(counting).connect()) {
            assertThat(first.send("x").receiveText(1)).isEqualTo("x");
            CompletableFuture<Void> release = keep(server);
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    burst.add(server.connect());
                }
                first.send("y");
            } finally {
                release.complete(null);
            }
            assertThat(accepted.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(FAIR);
            assertThat(first.receiveText(1)).isEqualTo("y");
            for (Client client : burst) {
                assertThat(client.send("z").receiveText(1)).isEqualTo("z");
            }
        } finally {
            close(burst);
        }
    }

    @Test
    void clientThatLeavesBeforeItIsAcceptedIsHeard() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        Handler handler = (conn, in) -> heard.complete(Handlers.text(in));
        try (TestServer server = server().start(handler)) {
            CompletableFuture<Void> release = keep(server);
            try (Client client = server.connect()) {
                client.send("last words");
            } finally {
                release.complete(null);
            }
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("last words");
            assertThat(server.events.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void refusedClientsLeaveNothingBehind() throws Exception {
        try (TestServer server = server().with("connections.max", "1").start(ECHO);
                Client only = server.connect()) {
            assertThat(only.send("x").receiveText(1)).isEqualTo("x");
            refuse(server);
            long before = descriptors();
            for (int i = 0; i < CLIENTS; i++) {
                refuse(server);
            }
            assertThat(descriptors()).isLessThan(before + 50);
            assertThat(server.server().connectionCount()).isEqualTo(1);
            assertThat(server.server().totals().refused().get(RefusalReason.CONNECTION_LIMIT))
                    .isEqualTo(CLIENTS + 1L);
            assertThat(only.send("x").receiveText(1)).isEqualTo("x");
        }
    }

    private static void refuse(TestServer server) throws IOException {
        try (Client client = server.connect()) {
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    /** Returns how many descriptors are open; the virtual machine may open some of its own at any time. */
    private static long descriptors() throws IOException {
        Path all = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(all), "this system does not list descriptors");
        try (Stream<Path> each = Files.list(all)) {
            return each.count();
        }
    }

    /** A number that is closed twice would be that of a bystander's socket by then. */
    @Test
    void closesOfBothSidesInSwapsAndAStopHitNoOtherDescriptor() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> bystander = onThread(() -> beBystander(over));
        try {
            for (int round = 0; round < 3; round++) {
                comeAndGo();
            }
        } finally {
            over.set(true);
        }
        bystander.get(20, TimeUnit.SECONDS);
    }

    /** Runs the task on a thread of its own: the common pool may have one thread only. */
    private static CompletableFuture<Void> onThread(Runnable task) {
        return CompletableFuture.runAsync(task, running -> new Thread(running).start());
    }

    private void comeAndGo() throws Exception {
        try (TestServer server = server().start(new Closing())) {
            CompletableFuture<Void> others = onThread(() -> {
                for (int i = 0; i < VISITS; i++) {
                    visit(server, i);
                }
            });
            for (int i = 1; i <= VISITS; i++) {
                visit(server, i);
                if (i % 10 == 0) {
                    server.handler(i / 10 + 1, "next", i, new Closing());
                    server.removed(i / 10);
                }
            }
            others.get(20, TimeUnit.SECONDS);
            List<Client> left = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                left.add(server.connect());
            }
            CompletableFuture<?> stopped = server.server().stop(Duration.ZERO);
            close(left);
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    /** Closes at once, as the client does. */
    private static final class Closing implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in);
            conn.close();
        }
    }

    private static void visit(TestServer server, int number) {
        try (Client client = server.connect()) {
            client.send("x");
            if (number % 2 == 0) {
                client.receiveText(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens and closes sockets of its own, which nobody else may close. */
    private static void beBystander(AtomicBoolean over) {
        try {
            while (!over.get()) {
                try (SocketChannel mine = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    Thread.yield();
                    // Fails if the descriptor is no socket any more.
                    mine.getOption(StandardSocketOptions.SO_SNDBUF);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

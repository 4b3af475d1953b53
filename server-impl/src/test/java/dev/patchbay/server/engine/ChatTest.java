package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A chat: connections whose calls write to all others, while some clients read and some do not. It is run for as many seconds
 * as {@code -Dpatchbay.chat.seconds} says; without that, for a fixed and small number of messages.
 */
class ChatTest extends EngineTest {

    private static final int TALKING = 50;
    private static final int SILENT = 5;
    private static final int MESSAGES = 20;
    private static final long WRITE_HIGH = 65_536;

    /** So many of the largest messages may be queued for a connection, on the average of all. */
    private static final int MESSAGES_QUEUED = 4;

    private static final int SECONDS = Integer.getInteger("patchbay.chat.seconds", 0);

    /** What goes to everybody else. */
    private static final class Chat implements Handler {
        private final Map<Long, ConnContext> members = new ConcurrentHashMap<>();
        private final CountDownLatch complete = new CountDownLatch(TALKING + SILENT);
        private final CountDownLatch begun = new CountDownLatch(TALKING);
        private final Set<Long> talkers = ConcurrentHashMap.newKeySet();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void opened(ConnContext conn) {
            members.put(conn.id(), conn);
            complete.countDown();
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            calls.incrementAndGet();
            // Who talks may be silent for as long as everybody waits for those who never read.
            conn.idleTimeout(Duration.ZERO);
            if (talkers.add(conn.id())) {
                begun.countDown();
            }
            try {
                int start = in.position();
                while (Frames.prefixed32(in, ByteOrder.BIG_ENDIAN, ChatMessage.LARGEST) != null) {
                    ByteBuffer message = in.slice(start, in.position() - start);
                    members.values().forEach(member -> {
                        if (member != conn) {
                            member.write(message.duplicate());
                        }
                    });
                    start = in.position();
                }
            } finally {
                calls.decrementAndGet();
            }
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            members.remove(conn.id());
        }
    }

    /** Looks at a server now and then, and keeps the largest numbers. */
    private static final class Housekeeper implements AutoCloseable {
        private final AtomicLong queued = new AtomicLong();
        private final AtomicInteger threads = new AtomicInteger();
        private final Thread thread;

        Housekeeper(Server server) {
            thread = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    long sum = server.connectionSnapshots().stream()
                            .mapToLong(ConnectionSnapshot::queued)
                            .sum();
                    queued.accumulateAndGet(sum, Math::max);
                    threads.accumulateAndGet(Thread.activeCount(), Math::max);
                    LockSupport.parkNanos(1_000_000);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    @Timeout(300)
    void membersWhoReadGetEveryMessageAndNobodyWaitsForThoseWhoDoNot() throws Exception {
        Chat chat = new Chat();
        List<Client> silent = new ArrayList<>();
        List<ChatClient> talking = new ArrayList<>();
        try (TestServer server =
                server().with("loops", "2").with("idle.timeout", "1h").start(chat)) {
            try (Housekeeper watch = new Housekeeper(server.server())) {
                for (int i = 0; i < SILENT; i++) {
                    silent.add(server.connect());
                }
                for (int i = 0; i < TALKING; i++) {
                    talking.add(new ChatClient(server.path(), i, TALKING));
                }
                assertThat(chat.complete.await(10, TimeUnit.SECONDS)).isTrue();
                long messages = heard(server, chat, talking);
                assertClosed(server, ReleaseReason.IDLE_TIMEOUT, SILENT);
                assertThat(watch.queued.get()).isLessThan(mostQueued());
                System.out.printf(
                        "%s: %d messages, at most %d bytes queued, %d threads, of the clients %d%n",
                        lane, messages, watch.queued.get(), watch.threads.get(), 2 * TALKING);
            } finally {
                close(silent);
                close(talking);
            }
            assertClosed(server, ReleaseReason.CLIENT_CLOSED, TALKING);
            awaitNoCalls(chat);
            assertThat(server.events.errors).isEmpty();
            assertThat(server.server().connectionSnapshots()).isEmpty();
            assertThat(server.server().stop().get(10, TimeUnit.SECONDS).forced())
                    .isZero();
        }
    }

    private static long heard(TestServer server, Chat chat, List<ChatClient> talking) throws Exception {
        try {
            return talk(server, chat, talking);
        } catch (ExecutionException e) {
            throw new AssertionError(
                    e.getCause() + "; " + server.events.told() + ", "
                            + server.server().connectionSnapshots(),
                    e);
        }
    }

    private static long mostQueued() {
        return (TALKING + SILENT) * (16 * WRITE_HIGH + (long) MESSAGES_QUEUED * ChatMessage.LARGEST);
    }

    /** Lets all talk, until each has heard all; returns how many messages were heard. */
    private static long talk(TestServer server, Chat chat, List<ChatClient> members) throws Exception {
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(SECONDS);
        members.forEach(ChatClient::listen);
        members.forEach(
                member -> member.talk(number -> SECONDS == 0 ? number < MESSAGES - 1 : System.nanoTime() - end < 0));
        // Not before: until their first message has come, those who talk are as silent as those who never do.
        assertThat(chat.begun.await(60, TimeUnit.SECONDS)).isTrue();
        server.reconfigure("idle.timeout", "1s");
        long patience = 120 + SECONDS;
        long said = 0;
        for (ChatClient member : members) {
            said += member.saidAll.get(patience, TimeUnit.SECONDS);
        }
        long heard = 0;
        for (ChatClient member : members) {
            member.heardAll.get(patience, TimeUnit.SECONDS);
            heard += member.heard();
        }
        assertThat(heard).isEqualTo(said * (members.size() - 1));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long bytes = server.server().totals().bytesOut();
        System.out.printf(
                "%d messages a second, %d MB/s%n", 1000 * heard / took.toMillis(), bytes / took.toMillis() / 1000);
        return heard;
    }

    private static void assertClosed(TestServer server, ReleaseReason reason, int count) throws InterruptedException {
        assertThat(RecordedEvents.next(server.events.closed, count))
                .extracting(RecordedEvents.Closed::reason)
                .containsOnly(reason);
    }

    private static void awaitNoCalls(Chat chat) {
        CompletableFuture.runAsync(() -> {
                    while (chat.calls.get() > 0) {
                        Thread.onSpinWait();
                    }
                })
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void close(List<? extends AutoCloseable> clients) throws IOException {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}

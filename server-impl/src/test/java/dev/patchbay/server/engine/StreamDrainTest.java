package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.stream.SessionEndedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Drains of sessions, many sessions, and the threads of sessions. */
class StreamDrainTest extends EngineTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void sessionBetweenTwoMessagesIsDrained() throws Exception {
        Handler noting = Streams.handler(conn -> {
            try {
                conn.boundary();
                told.add("" + conn.input().read());
                conn.boundary();
                conn.input().read();
            } catch (SessionEndedException e) {
                told.add("" + e.reason());
                throw e;
            }
        });
        try (TestServer server = server().with("drain.timeout", "50s").start(noting);
                Client client = server.connect()) {
            client.send("0");
            assertThat(RecordedEvents.next(told)).isEqualTo("48");
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).forced())
                    .isZero();
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(told)).isEqualTo("DRAINED");
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void messageIsFinishedAndWhatTheClientHasSentIsAnsweredBeforeTheConnectionCloses() throws Exception {
        CountDownLatch draining = new CountDownLatch(1);
        Handler slow = Streams.handler(conn -> {
            conn.boundary();
            for (int next; (next = conn.input().read()) >= 0; conn.boundary()) {
                told.add("begun");
                draining.await();
                Streams.write(conn, "" + (char) next + (char) conn.input().read());
            }
        });
        try (TestServer server = server().with("drain.timeout", "50s").start(slow);
                Client client = server.connect()) {
            client.send("abcdef");
            assertThat(RecordedEvents.next(told)).isEqualTo("begun");
            var stopped = server.server().stop();
            draining.countDown();
            assertThat(client.receiveAll()).isEqualTo("abcdef");
            assertThat(stopped.get(20, TimeUnit.SECONDS).forced()).isZero();
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void busyClientIsClosedBetweenTwoMessages() throws Exception {
        try (TestServer server = server().with("drain.timeout", "50s").start(Streams.lines("a"));
                Client client = server.connect()) {
            assertThat(client.send("x\n").receiveText(4)).isEqualTo("a:x\n");
            var stopped = server.server().stop();
            int answered = 0;
            try {
                while (true) {
                    assertThat(client.send("x\n").receiveText(4)).isEqualTo("a:x\n");
                    answered++;
                }
            } catch (java.io.IOException closed) {
                assertThat(closed).hasMessageNotContaining("after 1").hasMessageNotContaining("after 2");
            }
            assertThat(stopped.get(20, TimeUnit.SECONDS).forced()).isZero();
            assertThat(answered).isLessThan(100_000);
        }
    }

    @Test
    void sessionAmidAMessageIsForcedAtTheEndOfTheDrain() throws Exception {
        try (TestServer server = server().with("drain.timeout", "100ms").start(Streams.copy());
                Client client = server.connect()) {
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).forced())
                    .isEqualTo(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void thousandIdleSessionsHaveNoPlatformThreadEachAndMoveInASwap() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before Java 21");
        int threadsBefore = Thread.getAllStackTraces().size();
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1000);
        Handler lines = Streams.lines("a");
        Handler counting = Streams.handler(conn -> {
            begun.countDown();
            try {
                conn.boundary();
                conn.input().read();
            } finally {
                ended.incrementAndGet();
            }
        });
        List<Client> clients = new ArrayList<>();
        try (TestServer server = server().with("swap.timeout", "50s").start(counting)) {
            for (int i = 0; i < 1000; i++) {
                clients.add(server.connect());
            }
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Thread.getAllStackTraces()).hasSizeLessThan(threadsBefore + 100);
            server.handler(2, "second", 1, lines);
            server.removed(1);
            for (Client client : clients) {
                client.send("x\n");
            }
            for (Client client : clients) {
                assertThat(client.receiveText(4)).isEqualTo("a:x\n");
            }
            while (ended.get() < 1000) {
                Thread.onSpinWait();
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }
}

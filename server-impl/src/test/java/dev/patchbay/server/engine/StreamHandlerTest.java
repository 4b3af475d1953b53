package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.stream.SessionEndedException;
import dev.patchbay.api.stream.StreamConnection;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Sessions over blocking streams: what a loop that was written for a socket may rely on. */
class StreamHandlerTest extends EngineTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String told() throws InterruptedException {
        return RecordedEvents.next(told);
    }

    @Test
    void linesAreAnsweredOneByOneAndAllAtOnceAndAfterAHalfClose() throws Exception {
        try (TestServer server = server().start(Streams.lines("a"));
                Client client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.send("hello\n").receiveText(8)).isEqualTo("a:hello\n");
            }
            assertThat(client.send("1\n2\n3\n").receiveText(12)).isEqualTo("a:1\na:2\na:3\n");
            client.send("4\n5").endInput();
            assertThat(client.receiveAll()).isEqualTo("a:4\na:5\n");
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(closed.totals().unconsumed()).isZero();
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void returnOfServeClosesTheConnectionAfterItsOutput() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    conn.input().read();
                    Streams.write(conn, "bye");
                }));
                Client client = server.connect()) {
            assertThat(client.send("xyz").receiveAll()).isEqualTo("bye");
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.HANDLER_CLOSED);
            assertThat(closed.totals().unconsumed()).isEqualTo(2);
        }
    }

    @Test
    void exceptionEndsTheConnectionAfterItsOutputAndIsReported() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    conn.input().read();
                    Streams.write(conn, "so far");
                    throw new IOException("the disk is full");
                }));
                Client client = server.connect()) {
            assertThat(client.send("x").receiveAll()).isEqualTo("so far");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.HANDLER_FAILED);
            assertThat(RecordedEvents.next(server.events.causes)).hasMessage("the disk is full");
        }
    }

    @Test
    void halfCloseIsTheEndOfTheInputAndTheAnswerIsStillSent() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    byte[] all = conn.input().readAllBytes();
                    told.add("again " + conn.input().read());
                    for (int i = 0; i < 100; i++) {
                        conn.output().write(all);
                    }
                }));
                Client client = server.connect()) {
            byte[] request = new byte[20_000];
            client.send(request).endInput();
            assertThat(client.receive(2_000_000)).hasSize(2_000_000);
            assertThat(client.receiveAll()).isEmpty();
            assertThat(told()).isEqualTo("again -1");
        }
    }

    @Test
    void clientThatAbortsEndsAReadWithTheEndOfInputAndAWriteWithAnException() throws Exception {
        CountDownLatch aborted = new CountDownLatch(1);
        try (TestServer server = server().start(Streams.handler(conn -> {
            conn.input().read();
            told.add("begun");
            aborted.await();
            assertThat(conn.input().readNBytes(2)).containsExactly('b', 'c');
            told.add("end " + conn.input().read());
            assertThatThrownBy(() -> {
                        while (true) {
                            conn.output().write(new byte[10_000]);
                        }
                    })
                    .isInstanceOfSatisfying(
                            SessionEndedException.class,
                            e -> assertThat(e.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED));
            told.add("cannot write");
            conn.output().write(1);
            conn.output().flush();
        }))) {
            Client client = server.connect();
            client.send("abc");
            assertThat(told()).isEqualTo("begun");
            client.close();
            aborted.countDown();
            assertThat(told()).isEqualTo("end -1");
            assertThat(told()).isEqualTo("cannot write");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void clientThatNeverReadsHoldsUpItsSessionUntilItLeaves() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
            try {
                while (true) {
                    conn.output().write(new byte[10_000]);
                }
            } finally {
                told.add("done");
            }
        }))) {
            Client client = server.connect();
            while (server.server().connectionSnapshots().stream().noneMatch(c -> c.queued() > 32_768)) {
                assertThat(server.events.closed).isEmpty();
                Thread.onSpinWait();
            }
            assertThat(server.server().connectionSnapshots().get(0).queued()).isLessThan(65_536 + 3 * 10_000);
            assertThat(told).isEmpty();
            client.close();
            assertThat(told()).isEqualTo("done");
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void endOfTheConnectionEndsAReadAndInterruptsASessionThatWaitsForSomethingElse() throws Exception {
        BlockingQueue<StreamConnection> sessions = new LinkedBlockingQueue<>();
        try (TestServer server = server().start(Streams.handler(conn -> {
                    boolean reads = conn.input().read() == 'r';
                    sessions.add(conn);
                    if (reads) {
                        assertThatThrownBy(() -> conn.input().read()).hasMessageContaining("HANDLER_ABORTED");
                        told.add("read");
                    } else {
                        assertThatThrownBy(() -> new CountDownLatch(1).await())
                                .isInstanceOf(InterruptedException.class);
                        told.add("woken");
                    }
                    conn.output().write(1);
                    conn.output().flush();
                }));
                Client first = server.connect();
                Client second = server.connect()) {
            first.send("r");
            RecordedEvents.next(sessions).context().abort();
            assertThat(told()).isEqualTo("read");
            second.send("w");
            RecordedEvents.next(sessions).context().abort();
            assertThat(told()).isEqualTo("woken");
            assertThat(server.events.errors).isEmpty();
        }
    }

    @Test
    void idleTimeoutEndsASessionBetweenTwoMessages() throws Exception {
        try (TestServer server = server().with("idle.timeout", "1h").start(Streams.lines("a"));
                Client client = server.connect()) {
            assertThat(client.send("x\n").receiveText(4)).isEqualTo("a:x\n");
            server.reconfigure("idle.timeout", "50ms");
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
            assertThat(server.events.errors).isEmpty();
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are interrupted because their client has closed its socket, and that do not want to be. */
class HangupInterruptTest extends EngineTest {

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);

    @BeforeEach
    void callsMayBlock() {
        assumeTrue(lane.mayBlock(), "a call on an event loop is not interrupted for that");
    }

    /** Waits for the interrupt, declines it, and uses what an interrupt would close. */
    private void decline(ConnContext conn) throws IOException {
        entered.countDown();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        conn.interruptWhenClientCloses(false);
        calls.add("interrupted " + Thread.currentThread().isInterrupted());
        write();
    }

    private static void write() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel source = pipe.source()) {
            sink.write(ByteBuffer.allocate(1));
            source.read(ByteBuffer.allocate(1));
        }
    }

    private void record(ByteBuffer in) {
        calls.add(Handlers.text(in));
        in.position(in.limit());
    }

    @Test
    void clientThatClosesBeforeItIsServedIsServedWholeIfTheHandlerWants() throws Exception {
        assumeTrue(!lane.poller().equals("portable"), "a close behind unread bytes is not seen");
        Handler handler = new Handler() {
            @Override
            public void opened(ConnContext conn) throws IOException {
                decline(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) throws IOException {
                write();
                record(in);
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                calls.add("released " + reason);
            }
        };
        try (TestServer server = server().start(handler)) {
            try (Client client = server.connect()) {
                client.send("12");
                assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            }
            RecordedEvents.next(server.events.closed);
        }
        assertThat(calls).containsExactly("interrupted false", "12", "released CLIENT_CLOSED");
    }

    @Test
    void callThatDeclinesTheInterruptThatHasComeGoesOn() throws Exception {
        Handler handler = (conn, in) -> {
            record(in);
            decline(conn);
            calls.add("done");
        };
        try (TestServer server = server().start(handler)) {
            try (Client client = server.connect()) {
                client.send("1");
                assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            }
            RecordedEvents.next(server.events.closed);
        }
        assertThat(calls).containsExactly("1", "interrupted false", "done");
    }

    @Test
    void interruptOfAnOperatorCannotBeDeclined() throws Exception {
        Handler handler = (conn, in) -> {
            record(in);
            decline(conn);
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("1");
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            server.server().closeConnection(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.OPERATOR_CLOSED);
        }
        assertThat(calls).containsExactly("1", "interrupted true");
    }

    @Test
    void interruptOfAnOperatorBehindThatOfAHangupCannotBeDeclined() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Handler handler = (conn, in) -> {
            record(in);
            entered.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            interrupted.countDown();
            while (closed.getCount() > 0) {
                Thread.onSpinWait();
            }
            decline(conn);
        };
        try (TestServer server = server().start(handler)) {
            try (Client client = server.connect()) {
                client.send("1");
                assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            server.server().closeConnection(1);
            closed.countDown();
            RecordedEvents.next(server.events.closed);
        }
        assertThat(calls).containsExactly("1", "interrupted true");
    }
}

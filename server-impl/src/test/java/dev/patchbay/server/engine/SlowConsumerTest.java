package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.SlowConsumer;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Messages for a client that does not read: they wait, as many as may, and what comes then is decided by the policy. */
class SlowConsumerTest extends EngineTest {

    private static final int MAX = 10;
    private static final int BLOCK = 100_000;
    private static final int SMALL = 1000;

    private final BlockingQueue<ConnectionRef> refs = new LinkedBlockingQueue<>();

    private Handler limited(SlowConsumer policy) {
        return new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.mailbox(MAX, policy);
                refs.add(conn.ref());
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                conn.write(in);
            }
        };
    }

    private static ByteBuffer block(int number) {
        return ByteBuffer.allocate(BLOCK).putInt(0, number);
    }

    private static int next(Client client) throws Exception {
        return ByteBuffer.wrap(client.receive(BLOCK)).getInt();
    }

    /** Sends blocks until so many wait, because the client reads none; returns how many were sent. */
    private int fill(TestServer server, ConnectionRef ref, int waiting) throws InterruptedException {
        int sent = 0;
        while (snapshot(server).waiting() < waiting) {
            // A message that was just sent may be delivered still: only what is queued makes others wait.
            if (snapshot(server).queued() >= 65_536 || snapshot(server).waiting() == 0) {
                assertThat(ref.send(block(sent)))
                        .as("block %d, %s", sent, snapshot(server))
                        .isTrue();
                sent++;
            }
            Thread.onSpinWait();
        }
        return sent;
    }

    private static ConnectionSnapshot snapshot(TestServer server) {
        return server.server().connectionSnapshots().get(0);
    }

    @Test
    void messagesWaitInsteadOfFillingTheOutputAndAreDeliveredWhenTheClientReads() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.DROP_NEWEST));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            int sent = fill(server, ref, MAX);
            assertThat(snapshot(server).queued()).isLessThan(65_536 + BLOCK);
            assertThat(ref.send(block(sent))).isFalse();
            assertThat(ref.send(block(sent))).isFalse();
            assertThat(snapshot(server).dropped()).isEqualTo(2);
            for (int i = 0; i < sent; i++) {
                assertThat(next(client)).isEqualTo(i);
            }
            assertThat(ref.send(block(sent))).isTrue();
            assertThat(next(client)).isEqualTo(sent);
        }
    }

    @Test
    void oldestMessageIsDroppedIfThatIsThePolicy() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.DROP_OLDEST));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            int sent = fill(server, ref, MAX);
            for (int i = 0; i < 3; i++) {
                assertThat(ref.send(block(sent + i))).isTrue();
            }
            assertThat(snapshot(server).waiting()).isEqualTo(MAX);
            assertThat(snapshot(server).dropped()).isEqualTo(3);
            for (int i = 0; i < sent - MAX; i++) {
                assertThat(next(client)).isEqualTo(i);
            }
            for (int i = 0; i < MAX; i++) {
                assertThat(next(client)).isEqualTo(sent - MAX + 3 + i);
            }
        }
    }

    @Test
    void slowClientIsDisconnectedIfThatIsThePolicy() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.CLOSE));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            int sent = fill(server, ref, MAX);
            assertThat(ref.send(block(sent))).isFalse();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SLOW_CONSUMER);
            assertThat(ref.send(block(sent))).isFalse();
            assertThat(client.receiveAll().length()).isLessThan(sent * BLOCK);
        }
    }

    @Test
    void messagesGoOnWhenTheLimitOfTheOutputWasLoweredMeanwhile() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.DROP_NEWEST));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            int sent = 0;
            while (snapshot(server).queued() == 0) {
                if (snapshot(server).waiting() == 0) {
                    ref.send(ByteBuffer.allocate(SMALL).putInt(0, sent++));
                }
            }
            // Not full yet, so that nothing says that the queue is to become low.
            server.reconfigure("write.low", "1");
            server.reconfigure("write.high", "2");
            assertThat(ref.send(ByteBuffer.allocate(SMALL).putInt(0, sent++))).isTrue();
            for (int i = 0; i < sent; i++) {
                assertThat(ByteBuffer.wrap(client.receive(SMALL)).getInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void limitSurvivesASwap() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.CLOSE));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            client.send("x").receive(1);
            fill(server, ref, MAX);
            assertThat(ref.send(block(0))).isFalse();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SLOW_CONSUMER);
        }
    }

    @Test
    void mailboxWithoutRoomIsRefused() throws Exception {
        BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        Handler handler = (conn, in) -> {
            assertThatThrownBy(() -> conn.mailbox(0, SlowConsumer.CLOSE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("for 0 messages");
            assertThatThrownBy(() -> conn.mailbox(1, null)).isInstanceOf(NullPointerException.class);
            refused.add("yes");
            in.position(in.limit());
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("x");
            assertThat(RecordedEvents.next(refused)).isEqualTo("yes");
        }
    }
}

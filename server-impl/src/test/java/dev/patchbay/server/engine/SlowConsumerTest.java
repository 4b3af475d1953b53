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
    private static final int BIG = 8 << 20;
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

    /** Sends more than the socket takes, so that what follows waits, and then as many blocks as may wait. */
    private static void fill(TestServer server, ConnectionRef ref) {
        assertThat(ref.send(ByteBuffer.allocate(BIG))).isTrue();
        while (snapshot(server).queued() == 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < MAX; i++) {
            assertThat(ref.send(block(i))).isTrue();
        }
        assertThat(snapshot(server).waiting()).isEqualTo(MAX);
    }

    private static ConnectionSnapshot snapshot(TestServer server) {
        return server.server().connectionSnapshots().get(0);
    }

    @Test
    void messagesWaitInsteadOfFillingTheOutputAndAreDeliveredWhenTheClientReads() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.DROP_NEWEST));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            fill(server, ref);
            assertThat(snapshot(server).queued()).isLessThanOrEqualTo(BIG);
            assertThat(ref.send(block(MAX))).isFalse();
            assertThat(ref.send(block(MAX))).isFalse();
            assertThat(snapshot(server).dropped()).isEqualTo(2);
            client.receive(BIG);
            for (int i = 0; i < MAX; i++) {
                assertThat(next(client)).isEqualTo(i);
            }
            assertThat(ref.send(block(MAX))).isTrue();
            assertThat(next(client)).isEqualTo(MAX);
        }
    }

    @Test
    void oldestMessageIsDroppedIfThatIsThePolicy() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.DROP_OLDEST));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            fill(server, ref);
            for (int i = 0; i < 3; i++) {
                assertThat(ref.send(block(MAX + i))).isTrue();
            }
            assertThat(snapshot(server).waiting()).isEqualTo(MAX);
            assertThat(snapshot(server).dropped()).isEqualTo(3);
            client.receive(BIG);
            for (int i = 0; i < MAX; i++) {
                assertThat(next(client)).isEqualTo(3 + i);
            }
        }
    }

    @Test
    void slowClientIsDisconnectedIfThatIsThePolicy() throws Exception {
        try (TestServer server = server().start(limited(SlowConsumer.CLOSE));
                Client client = server.connect()) {
            ConnectionRef ref = RecordedEvents.next(refs);
            fill(server, ref);
            assertThat(ref.send(block(MAX))).isFalse();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SLOW_CONSUMER);
            assertThat(ref.send(block(MAX))).isFalse();
            assertThat(client.receiveAll().length()).isLessThan(BIG + MAX * BLOCK);
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
            fill(server, ref);
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

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerBacklog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What waits in a server: bytes for clients, connections for a handler, events for listeners. */
class BacklogTest extends EngineTest {

    private static final int BIG = 4 << 20;

    private static ServerBacklog await(TestServer server, Predicate<ServerBacklog> wanted) {
        ServerBacklog backlog = server.server().backlog();
        while (!wanted.test(backlog)) {
            Thread.onSpinWait();
            backlog = server.server().backlog();
        }
        return backlog;
    }

    @Test
    void queuedBytesAreThoseWrittenAndNeitherSentNorRead() throws Exception {
        Handler big = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(BIG));
        };
        try (TestServer server = server().start(big);
                Client one = server.connect();
                Client two = server.connect()) {
            assertThat(server.server().backlog().queuedBytes()).isZero();
            one.send("a");
            two.send("a");
            ServerBacklog full = await(server, backlog -> backlog.queuedBytes() > BIG);
            assertThat(full.queuedBytes()).isLessThanOrEqualTo(2L * BIG);
            one.receive(BIG);
            two.receive(BIG);
            await(server, backlog -> backlog.queuedBytes() == 0);
        }
    }

    @Test
    void heldConnectionsAndBeginningsOfHoldsAreCounted() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client one = server.connect();
                Client two = server.connect()) {
            one.send("a").receive(1);
            two.send("a").receive(1);
            assertThat(server.server().backlog().held()).isZero();
            assertThat(server.server().totals().holds()).isZero();
            for (int hold = 1; hold <= 3; hold++) {
                server.removed(hold);
                await(server, backlog -> backlog.held() == 2);
                assertThat(server.server().totals().holds()).isEqualTo(hold);
                server.handler(hold + 1L, "echo", 0, ECHO);
                await(server, backlog -> backlog.held() == 0);
            }
            assertThat(server.server().totals().holds()).isEqualTo(3);
            assertThat(server.server().totals().swaps()).isEqualTo(3);
        }
    }

    @Test
    void eventsLagAsLongAsAListenerKeepsThemWaiting() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        ServerEvents slow = new ServerEvents() {
            @Override
            public void connectionOpened(String server, long connection, PeerCredentials peer) {
                called.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (TestServer server = server().start(ECHO).listener(slow);
                Client client = server.connect()) {
            client.send("a").receive(1);
            assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
            ServerBacklog late = await(server, backlog -> backlog.eventLag().compareTo(Duration.ofMillis(20)) > 0);
            await(server, backlog -> backlog.eventLag().compareTo(late.eventLag()) > 0);
            letGo.countDown();
            await(server, backlog -> backlog.eventLag().isZero());
        }
    }
}

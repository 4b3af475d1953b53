package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every deadline passes, if later than it was set, though the timer has no memory for it. */
class PoorTimerTest extends EngineTest {

    private final PoorTimer timer = new PoorTimer();
    private final Sockets sockets = new Sockets();

    private TestServer poorServer() {
        return new TestServer(lane, directory, timer.resources(), sockets);
    }

    @Test
    void callThatOutlastsASwapIsEnded() throws Exception {
        Handlers.Blocking old = new Handlers.Blocking("old", false);
        try (TestServer server = poorServer().with("swap.timeout", "50ms").start(old);
                Client client = server.connect()) {
            client.send("x\n");
            assertThat(old.entered.await(20, TimeUnit.SECONDS)).isTrue();
            timer.becomePoor();
            server.handler(2, "new", 10, ECHO);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            server.removed(1);
        }
    }

    @Test
    void drainEndsThoseWhoDoNotFinish() throws Exception {
        Handlers.Blocking slow = new Handlers.Blocking("slow", false);
        try (TestServer server = poorServer().with("drain.timeout", "50ms").start(slow);
                Client client = server.connect()) {
            client.send("x\n");
            assertThat(slow.entered.await(20, TimeUnit.SECONDS)).isTrue();
            timer.becomePoor();
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).forced())
                    .isEqualTo(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        }
    }

    @Test
    void drainSeesThatConnectionsHaveFinished() throws Exception {
        try (TestServer server = poorServer().start(ECHO);
                Client client = server.connect()) {
            assertThat(client.send("a").receiveText(1)).isEqualTo("a");
            timer.becomePoor();
            assertThat(server.server().stop().get(9, TimeUnit.SECONDS).graceful())
                    .isTrue();
        }
    }

    @Test
    void stopThatRunsOutOfMemoryAtItsBeginningIsRepeated() throws Exception {
        try (TestServer server = poorServer().with("hold.timeout", "5m").start(ECHO);
                Client client = server.connect()) {
            assertThat(client.send("a").receiveText(1)).isEqualTo("a");
            server.removed(1);
            timer.failNextCancellation();
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).graceful())
                    .isTrue();
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void heldConnectionIsEnded() throws Exception {
        try (TestServer server = poorServer().with("hold.timeout", "50ms").start(ECHO);
                Client client = server.connect()) {
            assertThat(client.send("a").receiveText(1)).isEqualTo("a");
            timer.becomePoor();
            server.removed(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void lostSocketIsOpenedAgain() throws Exception {
        try (TestServer server = poorServer().start(ECHO)) {
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("started");
            timer.becomePoor();
            sockets.refusal = new IOException("not now");
            sockets.lose();
            assertThat(RecordedEvents.next(server.events.errors)).contains("was lost");
            sockets.refusal = null;
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("started");
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("b").receiveText(1)).isEqualTo("b");
            }
        }
    }

    @Test
    void clientsBeyondTheRateAreAcceptedLater() throws Exception {
        try (TestServer server = poorServer().with("accept.rate", "1").start(ECHO)) {
            timer.becomePoor();
            for (int i = 0; i < 3; i++) {
                try (Client client = server.connect()) {
                    assertThat(client.send("a").receiveText(1)).isEqualTo("a");
                }
            }
        }
    }
}

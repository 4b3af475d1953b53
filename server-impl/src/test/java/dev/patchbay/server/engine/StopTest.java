package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stops with a deadline of their own, and a deadline that changes while a drain is in progress. */
class StopTest extends EngineTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Handlers.Blocking handler = new Handlers.Blocking("x", false);

    /** A server whose only client is in a call that does not return by itself. */
    private Client occupy(TestServer server) throws Exception {
        Client client = server.connect();
        client.send("one\n");
        assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private void assertForced(TestServer server, CompletableFuture<DrainResult> stopped) throws Exception {
        assertThat(stopped.get(20, TimeUnit.SECONDS).forced()).isEqualTo(1);
        assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        assertThat(server.server().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void stopNowForcesAtOnce() throws Exception {
        try (TestServer server = server().with("drain.timeout", "1h").start(handler);
                Client client = occupy(server)) {
            assertForced(server, server.server().stop(Duration.ZERO));
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void deadlineTakesThePlaceOfTheConfiguredOne() throws Exception {
        try (TestServer server = server().with("drain.timeout", "0").start(handler);
                Client client = occupy(server)) {
            CompletableFuture<DrainResult> stopped = server.server().stop(LONG);
            assertThat(RecordedEvents.next(server.events.life, 2)).contains("draining");
            server.reconfigure("drain.timeout", "1ms");
            handler.letGo.countDown();
            assertThat(client.receiveAll()).isEqualTo("x:one\n");
            assertThat(stopped.get(20, TimeUnit.SECONDS).graceful()).isTrue();
        }
    }

    @Test
    void drainInProgressIsShortenedAndNeverLengthened() throws Exception {
        try (TestServer server = server().with("drain.timeout", "1h").start(handler);
                Client client = occupy(server)) {
            CompletableFuture<DrainResult> stopped = server.server().stop();
            assertThat(server.server().stop(Duration.ofMillis(200))).isSameAs(stopped);
            assertThat(server.server().stop(LONG)).isSameAs(stopped);
            assertForced(server, stopped);
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void shorterDrainTimeoutHoldsForADrainInProgressAndStartsNothing() throws Exception {
        try (TestServer server = server().with("drain.timeout", "1h").start(handler);
                Client client = occupy(server)) {
            CompletableFuture<DrainResult> stopped = server.server().stop();
            server.reconfigure("drain.timeout", "0");
            assertForced(server, stopped);
            assertThat(client.receiveAll()).isEmpty();
            assertThat(server.path()).doesNotExist();
            assertThat(RecordedEvents.next(server.events.life, 3)).containsExactly("started", "draining", "stopped");
        }
    }

    @Test
    void longerDrainTimeoutHoldsForADrainInProgress() throws Exception {
        Deadlines deadlines = new Deadlines();
        try (TestServer server = server(deadlines).with("drain.timeout", "1s").start(handler);
                Client client = occupy(server)) {
            CompletableFuture<DrainResult> stopped = server.server().stop();
            assertThat(RecordedEvents.next(server.events.life, 2)).contains("draining");
            server.reconfigure("drain.timeout", "1h");
            assertThat(deadlines.longestAheadMillis()).isGreaterThan(3_000_000);
            handler.letGo.countDown();
            assertThat(client.receiveAll()).isEqualTo("x:one\n");
            assertThat(stopped.get(20, TimeUnit.SECONDS).graceful()).isTrue();
        }
    }

    @Test
    void negativeDeadlineIsRefusedAndChangesNothing() throws Exception {
        try (TestServer server = server().start(ECHO)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.server().stop(Duration.ofMillis(-1)))
                    .withMessageContaining("negative");
            assertThat(server.server().state()).isEqualTo(ServerState.RUNNING);
        }
    }

    @Test
    void callThatReturnsAfterTheStopIsReleasedAndItsSocketClosed() throws Exception {
        Handlers.Blocking deaf = new Handlers.Blocking("x", true);
        try (TestServer server = server().handler(1, "first", 0, HandlerExecution.EVENT_LOOP, deaf)
                        .start();
                Client client = server.connect()) {
            client.send("one\n");
            assertThat(deaf.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.server()
                            .stop(Duration.ZERO)
                            .get(20, TimeUnit.SECONDS)
                            .forced())
                    .isEqualTo(1);
            assertThat(RecordedEvents.next(server.events.errors)).contains("cannot be closed");
            deaf.letGo.countDown();
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(deaf.calls).contains("released 1 DRAIN_TIMEOUT");
            server.removed(1);
        }
    }
}

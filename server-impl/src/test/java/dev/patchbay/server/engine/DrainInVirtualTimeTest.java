package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a drain lets a connection go, and when it loses patience. */
@Timeout(60)
class DrainInVirtualTimeTest {

    private static final Handler ECHO = (conn, in) -> conn.write(in);
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** What a drain looks at again and again it sees this much late. */
    private static final long LATEST_NANOS = Drain.QUIET_NANOS / 2;

    private static VirtualServer server(Handler handler) throws Exception {
        VirtualServer server = new VirtualServer("drain.timeout", "10s", "idle.timeout", "0s");
        server.handler(1, handler);
        return server;
    }

    private static CompletableFuture<DrainResult> stop(VirtualServer server) {
        CompletableFuture<DrainResult> stopped = server.server.stop();
        server.settle();
        return stopped;
    }

    @Test
    void connectionIsLetGoWhenItHasBeenQuietForLongEnoughAndNotBefore() throws Exception {
        try (VirtualServer server = server(ECHO)) {
            VirtualServer.Client client = server.connect();
            server.pass(Duration.ofHours(1));
            client.send(1);
            CompletableFuture<DrainResult> stopped = stop(server);
            assertThat(server.server.state()).isEqualTo(ServerState.DRAINING);
            server.passNanos(Drain.QUIET_NANOS - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAINED);
            assertThat(stopped.join().finished()).isOne();
            assertThat(server.server.state()).isEqualTo(ServerState.STOPPED);
        }
    }

    @Test
    void connectionThatWasQuietAllAlongIsLetGoAtOnce() throws Exception {
        try (VirtualServer server = server(ECHO)) {
            VirtualServer.Client client = server.connect();
            server.passNanos(Drain.QUIET_NANOS);
            assertThat(stop(server).join()).isEqualTo(new DrainResult(1, 0, Duration.ZERO));
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAINED);
        }
    }

    @Test
    void eachMessageBeginsTheQuietAnew() throws Exception {
        try (VirtualServer server = server(ECHO)) {
            VirtualServer.Client client = server.connect();
            CompletableFuture<DrainResult> stopped = stop(server);
            for (int i = 0; i < 5; i++) {
                client.send(1);
                server.passNanos(Drain.QUIET_NANOS - 1);
                assertThat(client.endedBy()).isNull();
            }
            server.passNanos(1 + LATEST_NANOS);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAINED);
            assertThat(stopped.join().forced()).isZero();
            assertThat(client.port.sent).isEqualTo(5);
        }
    }

    @Test
    void clientThatNeverStopsIsForcedInTheNanosecondOfTheDeadline() throws Exception {
        try (VirtualServer server = server(ECHO)) {
            VirtualServer.Client client = server.connect();
            CompletableFuture<DrainResult> stopped = stop(server);
            long deadline = server.clock.getAsLong() + Duration.ofSeconds(10).toNanos();
            while (deadline - server.clock.getAsLong() > Drain.QUIET_NANOS) {
                client.send(1);
                server.passNanos(Drain.QUIET_NANOS / 2);
            }
            client.send(1);
            server.passNanos(deadline - server.clock.getAsLong() - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(stopped.join()).isEqualTo(new DrainResult(0, 1, Duration.ofSeconds(10)));
        }
    }

    @Test
    void answerThatIsStillToComeIsWaitedForUntilTheDeadline() throws Exception {
        ConnContext.Pending[] answer = new ConnContext.Pending[1];
        try (VirtualServer server = server((conn, in) -> {
            in.position(in.limit());
            answer[0] = conn.pending();
        })) {
            VirtualServer.Client client = server.connect();
            client.send(1);
            CompletableFuture<DrainResult> stopped = stop(server);
            server.pass(Duration.ofSeconds(9));
            assertThat(client.endedBy()).isNull();
            answer[0].close();
            server.settle();
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAINED);
            assertThat(stopped.join().took()).isEqualTo(Duration.ofSeconds(9));
        }
    }

    @Test
    void connectionWhoseTurnNeverComesIsGivenUpAfterTheGrace() throws Exception {
        try (VirtualServer server = server(ECHO)) {
            VirtualServer.Client client = server.connect();
            server.hasThreads = false;
            client.send(1);
            CompletableFuture<DrainResult> stopped = stop(server);
            server.passNanos(Duration.ofSeconds(10).plus(GRACE).toNanos() - 1);
            assertThat(server.server.state()).isEqualTo(ServerState.DRAINING);
            server.passNanos(1);
            assertThat(server.server.state()).isEqualTo(ServerState.STOPPED);
            server.hasThreads = true;
            server.settle();
            assertThat(stopped.join()).isEqualTo(new DrainResult(0, 1, Duration.ofSeconds(11)));
            assertThat(client.endedBy()).as("in the end").isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(server.server.connectionCount()).isZero();
        }
    }

    @Test
    void stopInLessTimeShortensADrainInProgressAndALongerOneDoesNotLengthenIt() throws Exception {
        try (VirtualServer server = server((conn, in) -> {})) {
            VirtualServer.Client client = server.connect();
            client.send(1);
            CompletableFuture<DrainResult> stopped = stop(server);
            server.pass(Duration.ofSeconds(2));
            server.server.stop(Duration.ofSeconds(3));
            server.server.stop(Duration.ofSeconds(60));
            server.passNanos(Duration.ofSeconds(3).toNanos() - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
            assertThat(stopped.join().took()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void anotherDrainTimeoutMovesTheDeadlineOfADrainInProgress() throws Exception {
        try (VirtualServer server = server((conn, in) -> {})) {
            VirtualServer.Client client = server.connect();
            client.send(1);
            stop(server);
            server.pass(Duration.ofSeconds(2));
            server.reconfigure("drain.timeout", "4s");
            server.passNanos(Duration.ofSeconds(2).toNanos() - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        }
    }
}

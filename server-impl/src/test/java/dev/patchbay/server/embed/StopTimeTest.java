package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerOptions;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the time means that a stop is given. One connection is in a call, and keeps the server from stopping by itself. */
class StopTimeTest extends EmbedTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Occupied occupied = new Occupied(true);
    private Server server;
    private SocketChannel client;

    @BeforeEach
    void start() throws Exception {
        server = Server.at(socket())
                .with(new ServerOptions().drainTimeout(LONG))
                .handler(occupied)
                .start();
        client = connect();
        send(client);
        await(occupied.entered);
    }

    @AfterEach
    void end() throws Exception {
        occupied.go.countDown();
        client.close();
        server.close();
    }

    private void assertForced(CompletionStage<DrainResult> stop) throws Exception {
        assertThat(result(stop).forced()).isEqualTo(1);
        assertThat(server.snapshot().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void noTimeEndsConnectionsAtOnce() throws Exception {
        assertForced(server.stop(Duration.ZERO));
    }

    @Test
    void timeThatNoClockCanMeasureIsTimeEnough() throws Exception {
        CompletionStage<DrainResult> stop = server.stop(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(server.snapshot().state()).isEqualTo(ServerState.DRAINING);
        occupied.go.countDown();

        assertThat(result(stop).graceful()).isTrue();
        assertThat(answer(client)).isEqualTo("old");
    }

    @Test
    void shortestOfSeveralTimesCountsAndAllStopsHaveOneResult() throws Exception {
        CompletionStage<DrainResult> first = server.stop(Duration.ofHours(2));
        CompletionStage<DrainResult> second = server.stop(LONG);
        CompletionStage<DrainResult> third = server.stop(Duration.ofMillis(1));
        CompletionStage<DrainResult> fourth = server.stop(Duration.ofHours(3));

        assertForced(fourth);
        assertThat(result(first))
                .isEqualTo(result(second))
                .isEqualTo(result(third))
                .isEqualTo(result(fourth));
    }

    @Test
    void stopWithoutATimeIsShortenedByOneWith() throws Exception {
        CompletionStage<DrainResult> first = server.stop();
        assertForced(server.stop(Duration.ZERO));
        assertThat(result(first).forced()).isEqualTo(1);
    }

    @Test
    void givenTimeIsNotChangedByTheConfiguration() throws Exception {
        CompletionStage<DrainResult> stop = server.stop(LONG);
        server.configure(new ServerOptions().drainTimeout(Duration.ZERO));
        assertThat(server.snapshot().state()).isEqualTo(ServerState.DRAINING);
        occupied.go.countDown();
        assertThat(result(stop).graceful()).isTrue();
    }

    @Test
    void closeInProgressIsShortened() throws Exception {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        while (server.snapshot().state() != ServerState.DRAINING) {
            Thread.onSpinWait();
        }
        assertForced(server.stop(Duration.ZERO));
        result(closed);
    }

    @Test
    void negativeTimeAndNoneAreRefusedAndStopNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.stop(Duration.ofSeconds(-1)))
                .withMessageContaining("cannot stop within PT-1S, which is negative");
        assertThatNullPointerException().isThrownBy(() -> server.stop(null)).withMessage("atMost");
        assertThat(server.snapshot().state()).isEqualTo(ServerState.RUNNING);
    }

    @Test
    void stopDuringAStartStopsTheServerThatHasStarted() throws Exception {
        CompletableFuture<DrainResult> stopped = new CompletableFuture<>();
        assertForced(server.stop(Duration.ZERO));
        server.listen(new ServerEvents() {
            @Override
            public void serverStarted(String name, String address) {
                server.stop(Duration.ZERO).thenAccept(stopped::complete);
            }
        });
        server.start();
        assertThat(result(stopped).forced()).isZero();
        assertThat(server.snapshot().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void stopInACallEndsTheCallAsWell() throws Exception {
        CompletableFuture<DrainResult> stopped = new CompletableFuture<>();
        Handler stopping = (conn, in) -> {
            in.position(in.limit());
            server.stop(Duration.ZERO).thenAccept(stopped::complete);
            new CompletableFuture<Void>().get();
        };
        occupied.go.countDown();
        assertThat(answer(client)).isEqualTo("old");
        result(server.replace(stopping));
        send(client);
        assertThat(result(stopped).forced()).isEqualTo(1);
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}

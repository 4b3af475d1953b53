package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients whose bytes wait at the host while a timeout passes, because the process or a loop stands still. */
@Timeout(60)
class HeardInTimeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Takes messages of two bytes. */
    private static final Handler PAIRS = new Handler() {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in.slice(in.position(), in.remaining() & ~1));
            in.position(in.position() + (in.remaining() & ~1));
        }
    };

    private static VirtualServer server(String key, HandlerExecution execution) throws Exception {
        VirtualServer server = new VirtualServer("idle.timeout", "0s", key, LIMIT.toMillis() + "ms");
        server.handler(1, execution, PAIRS);
        return server;
    }

    /** The process stands still: time passes, and nothing is done. */
    private static void standStill(VirtualServer server) {
        server.clock.set(server.clock.getAsLong() + 3 * LIMIT.toNanos());
    }

    @ParameterizedTest
    @EnumSource
    void clientThatHasSentWhileTheProcessStoodStillIsServed(HandlerExecution execution) throws Exception {
        try (VirtualServer server = server("idle.timeout", execution)) {
            VirtualServer.Client client = server.connect();
            VirtualServer.Client silent = server.connect();
            standStill(server);
            client.send(2);
            assertThat(client.endedBy()).isNull();
            assertThat(client.port.sent).isEqualTo(2);
            assertThat(silent.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void restOfAMessageThatHasComeWhileTheProcessStoodStillIsServed(HandlerExecution execution) throws Exception {
        try (VirtualServer server = server("message.timeout", execution)) {
            VirtualServer.Client client = server.connect();
            client.send(1);
            VirtualServer.Client half = server.connect();
            half.send(1);
            standStill(server);
            client.send(1);
            assertThat(client.endedBy()).isNull();
            assertThat(client.port.sent).isEqualTo(2);
            assertThat(half.endedBy()).isEqualTo(ReleaseReason.MESSAGE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatHasSentWhileACallKeptTheLoopIsServed(HandlerExecution execution) throws Exception {
        try (VirtualServer server = server("idle.timeout", execution)) {
            VirtualServer.Client other = server.connect();
            VirtualServer.Client slow = server.connect();
            Handler keeps = (conn, in) -> {
                PAIRS.received(conn, in);
                if (conn.id() == slow.connection.id()) {
                    standStill(server);
                    other.sendUnattended(2);
                }
            };
            server.handler(2, execution, keeps);
            slow.send(2);
            assertThat(other.endedBy()).isNull();
            assertThat(other.port.sent).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientsOfWhomNotAllAreHeardAtOnceAreServed(HandlerExecution execution) throws Exception {
        try (VirtualServer server = server("idle.timeout", execution)) {
            VirtualServer.Client[] clients = {server.connect(), server.connect(), server.connect()};
            server.poller.giveAtMost(1);
            standStill(server);
            for (VirtualServer.Client client : clients) {
                client.sendUnattended(2);
            }
            server.settle();
            for (VirtualServer.Client client : clients) {
                assertThat(client.endedBy()).isNull();
                assertThat(client.port.sent).isEqualTo(2);
            }
        }
    }
}

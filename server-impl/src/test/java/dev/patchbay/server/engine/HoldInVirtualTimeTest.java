package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long connections are held without a handler. */
@Timeout(60)
class HoldInVirtualTimeTest {

    private static final Handler ECHO = (conn, in) -> conn.write(in);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private static VirtualServer server() throws Exception {
        return new VirtualServer("hold.timeout", "1m", "idle.timeout", "0s");
    }

    @Test
    void heldConnectionEndsInTheNanosecondOfTheTimeoutAndNotBefore() throws Exception {
        try (VirtualServer server = server()) {
            server.handler(1, ECHO);
            VirtualServer.Client client = server.connect();
            server.pass(Duration.ofHours(1));
            server.remove(1);
            server.passNanos(MINUTE - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void whoConnectsDuringAHoldIsHeldFromThenOn() throws Exception {
        try (VirtualServer server = server()) {
            VirtualServer.Client early = server.connect();
            server.passNanos(MINUTE / 2);
            VirtualServer.Client late = server.connect();
            server.passNanos(MINUTE / 2 - 1);
            assertThat(early.endedBy()).isNull();
            server.passNanos(1);
            assertThat(early.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
            server.passNanos(MINUTE / 2 - 1);
            assertThat(late.endedBy()).isNull();
            server.passNanos(1);
            assertThat(late.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void handlerInTheLastNanosecondServesWhatCameDuringTheHold() throws Exception {
        try (VirtualServer server = server()) {
            VirtualServer.Client client = server.connect();
            client.send(10);
            server.passNanos(MINUTE - 1);
            server.handler(1, ECHO);
            assertThat(client.port.sent).isEqualTo(10);
            server.passNanos(2 * MINUTE);
            assertThat(client.endedBy()).isNull();
        }
    }

    @Test
    void eachHoldHasItsTimeAnew() throws Exception {
        try (VirtualServer server = server()) {
            VirtualServer.Client client = server.connect();
            for (int i = 1; i <= 3; i++) {
                server.passNanos(MINUTE - 1);
                server.handler(i, ECHO);
                server.remove(i);
            }
            server.passNanos(MINUTE - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void shorterTimeoutCountsFromTheBeginningOfTheHoldInProgress() throws Exception {
        try (VirtualServer server = server()) {
            VirtualServer.Client client = server.connect();
            server.passNanos(MINUTE / 4);
            server.reconfigure("hold.timeout", "30s");
            server.passNanos(MINUTE / 4 - 1);
            assertThat(client.endedBy()).isNull();
            server.passNanos(1);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }

    @Test
    void timeoutThatIsShorterThanTheHoldHasBeenEndsItAtOnceAndALongerOnePutsItOff() throws Exception {
        try (VirtualServer server = server()) {
            VirtualServer.Client client = server.connect();
            server.passNanos(MINUTE / 2);
            server.reconfigure("hold.timeout", "1h");
            server.passNanos(10 * MINUTE);
            assertThat(client.endedBy()).isNull();
            server.reconfigure("hold.timeout", "5m");
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.NO_HANDLER);
        }
    }
}

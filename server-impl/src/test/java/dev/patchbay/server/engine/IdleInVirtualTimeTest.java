package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.TimerWheel;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a silent client is closed, to the nanosecond, and what puts it off. */
@Timeout(60)
class IdleInVirtualTimeTest {

    /** Whole milliseconds and whole ticks of the wheel, so that nothing is rounded. */
    private static final Duration IDLE = Duration.ofNanos(15_625 * TimerWheel.TICK_NANOS);

    /** How late a timeout may be: less than two ticks, and what a poller's milliseconds add. */
    private static final long LATEST_NANOS = 2 * TimerWheel.TICK_NANOS + 1_000_000;

    private static final long LEAST = 1;

    /** Takes messages of two bytes. */
    private static final Handler PAIRS = new Handler() {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in.slice(in.position(), in.remaining() & ~1));
            in.position(in.position() + (in.remaining() & ~1));
        }
    };

    private static VirtualServer server(String key, Duration value) throws Exception {
        VirtualServer server = new VirtualServer("idle.timeout", "0s", key, value.toMillis() + "ms");
        server.handler(1, PAIRS);
        return server;
    }

    @Test
    void silentClientIsClosedInTheNanosecondOfItsTimeoutAndNotBefore() throws Exception {
        try (VirtualServer server = server("idle.timeout", IDLE)) {
            VirtualServer.Client client = server.connect();
            server.passNanos(IDLE.toNanos() - LEAST);
            server.wakeLoop();
            assertThat(client.endedBy()).isNull();
            server.clock.set(server.clock.getAsLong() + LEAST);
            server.wakeLoop();
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
            assertThat(client.port.closed).isOne();
        }
    }

    @Test
    void loopWakesByItselfInTimeForTheTimeout() throws Exception {
        try (VirtualServer server = server("idle.timeout", Duration.ofSeconds(10))) {
            server.passNanos(12_345_678);
            VirtualServer.Client client = server.connect();
            int before = server.poller.wakeups();
            server.passNanos(Duration.ofSeconds(10).toNanos() - LEAST);
            assertThat(client.endedBy()).isNull();
            assertThat(server.poller.wakeups())
                    .as("wakeups for time that passes")
                    .isEqualTo(before);
            server.passNanos(LATEST_NANOS);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void eachByteInEitherDirectionPutsTheTimeoutOff() throws Exception {
        try (VirtualServer server = server("idle.timeout", IDLE)) {
            VirtualServer.Client client = server.connect();
            client.port.room.set(0);
            for (int i = 0; i < 3; i++) {
                server.passNanos(IDLE.toNanos() - LEAST);
                client.send(2);
                server.passNanos(IDLE.toNanos() - LEAST);
                client.read(1);
            }
            server.passNanos(IDLE.toNanos() - LEAST);
            assertThat(client.endedBy()).isNull();
            server.passNanos(LATEST_NANOS);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void timeoutOfTheHandlersOwnHoldsFromTheLastByteOn() throws Exception {
        Handler sets = (conn, in) -> {
            in.position(in.limit());
            conn.idleTimeout(Duration.ofNanos(3 * TimerWheel.TICK_NANOS));
        };
        try (VirtualServer server = new VirtualServer("idle.timeout", "1h")) {
            server.handler(1, sets);
            VirtualServer.Client client = server.connect();
            server.passNanos(5 * TimerWheel.TICK_NANOS);
            client.send(1);
            server.passNanos(3 * TimerWheel.TICK_NANOS - LEAST);
            server.wakeLoop();
            assertThat(client.endedBy()).isNull();
            server.passNanos(LEAST);
            server.wakeLoop();
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void shorterTimeoutOfANewConfigurationHoldsForTheSilenceThatHasBeen() throws Exception {
        try (VirtualServer server = server("idle.timeout", Duration.ofHours(1))) {
            VirtualServer.Client client = server.connect();
            server.pass(Duration.ofSeconds(59));
            server.reconfigure("idle.timeout", "1m");
            server.passNanos(Duration.ofSeconds(1).toNanos() - LEAST);
            assertThat(client.endedBy()).isNull();
            server.passNanos(LATEST_NANOS);
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void answerThatIsStillToComeIsNotTheClientsIdleness() throws Exception {
        ConnContext.Pending[] answer = new ConnContext.Pending[1];
        Handler later = (conn, in) -> {
            in.position(in.limit());
            answer[0] = conn.pending();
        };
        try (VirtualServer server = server("idle.timeout", IDLE)) {
            server.handler(2, later);
            VirtualServer.Client client = server.connect();
            client.send(1);
            server.pass(IDLE.multipliedBy(10));
            assertThat(client.endedBy()).isNull();
            answer[0].close();
            server.pass(IDLE.multipliedBy(2));
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void answerThatIsBeingSentWhenTheTimeoutPassesArrives() throws Exception {
        ConnContext[] waiting = new ConnContext[1];
        Handler leaving = (conn, in) -> waiting[0] = conn;
        try (VirtualServer server = server("idle.timeout", IDLE)) {
            server.handler(2, leaving);
            VirtualServer.Client client = server.connect();
            client.send(1);
            server.pass(IDLE.multipliedBy(3));
            server.whenByteLeaves = () -> server.passNanos(IDLE.toNanos() + LATEST_NANOS);
            waiting[0].write(ByteBuffer.allocate(1));
            server.settle();
            assertThat(client.endedBy()).isNull();
            assertThat(client.port.sent).isOne();
        }
    }

    @Test
    void bytesThatComeOneByOneDoNotPutOffTheTimeoutOfTheirMessage() throws Exception {
        try (VirtualServer server = server("message.timeout", IDLE)) {
            server.handler(2, (conn, in) -> {});
            VirtualServer.Client client = server.connect();
            server.pass(IDLE.multipliedBy(3));
            assertThat(client.endedBy()).as("no message has begun").isNull();
            long halves = IDLE.toNanos() / 4;
            for (int i = 0; i < 4; i++) {
                client.send(1);
                server.passNanos(i < 3 ? halves : halves - LEAST);
            }
            server.wakeLoop();
            assertThat(client.endedBy()).isNull();
            server.passNanos(LEAST);
            server.wakeLoop();
            assertThat(client.endedBy()).isEqualTo(ReleaseReason.MESSAGE_TIMEOUT);
        }
    }

    @Test
    void wholeMessageBeginsTheTimeoutOfTheNextAnew() throws Exception {
        try (VirtualServer server = server("message.timeout", IDLE)) {
            VirtualServer.Client client = server.connect();
            client.send(1);
            server.passNanos(IDLE.toNanos() - LEAST);
            client.send(2);
            server.passNanos(IDLE.toNanos() - LEAST);
            assertThat(client.endedBy()).isNull();
            client.send(1);
            server.pass(IDLE.multipliedBy(2));
            assertThat(client.endedBy()).as("no message is incomplete").isNull();
        }
    }
}

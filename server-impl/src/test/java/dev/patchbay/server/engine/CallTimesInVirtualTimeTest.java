package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.CallStatistics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls are timed, and where their times are in the histogram. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class CallTimesInVirtualTimeTest {

    private final HandlerExecution execution;

    CallTimesInVirtualTimeTest(HandlerExecution execution) {
        this.execution = execution;
    }

    private static Handler taking(VirtualServer server, long micros) {
        return (conn, in) -> {
            in.position(in.limit());
            server.clock.set(server.clock.getAsLong() + TimeUnit.MICROSECONDS.toNanos(micros));
        };
    }

    private static CallStatistics calls(VirtualServer server) {
        return server.server.totals().calls();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "3, 2", "4, 2", "5, 3", "1000, 10", "1025, 11", "16777216, 24", "16777217, 25"})
    void timeIsInTheBucketOfTheLowestBoundThatIsNotBelowIt(long micros, int bucket) throws Exception {
        try (VirtualServer server = new VirtualServer("idle.timeout", "0s")) {
            server.handler(1, execution, taking(server, micros));
            VirtualServer.Client client = server.connect();
            CallStatistics before = calls(server);
            client.send(1);
            CallStatistics after = calls(server);
            assertThat(after.count()).isEqualTo(before.count() + 1);
            assertThat(after.sampled()).isEqualTo(before.sampled() + 1);
            assertThat(after.counts().get(bucket)).isEqualTo(before.counts().get(bucket) + 1);
            assertThat(after.sampledTime().minus(before.sampledTime()))
                    .isEqualTo(Duration.of(micros, ChronoUnit.MICROS));
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "100, 16", "1000, 19", "10000, 55"})
    void firstCallsAreTimedAndThenOneInManyIfTheyFollowEachOther(int count, int timed) throws Exception {
        try (VirtualServer server = new VirtualServer("idle.timeout", "0s")) {
            server.handler(1, execution, taking(server, 0));
            VirtualServer.Client client = server.connect();
            while (calls(server).count() < count) {
                client.send(1);
            }
            assertThat(calls(server).sampled()).isBetween(timed - 1L, timed + 1L);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 200", "999, 100"})
    void callsThatAreASecondApartAreAllTimed(long millisApart, int timed) throws Exception {
        try (VirtualServer server = new VirtualServer("idle.timeout", "0s")) {
            server.handler(1, execution, taking(server, 0));
            VirtualServer.Client client = server.connect();
            while (calls(server).count() < 100) {
                client.send(1);
            }
            server.pass(Duration.ofMinutes(1));
            long before = calls(server).sampled();
            for (int i = 0; i < 200; i++) {
                client.send(1);
                server.pass(Duration.ofMillis(millisApart));
            }
            assertThat(calls(server).sampled() - before).isBetween((long) timed, timed + 2L);
        }
    }
}

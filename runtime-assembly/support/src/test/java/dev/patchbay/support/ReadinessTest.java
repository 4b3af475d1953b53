package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final Map<String, String> EXPECTED = Map.of("json", "/conf/json.cfg", "echo", "/conf/echo.cfg");

    @Test
    void allAcceptingServersStandInTheReadyLineByName() {
        Readiness readiness = Readiness.of(
                EXPECTED, List.of(server("json", ServerState.RUNNING), server("echo", ServerState.RUNNING)));

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.failed()).isEmpty();
        assertThat(readiness.addresses()).isEqualTo("echo=/run/echo json=/run/json");
    }

    @Test
    void serverThatIsStillUnknownOrStartingIsWaitedFor() {
        assertThat(Readiness.of(EXPECTED, List.of(server("json", ServerState.RUNNING)))
                        .decided())
                .isFalse();
        Readiness readiness = Readiness.of(
                EXPECTED, List.of(server("json", ServerState.RUNNING), server("echo", ServerState.STARTING)));
        assertThat(readiness.decided()).isFalse();
        assertThat(readiness.faults(EXPECTED))
                .contains("echo (/conf/echo.cfg) does not accept", "STARTING")
                .doesNotContain("json");
    }

    @Test
    void everyFaultOfEveryServerIsNamedWithItsFile() {
        Readiness readiness = Readiness.of(
                EXPECTED,
                List.of(
                        server("json", ServerState.FAILED, "bad mode '9'", "bad engine 'x'"),
                        server("echo", ServerState.FAILED, "path too long")));

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.faults(EXPECTED).lines())
                .containsSubsequence(
                        "  server echo (/conf/echo.cfg): path too long",
                        "  server json (/conf/json.cfg): bad mode '9'",
                        "  server json (/conf/json.cfg): bad engine 'x'");
    }

    @Test
    void serverOfAnotherSourceIsNotOurs() {
        Readiness readiness = Readiness.of(Map.of(), List.of(server("guest", ServerState.FAILED, "broken")));

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.failed()).isEmpty();
        assertThat(readiness.addresses()).isEqualTo("no server is configured");
    }

    private static ServerSnapshot server(String name, ServerState state, String... faults) {
        return new ServerSnapshot(
                name,
                state,
                Instant.EPOCH,
                "/run/" + name,
                "portable",
                List.of(),
                Map.of(),
                List.of(faults),
                Optional.empty(),
                List.of(),
                false,
                0,
                null);
    }
}

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
                EXPECTED, List.of(server("json", ServerState.RUNNING), server("echo", ServerState.RUNNING)), Map.of());

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.failed()).isEmpty();
        assertThat(readiness.summary()).isEqualTo("echo=/run/echo json=/run/json");
    }

    @Test
    void serverThatIsStillUnknownOrStartingIsWaitedFor() {
        assertThat(Readiness.of(EXPECTED, List.of(server("json", ServerState.RUNNING)), Map.of())
                        .decided())
                .isFalse();
        Readiness readiness = Readiness.of(
                EXPECTED, List.of(server("json", ServerState.RUNNING), server("echo", ServerState.STARTING)), Map.of());
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
                        server("echo", ServerState.FAILED, "path too long")),
                Map.of());

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.faults(EXPECTED).lines())
                .containsSubsequence(
                        "  server echo (/conf/echo.cfg): path too long",
                        "  server json (/conf/json.cfg): bad mode '9'",
                        "  server json (/conf/json.cfg): bad engine 'x'");
    }

    @Test
    void serverOfAnotherSourceIsNotOurs() {
        Readiness readiness = Readiness.of(Map.of(), List.of(server("guest", ServerState.FAILED, "broken")), Map.of());

        assertThat(readiness.decided()).isTrue();
        assertThat(readiness.failed()).isEmpty();
        assertThat(readiness.summary()).isEqualTo("no server is configured");
    }

    @Test
    void wrongServersAreNamedBehindThoseThatServe() {
        Map<String, String> expected = Map.of("a", "a.cfg", "b", "b.cfg", "c", "c.cfg", "d", "d.cfg");
        Readiness readiness = Readiness.of(
                expected,
                List.of(server("a", ServerState.FAILED, "bad"), server("d", ServerState.RUNNING)),
                Map.of("b", "the file is not in UTF-8", "d", "the file was broken later", "other", "not expected"));

        assertThat(readiness.decided()).isFalse();
        assertThat(readiness.nothingServes()).isFalse();
        assertThat(readiness.complete()).isFalse();
        assertThat(readiness.summary()).isEqualTo("d=/run/d failed: a b c");
        assertThat(readiness.faultLines(expected))
                .containsExactly(
                        "server a (a.cfg): bad",
                        "server b (b.cfg): the file is not in UTF-8",
                        "server c (c.cfg) does not accept connections: it is not known to the server bundle");
    }

    @Test
    void nothingServesIfServersAreConfiguredAndNoneAccepts() {
        assertThat(Readiness.of(EXPECTED, List.of(server("json", ServerState.FAILED, "bad")), Map.of("echo", "bad"))
                        .nothingServes())
                .isTrue();
        assertThat(Readiness.of(Map.of(), List.of(), Map.of()).nothingServes()).isFalse();
        assertThat(Readiness.of(EXPECTED, List.of(server("json", ServerState.RUNNING)), Map.of("echo", "bad"))
                        .decided())
                .isTrue();
    }

    @Test
    void nameThatForgesALineIsEscaped() {
        String forged = "x\npatchbay ready in 1 ms: all=/fine";
        Readiness readiness = Readiness.of(Map.of(forged, "x.cfg"), List.of(), Map.of(forged, forged));

        assertThat(readiness.summary()).doesNotContain("\n");
        assertThat(readiness.faultLines(Map.of(forged, "x.cfg"))).noneMatch(line -> line.contains("\n"));
    }

    @Test
    void theServerForOperatorsIsNamedButDoesNotMakeAStartASuccess() {
        Map<String, String> expected = Map.of("control", "/conf/control.cfg", "echo", "/conf/echo.cfg");
        ServerSnapshot control = control();

        Readiness alone =
                Readiness.of(expected, List.of(control, server("echo", ServerState.FAILED, "broken")), Map.of());
        assertThat(alone.nothingServes()).isTrue();
        assertThat(alone.summary()).isEqualTo("control=/run/control failed: echo");
        Readiness both = Readiness.of(expected, List.of(control, server("echo", ServerState.RUNNING)), Map.of());
        assertThat(both.nothingServes()).isFalse();
        assertThat(both.summary()).isEqualTo("control=/run/control echo=/run/echo");
        Readiness only = Readiness.of(Map.of("control", "/conf/control.cfg"), List.of(control), Map.of());
        assertThat(only.nothingServes()).isFalse();
    }

    private static ServerSnapshot control() {
        ServerSnapshot plain = server("control", ServerState.RUNNING);
        return new ServerSnapshot(
                plain.name(),
                plain.state(),
                plain.since(),
                plain.address(),
                plain.poller(),
                plain.eventLoops(),
                Map.of("handler.target", "(handler.name=control)"),
                plain.faults(),
                plain.handler(),
                plain.handlers(),
                plain.chosenByHand(),
                plain.connections(),
                plain.backlog(),
                plain.totals());
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
                null,
                null);
    }
}

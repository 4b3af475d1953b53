package dev.patchbay.control.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private static final Map<String, String> CONFIGURATION =
            Map.of("handler.target", "(handler.name=shout)", "hold.timeout", "30s");

    @Test
    void aServerThatServesHasNoProblem() {
        assertThat(of(server(ServerState.RUNNING, "echo", 3))).isEmpty();
    }

    @Test
    void aServerWithoutAHandlerNamesItsFilterAndTheHandlersThereAre() {
        assertThat(of(server(ServerState.RUNNING, null, 0)))
                .containsExactly("server shout HOLDING: (handler.name=shout) matches none of echo, json;"
                        + " install a handler that matches, or change handler.target");
    }

    @Test
    void aServerThatHoldsConnectionsSaysForHowLong() {
        assertThat(of(server(ServerState.RUNNING, null, 2)).get(0))
                .contains("matches none of echo, json; 2 connections held, each for 30s at most");
    }

    @Test
    void aServerWhereThereIsNoHandlerAtAllSaysSo() {
        List<Problem> found =
                Problems.of(List.of(server(ServerState.RUNNING, null, 0)), List.of(), List.of(), Map.of());

        assertThat(found.get(0).text()).isEqualTo("(handler.name=shout) matches nothing, because there is no handler");
    }

    @Test
    void aRejectedConfigurationIsAProblemOfARunningServer() {
        ServerSnapshot rejected =
                server(ServerState.RUNNING, "echo", 0, "idle.timeout = 5 minutes: is not a duration; write 5m");

        assertThat(of(rejected))
                .singleElement()
                .asString()
                .startsWith("server shout NEWEST CONFIGURATION REJECTED: idle.timeout = 5 minutes: is not a duration");
    }

    @Test
    void aServerWithoutAHandlerAndWithARejectedConfigurationHasBothProblems() {
        assertThat(of(server(ServerState.RUNNING, null, 0, "a", "b")))
                .hasSize(2)
                .anyMatch(line -> line.contains("REJECTED: a; b;"));
    }

    @Test
    void aServerThatFailedSaysWhyAndHowToStartIt() {
        assertThat(of(server(ServerState.FAILED, null, 0, "/run/x.sock: in use")))
                .singleElement()
                .asString()
                .contains("FAILED: /run/x.sock: in use")
                .contains("patchbay start shout");
    }

    @Test
    void aServerThatAnOperatorStoppedSaysHowToStartIt() {
        assertThat(of(server(ServerState.STOPPED, null, 0)))
                .singleElement()
                .asString()
                .contains("STOPPED: an operator has stopped it")
                .contains("patchbay start shout");
    }

    @Test
    void aServerThatDrainsSaysWhatItWaitsFor() {
        assertThat(of(server(ServerState.DRAINING, "echo", 1)))
                .singleElement()
                .asString()
                .contains("DRAINING")
                .endsWith("waits for 1 connection");
    }

    @Test
    void aServerThatIsAboutToStartHasNoProblem() {
        assertThat(of(server(ServerState.STARTING, null, 0))).isEmpty();
        assertThat(of(server(ServerState.CREATED, null, 0))).isEmpty();
    }

    @Test
    void aHandlerThatCannotBeUsedIsAProblemOfTheServer() {
        HandlerSnapshot failed = new HandlerSnapshot(
                7,
                "bad",
                0,
                HandlerExecution.VIRTUAL,
                "org.bad 1.0.0",
                HandlerStanding.FAILED,
                "execution = X is wrong");

        assertThat(of(server(ServerState.RUNNING, "echo", 0, List.of(failed))))
                .singleElement()
                .asString()
                .startsWith("server shout HANDLER FAILED: bad of org.bad 1.0.0 cannot be used: execution = X is wrong");
    }

    @Test
    void aPluginThatIsIgnoredSaysWhyAndWhatToDo() {
        PluginSnapshot ignored =
                new PluginSnapshot("rev.jar", PluginState.IGNORED, "", "", "it is empty; copy it again");
        PluginSnapshot outdated = new PluginSnapshot("a.jar", PluginState.OUTDATED, "org.a", "1.0.0", "it is damaged");
        PluginSnapshot serving = new PluginSnapshot("b.jar", PluginState.SERVING, "org.b", "1.0.0", "");

        assertThat(Problems.of(List.of(), List.of(ignored, outdated, serving), List.of(), Map.of()))
                .extracting(Problem::toString)
                .containsExactly(
                        "plugin rev.jar IGNORED: it is empty; copy it again",
                        "plugin a.jar OUTDATED: it is damaged; org.a 1.0.0, which served before, stays in service");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemOfTheServerThatItIsNamedAfter() {
        assertThat(Problems.of(List.of(), List.of(), List.of(), Map.of("latin", "the file is not UTF-8 at line 3")))
                .singleElement()
                .asString()
                .startsWith(
                        "server latin CONFIGURATION FILE UNUSABLE: the file is not UTF-8 at line 3; correct the file");
    }

    @Test
    void noForeignTextForgesALine() {
        assertThat(of(server(ServerState.RUNNING, "echo", 0, "x\nserver echo FAILED\u001b[2J")))
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    private static List<String> of(ServerSnapshot server) {
        return Problems.of(List.of(server), List.of(), List.of("json", "echo"), Map.of()).stream()
                .map(Problem::toString)
                .toList();
    }

    private static ServerSnapshot server(ServerState state, String handler, int connections, String... faults) {
        return server(state, handler, connections, List.of(), faults);
    }

    private static ServerSnapshot server(
            ServerState state, String handler, int connections, List<HandlerSnapshot> handlers, String... faults) {
        return new ServerSnapshot(
                "shout",
                state,
                Instant.EPOCH,
                "/run/shout.sock",
                "epoll",
                List.of(),
                CONFIGURATION,
                List.of(faults),
                Optional.ofNullable(handler),
                handlers,
                false,
                connections,
                ServerBacklog.NONE,
                ServerTotals.NONE);
    }
}

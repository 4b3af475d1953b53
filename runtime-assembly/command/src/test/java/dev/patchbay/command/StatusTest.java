package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.text.Columns;
import dev.patchbay.command.text.Terminal;
import org.junit.jupiter.api.Test;

/** What {@code status} and {@code health} print and how they end. */
class StatusTest extends CommandTest {

    private static final String ECHO = server("echo", "RUNNING", "echo", false);
    private static final String SHOUT = server("shout", "RUNNING", "", true);
    private static final String HOLDING = """
            {"subject": "server shout", "problem": "HOLDING", "text": "(handler.name=shout) matches none of echo, json",
             "advice": "put a plugin with this handler into HOME/plugins"}""";

    private static String server(String name, String state, String handler, boolean holding) {
        return """
                {"name": "%s", "state": "%s", "address": "HOME/run/%s.sock", "handler": %s, "holding": %s,
                 "connections": 3, "faults": [], "totals": {"bytesIn": 1536, "bytesOut": 7340032}}""".formatted(name, state, name, handler.isEmpty() ? "null" : "\"" + handler + "\"", holding);
    }

    private static String status(boolean ready, String servers, String problems) {
        return """
                {"version": "1.0", "pid": 42, "java": "25", "home": "HOME", "startedAt": "2026-01-01T00:00:00Z",
                 "ready": %s, "servers": [%s], "plugins": [], "problems": [%s]}""".formatted(ready, servers, problems);
    }

    @Test
    void serversAreListedWithTheirHandlersAndAddressesBelowTheHome() {
        control.answers("patchbay.status", status(true, ECHO, ""));

        Result result = run("status");

        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(result.lines().get(0)).startsWith("Patchbay 1.0, process 42, Java 25, up ");
        assertThat(result.lines())
                .contains(
                        "Ready: 1 of 1 server serving, 3 connections, 0 plugins",
                        "SERVER  STATE    HANDLER  CONNECTIONS       IN      OUT  ADDRESS",
                        "echo    RUNNING  echo               3  1.5 KiB  7.0 MiB  run/echo.sock");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void problemsAreSaidInWordsWithWhatToDo() {
        control.answers("patchbay.status", status(true, ECHO + "," + SHOUT, HOLDING));

        Result result = run(new Terminal(200, false), "status");

        assertThat(result.out())
                .contains("shout   HOLDING ")
                .contains("server shout HOLDING: (handler.name=shout) matches none of echo, json\n")
                .contains("  → put a plugin with this handler into " + home + "/plugins\n");
    }

    @Test
    void aDozenServersAndAProblemFitATerminalOf24Lines() {
        StringBuilder servers = new StringBuilder(SHOUT);
        for (int i = 1; i < 12; i++) {
            servers.append(',').append(server("a-server-with-a-long-name-" + i, "RUNNING", "json-of-a-team", false));
        }
        control.answers("patchbay.status", status(true, servers.toString(), HOLDING));

        Result result = run("status");

        // The shell's prompt takes the last line.
        assertThat(result.lines()).hasSizeLessThan(24);
        assertThat(result.lines())
                .filteredOn(line -> !line.contains(home.toString()))
                .allMatch(line -> Columns.width(line) <= 80);
        assertThat(result.out()).contains("…");
    }

    @Test
    void coloursAreForTerminalsAlone() {
        control.answers("patchbay.status", status(true, SHOUT, HOLDING));

        assertThat(run(new Terminal(80, true), "status").out()).contains("\u001b[1;31mserver shout HOLDING");
        assertThat(run("status").out()).doesNotContain("\u001b");
    }

    @Test
    void foreignTextCannotDriveTheTerminal() {
        control.answers("patchbay.status", status(true, server("\\u001b[2Jx\\u009b", "RUNNING", "echo", false), ""));

        assertThat(run(new Terminal(200, false), "status").out())
                .contains("\\u001b[2Jx\\u009b")
                .doesNotContain("\u001b", "\u009b");
        assertThat(run("status", "--json").out()).contains("\\u001B[2Jx\\u009b").doesNotContain("\u001b", "\u009b");
    }

    @Test
    void jsonIsTheResultOnOneLine() {
        control.answers("patchbay.status", "{\"ready\": true, \"more\": [1, 2.50, null]}");

        assertThat(run("status", "--json").out()).isEqualTo("{\"ready\":true,\"more\":[1,2.50,null]}\n");
    }

    @Test
    void aHostWhoseServersAllServeIsHealthy() {
        control.answers("patchbay.status", status(true, ECHO, ""));

        Result result = run("health");

        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(result.out()).isEqualTo("healthy: 1 server serving\n");
    }

    @Test
    void aServerWithoutAHandlerIsNotHealthy() {
        control.answers("patchbay.status", status(true, ECHO + "," + SHOUT, HOLDING));

        Result result = run("health");

        assertThat(result.status().code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("patchbay: not healthy: server shout is HOLDING\n");
    }

    @Test
    void aHostThatIsNotReadyIsNotHealthy() {
        control.answers("patchbay.status", status(false, ECHO, ""));

        Result result = run("health", "--json");

        assertThat(result.status().code()).isEqualTo(1);
        assertThat(result.out()).contains("\"healthy\":false", "\"faults\":[\"Patchbay is not ready\"]");
    }

    @Test
    void whereNoHostRunsNothingIsHealthy() {
        Result result = run("health", "--home", home.resolve("none").toString());

        assertThat(result.status().code()).isEqualTo(1);
        assertThat(result.err()).startsWith("patchbay: not healthy: no Patchbay runs in ");
    }

    @Test
    void loopsThatHangAreNotHealthy() {
        control.answers("patchbay.status", "{\"ready\": true, \"servers\": []}").answers("patchbay.health", """
                {"live": false, "ready": true, "problems": [
                  {"subject": "event loops", "problem": "NOT RESPONDING", "text": "at least one hangs", "advice": ""}]}""");

        Result result = run("health");

        assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(result.err()).isEqualTo("patchbay: not healthy: event loops NOT RESPONDING: at least one hangs\n");
    }
}

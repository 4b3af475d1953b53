package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.text.Terminal;
import org.junit.jupiter.api.Test;

/** What {@code connections}, {@code handlers}, {@code plugins} and {@code events} print. */
class InspectTest extends CommandTest {

    private static final Terminal WIDE = new Terminal(200, false);

    private static final String OPENED = """
            {"time": "2026-01-01T10:11:12.345678Z", "server": "echo", "type": "connectionOpened", "text": "server echo: connection 7 opened"}""".strip();
    private static final String CLOSED = """
            {"time": "2026-01-01T10:11:13Z", "server": "echo", "type": "connectionClosed", "text": "server echo: connection 7 closed"}""".strip();

    private static String connection(int id, String user) {
        return """
                {"server": "echo", "id": %d, "pid": 4711, "process": "socat", "uid": 1000, "user": %s, "remoteAddress": "",
                 "acceptedAt": "2026-01-01T00:00:00Z", "ageMillis": 185000, "idleMillis": 4250, "bytesIn": 512,
                 "bytesOut": 1048576, "queued": 0, "handler": "echo"}""".formatted(id, user);
    }

    @Test
    void connectionsAreShownWithTheProcessAtTheOtherEnd() {
        control.answers("patchbay.connections", "[" + connection(7, "\"ann\"") + "," + connection(12, "null") + "]");

        assertThat(run(WIDE, "connections").lines())
                .containsExactly(
                        "SERVER  ID   PID  PROCESS  USER    AGE  IDLE     IN      OUT  QUEUED  HANDLER",
                        "echo     7  4711  socat    ann   3m05s  4.2s  512 B  1.0 MiB       -  echo",
                        "echo    12  4711  socat    1000  3m05s  4.2s  512 B  1.0 MiB       -  echo");
        assertThat(control.requests()).containsExactly("patchbay.connections {}");
    }

    @Test
    void theConnectionsOfOneServerAreAskedFor() {
        control.answers("patchbay.connections", "[]");

        assertThat(run("connections", "echo").out()).isEqualTo("Nobody is connected to echo.\n");
        assertThat(control.requests()).containsExactly("patchbay.connections {\"server\":\"echo\"}");
    }

    @Test
    void theMessageOfAnUnknownServerIsPrinted() {
        control.refuses("patchbay.connections", "there is no server 'eco'; the servers are echo, json");

        Result result = run("connections", "eco");

        assertThat(result.status().code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("patchbay: there is no server 'eco'; the servers are echo, json\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void handlersAreShownWithTheReasonOfTheirStanding() {
        control.answers("patchbay.handlers", """
                [{"server": "echo", "id": 31, "name": "echo", "ranking": 0, "execution": "ADAPTIVE",
                  "origin": "dev.patchbay.handler-echo 1.0", "standing": "SERVING", "why": "highest ranking"}]""");

        assertThat(run("handlers").out()).doesNotContain("WHY").endsWith("\n\necho, echo (31): highest ranking\n");
        assertThat(run(WIDE, "handlers").lines())
                .containsExactly(
                        "SERVER  ID  HANDLER  RANKING  STANDING  EXECUTION  ORIGIN                         WHY",
                        "echo    31  echo           0  SERVING   ADAPTIVE   dev.patchbay.handler-echo 1.0  highest ranking");
    }

    @Test
    void thePluginThatIsNotInUseIsExplainedInFull() {
        control.answers("patchbay.plugins", """
                [{"file": "up.jar", "state": "SERVING", "name": "com.example.up", "version": "1.2", "text": "serves"},
                 {"file": "rev.jar", "state": "IGNORED", "name": "", "version": "", "text": "it is cut short; copy it again"}]""");

        assertThat(run("plugins").out())
                .contains("up.jar   SERVING  com.example.up  1.2\n")
                .contains("\nrev.jar IGNORED: it is cut short; copy it again\n")
                .doesNotContain("serves");
    }

    @Test
    void anotherVersionOfTheHostIsNamedAsTheReason() {
        Result result = run("plugins");

        assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(result.err())
                .isEqualTo("patchbay: the Patchbay in " + home
                        + " does not know patchbay.plugins; it is of another version than this command\n");
    }

    @Test
    void theNextEventIsPrintedAndEndsTheCommand() {
        control.answers("patchbay.subscribe", "null").sends(OPENED).sends(CLOSED);

        Result result = run("events");

        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(result.out()).matches("\\d\\d:11:12\\.345  server echo: connection 7 opened\n");
    }

    @Test
    void eventsAreFollowedUntilTheHostEnds() throws Exception {
        control.answers("patchbay.server", "{}").answers("patchbay.subscribe", "null");
        control.sends(OPENED).sends(CLOSED).thenHangsUp();

        Result result = run("events", "--json", "-f", "echo");

        assertThat(result.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"time\":"))
                .element(1)
                .asString()
                .contains("connection 7 closed\"");
        assertThat(control.requests()).contains("patchbay.subscribe {\"servers\":[\"echo\"]}");
        assertThat(result.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(result.err()).contains("sends no more events: it has stopped");
    }

    @Test
    void pastEventsArePrintedAndEndTheCommand() {
        control.answers("patchbay.history", "[" + OPENED + "," + CLOSED + "]");

        assertThat(run("events", "--past").lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("server echo: connection 7 opened");
        run("events", "--past", "7", "echo");
        run("events", "--past", "echo");
        assertThat(control.requests())
                .containsExactly(
                        "patchbay.history {\"max\":20}",
                        "patchbay.history {\"server\":\"echo\",\"max\":7}",
                        "patchbay.history {\"server\":\"echo\",\"max\":20}");
        assertThat(run("events", "--past", "few", "echo").err())
                .isEqualTo("patchbay: --past 'few' is not a number of events; write one from 1 to 999999\n");
    }

    @Test
    void eventsThatFollowPastOnesAreShownOnceEach() {
        control.answers("patchbay.subscribe", "null").answers("patchbay.history", "[" + OPENED + "]");
        // The second report of the first event has another moment, and more was looked up for it.
        control.sends(OPENED.replace("345678", "346").replace("opened\"}", "opened by ann\", \"user\": \"ann\"}"))
                .sends(CLOSED)
                .thenHangsUpAfter("patchbay.history");

        assertThat(run("events", "--past", "-f").lines())
                .hasSize(2)
                .element(1)
                .asString()
                .endsWith("connection 7 closed");
    }
}

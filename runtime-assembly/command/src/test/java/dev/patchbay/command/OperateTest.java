package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code close}, {@code drain}, {@code start}, {@code choose}, {@code config} and {@code log} ask for and print. */
class OperateTest extends CommandTest {

    private void asks(String request, String... arguments) {
        Result result = run(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(control.requests()).last().isEqualTo(request);
    }

    @Test
    void aConnectionIsClosedByItsNumber() {
        control.answers("patchbay.close", "null");

        asks("patchbay.close {\"server\":\"echo\",\"connection\":7}", "close", "echo", "7");
    }

    @Test
    void whatIsNoConnectionIsAnErrorOfUsage() {
        Result result = run("close", "echo", "seven");

        assertThat(result.status().code()).isEqualTo(64);
        assertThat(result.err())
                .contains("'seven' is not the ID of a connection; 'patchbay connections echo' shows them");
        assertThat(control.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"drain", "start", "connections", "handlers", "rollback", "top", "config show", "config set"})
    void anEmptyNameIsAnErrorOfUsage(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(" ");
        if (command.equals("config set")) {
            words.add("loops=1");
        }
        Result result = run(words.toArray(String[]::new));

        assertThat(result.status().code()).isEqualTo(64);
        assertThat(result.err()).containsPattern("^patchbay: (SERVER|PLUGIN) is empty; try 'patchbay .* --help'\n$");
        assertThat(control.requests()).isEmpty();
    }

    @Test
    void aDrainSaysWhatBecameOfTheConnections() {
        control.answers("patchbay.drain", "{\"finished\": 12, \"forced\": 1, \"tookMillis\": 5003}");

        assertThat(run("drain", "echo", "--within", "5s").out())
                .isEqualTo("server echo has stopped after 5.0s: 12 connections finished, 1 was ended\n");
        assertThat(control.requests()).containsExactly("patchbay.drain {\"server\":\"echo\",\"atMost\":\"5s\"}");
        asks("patchbay.drain {\"server\":\"echo\"}", "drain", "echo");
    }

    @Test
    void theDrainOfTheServerThatAnswersIsNotWaitedFor() {
        control.answers("patchbay.drain", "{\"stopped\": false, \"finished\": 0, \"forced\": 0, \"tookMillis\": 0}");

        assertThat(run("drain", "control").out())
                .isEqualTo("server control drains; it answers this command, which cannot wait for its end\n");
    }

    @Test
    void aServerIsStarted() {
        control.answers("patchbay.start", "null");

        asks("patchbay.start {\"server\":\"echo\"}", "start", "echo");
    }

    @Test
    void aStartThatFailsSaysWhy() {
        control.refuses("patchbay.start", "server echo cannot be started:\nthe path is in use");

        Result result = run("start", "echo");

        assertThat(result.status().code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("patchbay: server echo cannot be started:\n  the path is in use\n");
    }

    @Test
    void aHandlerIsChosenByNumberOrNameOrByRanking() {
        control.answers("patchbay.choose", "null");

        asks("patchbay.choose {\"server\":\"echo\",\"handler\":31}", "choose", "echo", "31");
        asks("patchbay.choose {\"server\":\"echo\",\"handler\":\"upper\"}", "choose", "echo", "upper");
        asks("patchbay.choose {\"server\":\"echo\",\"handler\":null}", "choose", "echo", "--by-ranking");
        assertThat(run("choose", "echo").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("choose", "echo", "31", "--by-ranking").err()).contains("exclude each other");
    }

    @Test
    void theConfigurationInForceIsShownWithWhatWasRejected() {
        control.answers("patchbay.servers", "[{\"name\": \"echo\"}]");
        control.answers("patchbay.configuration", """
                {"inForce": {"idle.timeout": "0", "loops": "1"}, "newest": {"idle.timeout": "5 minutes", "loops": "1"},
                 "faults": ["idle.timeout = 5 minutes is not a duration, write 5m"], "file": "HOME/conf/x.cfg"}""");

        assertThat(run("config", "show").out())
                .contains(
                        "# NEWEST CONFIGURATION REJECTED: idle.timeout = 5 minutes is not a duration,\n#     write 5m\n")
                .contains("\nidle.timeout = 0\nloops = 1\n# rejected: idle.timeout = 5 minutes\n");
        asks("patchbay.configuration {\"server\":\"echo\"}", "config", "show", "echo");
    }

    @Test
    void keysAreListedAndDescribed() {
        control.answers("patchbay.keys", """
                [{"name": "loops", "type": "number", "unit": "loops", "byDefault": "0", "range": "0 to 64", "choices": [],
                  "required": false, "description": "event loops; `0` is auto"},
                 {"name": "engine", "type": "choice", "unit": null, "byDefault": "auto", "range": null,
                  "choices": ["auto", "epoll"], "required": false, "description": "what waits"},
                 {"name": "socket.path", "type": "text", "unit": null, "byDefault": null, "range": null, "choices": [],
                  "required": true, "description": "the path"}]""");

        assertThat(run("config", "keys").out())
                .contains(
                        "loops        number  0           0 to 64 loops\n",
                        "engine       choice  auto        auto, epoll\n",
                        "socket.path  text    (required)\n");
        assertThat(run("config", "keys", "loop").out())
                .doesNotContain("socket.path")
                .endsWith("\nloops: event loops; 0 is auto\n");
        assertThat(run("config", "get").err()).contains("'get' is neither show, keys nor set");
        assertThat(run("config", "show", "echo", "loops").err()).contains("unknown argument 'loops'");
        assertThat(run("config", "keys", "--unset", "loops").err()).contains("--unset is for 'config set'");
    }

    @Test
    void aRollbackSaysWhichVersionServes() {
        control.answers("patchbay.rollback", """
                {"file": "rev.jar", "name": "rev", "version": "1.0.0", "was": "1.1.0"}""");
        assertThat(run("rollback", "rev").out()).isEqualTo("plugin rev.jar is rev 1.0.0 again; was 1.1.0\n");
        asks("patchbay.rollback {\"plugin\":\"rev.jar\"}", "rollback", "rev.jar");

        control.answers("patchbay.rollback", """
                {"file": "rev.jar", "name": "rev", "version": "1.0.0", "was": "1.0.0"}""");
        assertThat(run("rollback", "rev").out()).endsWith("again, which still served\n");
    }

    @Test
    void keysAreSetAndUnsetAllAtOnce() {
        control.answers("patchbay.configure", """
                {"server": "echo", "file": "HOME/conf/x.cfg", "inForce": {"idle.timeout": "5m"},
                 "changes": [{"key": "idle.timeout", "was": "0", "now": "5m"},
                             {"key": "socket.group", "was": "", "now": "staff"},
                             {"key": "loops", "was": null, "now": "1"}]}""");

        Result result = run(
                "config", "set", "echo", "idle.timeout=5m", "handler.target=(a=b)", "--unset", "loops", "--unset=x");

        assertThat(result.out())
                .isEqualTo("server echo: idle.timeout 0 → 5m\nserver echo: socket.group (none) → staff\n"
                        + "server echo: loops (none) → 1\n");
        assertThat(control.requests())
                .containsExactly("patchbay.configure {\"server\":\"echo\",\"set\":{\"idle.timeout\":\"5m\","
                        + "\"handler.target\":\"(a=b)\"},\"unset\":[\"loops\",\"x\"]}");
    }

    @Test
    void whatIsInForceAlreadyIsSaidSo() {
        control.answers("patchbay.configure", "{\"server\": \"echo\", \"changes\": [], \"inForce\": {}}");

        assertThat(run("config", "set", "echo", "loops=1").out())
                .isEqualTo("server echo has this configuration already\n");
    }

    @Test
    void aRejectedConfigurationIsAFailureInTheWordsOfTheHost() {
        control.refuses("patchbay.configure", "server echo keeps its configuration: loops = x: is not a number");

        Result result = run("config", "set", "echo", "loops=x");

        assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(result.err())
                .isEqualTo("patchbay: server echo keeps its configuration: loops = x: is not a number\n");
    }

    @Test
    void whatIsNoKeyAndValueIsAnErrorOfUsage() {
        assertThat(run("config", "set").err()).contains("SERVER is missing");
        assertThat(run("config", "set", "echo").err()).contains("KEY=VALUE is missing");
        assertThat(run("config", "set", "echo", "loops").err()).contains("'loops' is not of the form KEY=VALUE");
        assertThat(run("config", "set", "echo", "=1").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("config", "set", "echo", "a=1", "a=2").err()).contains("a is given twice");
        assertThat(control.requests()).isEmpty();
    }

    @Test
    void levelsOfTheLogAreShownAndChanged() {
        control.answers("patchbay.logLevels", "{\"ROOT\": \"INFO\", \"dev.patchbay\": \"DEBUG\"}");
        control.answers("patchbay.logLevel", "null");

        assertThat(run("log").out()).contains("INFO   ROOT\n", "DEBUG  dev.patchbay\n");
        assertThat(run("log", "dev.patchbay.server").out()).isEqualTo("DEBUG (inherited from dev.patchbay)\n");
        assertThat(run("log", "org").out()).isEqualTo("INFO (inherited from ROOT)\n");
        asks("patchbay.logLevel {\"logger\":\"org\",\"level\":\"WARN\"}", "log", "org", "warn");
        asks("patchbay.logLevel {\"logger\":\"org\",\"level\":null}", "log", "org", "inherited");
        assertThat(run("log", "org", "loud").err()).contains("'loud' is not a level");
    }
}

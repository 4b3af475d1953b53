package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Every command of {@code bin/patchbay} against one running distribution. Each test has a server of its own. */
@Timeout(180)
class CommandsIT {

    @TempDir
    private static Path directory;

    private static HomeFolder home;
    private static CommandLine commands;
    private static Patchbay patchbay;

    @BeforeAll
    static void start() throws Exception {
        directory = directory.toRealPath();
        home = new HomeFolder(directory);
        for (String server : List.of("closed", "drained", "chosen", "observed", "changed")) {
            home.configure(
                    server,
                    "socket.path = ${patchbay.home}/run/" + server + ".sock",
                    "handler.target = (|(handler.name=echo)(handler.name=upper))");
        }
        home.configure("json", "socket.path = ${patchbay.home}/run/json.sock", "handler.target = (handler.name=json)");
        // A conf/ that exists gets no other files, so these are copied as an operator would.
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        commands = new CommandLine(directory);
        patchbay = Patchbay.start(directory);
    }

    @AfterAll
    static void stop() {
        patchbay.close();
    }

    static boolean script() {
        return Files.isExecutable(Path.of("/usr/bin/script"));
    }

    private static Client client(String server) throws IOException {
        Client client = Client.connect(home.socket(server));
        assertThat(client.echo("hello\n")).isEqualToIgnoringCase("hello\n");
        return client;
    }

    @Test
    void statusShowsTheServersAndTheirAddresses() throws Exception {
        String status = commands.run("status").orFail();

        assertThat(status).contains("process " + patchbay.pid() + ",", "Home: " + directory + "\n");
        assertThat(status).containsPattern("closed +RUNNING +echo +\\d+ .*run/closed\\.sock\n");
        assertThat(commands.run("status", "--json").orFail()).startsWith("{").contains("\"pid\":" + patchbay.pid());
    }

    @Test
    void statusAndHealthSayWhatIsWrongAndWhatToDo() throws Exception {
        home.configure("changed", "socket.path = ${patchbay.home}/run/changed.sock", "idle.timeout = 5 minutes");
        patchbay.log().await("idle.timeout = 5 minutes");

        assertThat(commands.run("status").orFail())
                .containsPattern(
                        "server changed NEWEST CONFIGURATION REJECTED: .*idle.timeout = 5 minutes.*\n  → correct it");
        assertThat(commands.run("config", "show", "changed").orFail())
                .contains(
                        "# NEWEST CONFIGURATION REJECTED: ",
                        "\nidle.timeout = 0\n",
                        "# rejected: idle.timeout = 5 minutes");
        assertThat(commands.run("health").out()).contains("healthy: ", "NEWEST CONFIGURATION REJECTED");
    }

    @Test
    void aConnectionIsShownWithItsProcessAndClosed() throws Exception {
        try (Client client = client("closed")) {
            String shown = commands.run("connections", "closed").orFail();
            Matcher id = Pattern.compile(
                            "closed +(\\d+) +" + ProcessHandle.current().pid() + " ")
                    .matcher(shown);
            assertThat(id.find()).as(shown).isTrue();

            commands.run("close", "closed", id.group(1)).orFail();

            assertThat(client.isAtEnd()).isTrue();
        }
        CommandLine.Result again = commands.run("close", "closed", "1234567");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).startsWith("patchbay: server closed has no connection 1234567");
    }

    @Test
    void aServerIsDrainedAndStarted() throws Exception {
        assertThat(commands.run("drain", "drained", "--within", "5s").orFail())
                .matches("server drained has stopped after .*: 0 connections finished, 0 were ended\n");
        assertThat(Files.exists(home.socket("drained"))).isFalse();
        CommandLine.Result health = commands.run("health");
        assertThat(health.status()).isEqualTo(1);
        assertThat(health.err()).contains("not healthy: ", "server drained is STOPPED");

        assertThat(commands.run("start", "drained").orFail()).isEqualTo("server drained accepts connections\n");

        client("drained").close();
    }

    @Test
    void aHandlerIsChosenByHandAndByRanking() throws Exception {
        new HandlerBundle(UppercaseHandler.class, "upper", -1).dropInto(home.plugins());
        patchbay.log().await("upper.jar");

        commands.run("choose", "chosen", "upper").orFail();
        try (Client client = Client.connect(home.socket("chosen"))) {
            assertThat(client.echo("hello\n")).isEqualTo("HELLO\n");
            assertThat(commands.run("handlers", "chosen").orFail())
                    .containsPattern("upper +-1 +SERVING")
                    .contains("by hand");
            assertThat(commands.run("plugins").orFail()).containsPattern("upper\\.jar +SERVING");

            commands.run("choose", "chosen", "--by-ranking").orFail();
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
        assertThat(commands.run("choose", "chosen", "lower").err()).contains("server chosen has no handler lower");
    }

    @Test
    void eventsArriveAsTheyHappen() throws Exception {
        Process events = commands.start(commands.words("events", "--json", "-f", "observed"));
        try (BufferedReader lines = events.inputReader()) {
            // The subscription has no sign of its own, so clients come until one is seen.
            while (!lines.ready()) {
                client("observed").close();
                assertThat(events.isAlive()).isTrue();
            }
            assertThat(lines.readLine())
                    .startsWith("{\"time\":")
                    .contains("\"server\":\"observed\",\"type\":\"connection");
        } finally {
            events.destroy();
        }
    }

    @Test
    void keysAndLevelsAreShownAndLevelsChanged() throws Exception {
        assertThat(commands.run("config", "keys").orFail()).containsPattern("idle\\.timeout +duration +0 ");
        commands.run("log", "org.example", "debug").orFail();
        assertThat(commands.run("log").orFail()).contains("DEBUG  org.example\n");
        commands.run("log", "org.example", "inherited").orFail();
        assertThat(commands.run("log", "org.example").orFail()).isEqualTo("INFO (inherited from ROOT)\n");
    }

    @Test
    void methodsOfAServerAreListedAndCalled() throws Exception {
        assertThat(commands.run("call", "--list", "json").orFail()).contains("echo");
        assertThat(commands.run("call", "json", "echo", "1", "two", "--json").orFail())
                .isEqualTo("[1,\"two\"]\n");
        assertThat(commands.run("call", home.socket("json").toString(), "echo", "{\"a\": 1}", "--json")
                        .orFail())
                .isEqualTo("{\"a\":1}\n");
        CommandLine.Result none = commands.run("call", "json", "none");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("there is no method \"none\"");
    }

    @Test
    void exitStatusesTellWrongUsageFromAHostThatIsNotThere(@TempDir Path other) throws Exception {
        assertThat(commands.run("status", "--jsn").status()).isEqualTo(64);
        assertThat(commands.run("connections", "none").status()).isEqualTo(1);
        CommandLine.Result absent = new CommandLine(other).run("status");
        assertThat(absent.status()).isEqualTo(69);
        assertThat(absent.err())
                .startsWith("patchbay: no Patchbay runs in " + other + " (run/control.sock does not exist)");
    }

    @Test
    void optionsForTheServersAreNotForTheirClients() throws Exception {
        CommandLine odd = new CommandLine(
                directory, Map.of("JAVA_OPTS", "-XX:NoSuchOption", "JAVA_TOOL_OPTIONS", "-XX:NoSuchOption"));

        CommandLine.Result health = odd.run("plugins");

        assertThat(health.status()).as(health.err()).isZero();
        assertThat(health.err()).isEmpty();
    }

    @Test
    @EnabledIf("script")
    void aTableFitsTheTerminal() throws Exception {
        String command = "stty cols 50; " + String.join(" ", commands.words("status"));

        CommandLine colourful = new CommandLine(directory, Map.of("TERM", "xterm", "NO_COLOR", ""));
        String shown =
                colourful.run(List.of("script", "-qec", command, "/dev/null")).out();

        assertThat(shown).contains("\u001b[1mSERVER").contains("…");
        assertThat(shown.replaceAll("\u001b\\[[0-9;]*m", "").lines())
                .filteredOn(line -> line.contains("RUNNING"))
                .isNotEmpty()
                .allMatch(line -> line.stripTrailing().length() <= 50);
        CommandLine plain = new CommandLine(directory, Map.of("TERM", "xterm", "NO_COLOR", "1"));
        assertThat(plain.run(List.of("script", "-qec", command, "/dev/null")).out())
                .doesNotContain("\u001b");
    }

    @Test
    void theHelpListsEveryCommandAndEachHasItsOwn() throws Exception {
        String usage = commands.run(
                        List.of(Patchbay.distribution().resolve("bin/patchbay").toString(), "--help"))
                .orFail();
        List<String> names = Pattern.compile("^  ([a-z]+) ", Pattern.MULTILINE)
                .matcher(usage)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(names)
                .startsWith("run", "status")
                .endsWith("log", "call")
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(14);
        assertThat(commands.run("run", "--help").orFail()).startsWith("Usage: patchbay run ");
        assertThat(commands.run("drain", "--help").orFail()).startsWith("Usage: patchbay drain SERVER ");
    }
}

package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay shell} and the commands in it, against one running distribution. */
@Timeout(180)
class ShellIT {

    @TempDir
    private static Path directory;

    private static HomeFolder home;
    private static CommandLine commands;
    private static Patchbay patchbay;

    @BeforeAll
    static void start() throws Exception {
        directory = directory.toRealPath();
        home = new HomeFolder(directory);
        home.configure("echo", "socket.path = ${patchbay.home}/run/echo.sock", "handler.target = (handler.name=echo)");
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        commands = new CommandLine(directory, Map.of("TERM", "xterm", "NO_COLOR", ""));
        patchbay = Patchbay.start(directory);
        // The shell starts after the servers.
        while (commands.run("shell", "-c", "lb").status() != 0) {
            assertThat(patchbay.isAlive()).isTrue();
        }
    }

    @AfterAll
    static void stop() {
        patchbay.close();
    }

    static boolean python() {
        return Files.isExecutable(Path.of("/usr/bin/python3"));
    }

    /** Whether this user can become another one. */
    static boolean rootWithPython() {
        return "root".equals(System.getProperty("user.name"))
                && python()
                && Files.isExecutable(Path.of("/usr/bin/setpriv"));
    }

    @Test
    @EnabledIf("rootWithPython")
    void anotherUserIsRefusedByTheModeOfTheSocket() throws Exception {
        for (Path folder : List.of(directory, directory.resolve("run"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String connect = "import socket; socket.socket(socket.AF_UNIX).connect('" + home.socket("control") + "')";

        CommandLine.Result other = commands.run(List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", connect));

        assertThat(Files.getPosixFilePermissions(home.socket("control"))).hasSize(2);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("PermissionError");
        assertThat(commands.run(List.of("/usr/bin/python3", "-c", connect)).status())
                .isZero();
    }

    /** Runs lines in a shell without a terminal. */
    private static CommandLine.Result shell(String lines) throws Exception {
        Path input = Files.writeString(Files.createTempFile(directory, "input", ".txt"), lines);
        List<String> words = new ArrayList<>(List.of("sh", "-c", "\"$@\" <" + input, "sh"));
        words.addAll(commands.words("shell"));
        return commands.run(words);
    }

    /** Removes what differs between two moments. */
    private static String timeless(String status) {
        return status.replaceAll("up \\S+", "up")
                .replaceAll("(?m)^control .*\n", "")
                .replaceAll("\\d+ connections?", "");
    }

    @Test
    void commandsPrintTheSameInTheShellAsOutsideIt() throws Exception {
        assertThat(timeless(shell("patchbay:status\n").orFail()))
                .isEqualTo(timeless(commands.run("status").orFail()));
        assertThat(shell("patchbay:handlers echo\n").orFail())
                .isEqualTo(commands.run("handlers", "echo").orFail());
        assertThat(shell("config keys idle.timeout\n").orFail())
                .isEqualTo(commands.run("config", "keys", "idle.timeout").orFail());
        assertThat(shell("health\n").out()).isEqualTo(commands.run("health").out());
        assertThat(shell("call control patchbay.keys --json\n").orFail())
                .isEqualTo(commands.run("call", "control", "patchbay.keys", "--json")
                        .orFail());
    }

    @Test
    void errorsAreTheSameAndTheStatusIsThatOfTheLastLine() throws Exception {
        CommandLine.Result inside = shell("status\nclose echo 4711\n");
        CommandLine.Result outside = commands.run("close", "echo", "4711");

        assertThat(inside.err()).isEqualTo(outside.err());
        assertThat(inside.status()).isEqualTo(outside.status()).isEqualTo(1);
        assertThat(shell("close echo 4711\nhealth\n").status()).isZero();
        assertThat(shell("connections --nope\n").status()).isEqualTo(64);
        assertThat(shell("exit 7\nlb\n").status()).isEqualTo(7);
        assertThat(shell("nosuchcommand\n").err()).contains("Command not found: nosuchcommand");
        assertThat(shell("x = {\n").err()).isEqualTo("gogo: the last command is not complete: x = {\n");
    }

    @Test
    void outputCanBePipedAndCommandsOfTheFrameworkAreThere() throws Exception {
        assertThat(shell("patchbay:status | grep echo\n").orFail())
                .startsWith("echo ")
                .hasLineCount(1);
        assertThat(commands.run("shell", "-c", "lb -s").orFail()).contains("dev.patchbay.server");
    }

    @Test
    void theEndOfAShellEndsNothingElse() throws Exception {
        try (Client client = Client.connect(home.socket("echo"))) {
            shell("exit\n").orFail();
            shell("").orFail();
            assertThat(client.echo("hello")).isEqualTo("hello");
        }
        assertThat(patchbay.isAlive()).isTrue();
    }

    @Test
    void whoOpenedAShellAndWhatRunsInItIsInTheLog() throws Exception {
        commands.run("shell", "-c", "log nosuch.logger").orFail();

        assertThat(home.log().lines())
                .anyMatch(line -> line.matches(".*shell \\d+ opened by .*\\(uid \\d+, pid \\d+\\)"))
                .anyMatch(line -> line.matches(".*shell \\d+ of .*\\(uid \\d+, pid \\d+\\) runs: log nosuch.logger"));
    }

    @Test
    void aClientThatDisappearsEndsItsShell() throws Exception {
        Process client = commands.start(commands.words("shell", "-c", "events -f echo"));
        while (shellThreads() == 0) {
            assertThat(client.isAlive()).isTrue();
        }

        client.destroyForcibly().waitFor();

        while (shellThreads() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Returns how many threads belong to shells. */
    private static long shellThreads() throws IOException {
        long count = 0;
        try (var threads = Files.list(Path.of("/proc", Long.toString(patchbay.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                try {
                    // The kernel keeps fifteen characters.
                    count += Files.readString(thread.resolve("comm")).startsWith("patchbay-shell-") ? 1 : 0;
                } catch (IOException e) {
                    // It has ended.
                    continue;
                }
            }
        }
        return count;
    }

    @Test
    void thereAreAFewShellsAtMost() throws Exception {
        List<ControlClient> clients = new ArrayList<>();
        try {
            String answer;
            do {
                clients.add(ControlClient.of(home));
                answer = clients.get(clients.size() - 1).call("shellOpen");
            } while (answer.contains("session"));
            assertThat(answer).contains("-32010", "there are 8 shells already");
            assertThat(clients).hasSizeLessThanOrEqualTo(9);
        } finally {
            for (ControlClient client : clients) {
                client.close();
            }
        }
        while (shellThreads() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    @EnabledIf("python")
    void aTerminalHasCompletionHistoryAndItsModeBackAfterwards() throws Exception {
        Path script = Files.writeString(directory.resolve("terminal.py"), TerminalScript.TEXT);
        List<String> words = new ArrayList<>(List.of("/usr/bin/python3", script.toString()));
        words.addAll(commands.words("shell"));

        CommandLine.Result result = commands.run(words);

        assertThat(result.out()).endsWith("completed\nlisted\ninterrupted\nremembered\nended with 0\nrestored\n");
        assertThat(Files.getPosixFilePermissions(directory.resolve("cache/shell.history")))
                .hasSize(2);
    }

    @Test
    void thePastIsKeptAndShownWithoutConnectionsThatWereInOrder() throws Exception {
        Client.connect(home.socket("echo")).close();
        try (ControlClient client = ControlClient.of(home)) {
            for (int i = 0; i < 500; i++) {
                client.call("drain", "{\"server\":\"echo\"}");
                client.call("start", "{\"server\":\"echo\"}");
            }
        }
        String all;
        do {
            all = commands.run("events", "--past", "1500", "echo").orFail();
        } while (all.lines()
                        .filter(line -> line.contains("server echo accepts connections"))
                        .count()
                < 250);

        assertThat(all.lines().count()).isLessThanOrEqualTo(1_000);
        assertThat(commands.run("events", "--past", "1500").orFail()).doesNotContain("opened by");
        assertThat(commands.run("events", "--past", "3").orFail()).hasLineCount(3);
    }

    @Test
    void healthIsAnsweredByTheControlSocket() throws Exception {
        try (ControlClient client = ControlClient.of(home)) {
            assertThat(client.call("health")).contains("\"live\":true", "\"ready\":true", "\"problems\":[]");
        }
    }
}

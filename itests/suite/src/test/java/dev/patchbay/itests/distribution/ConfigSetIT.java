package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay config set} changes the files of servers that run, and leaves everything else as it is. */
@Timeout(180)
class ConfigSetIT {

    @TempDir
    private static Path directory;

    private static HomeFolder home;
    private static CommandLine commands;
    private static Patchbay patchbay;

    @BeforeAll
    static void start() throws Exception {
        directory = directory.toRealPath();
        home = new HomeFolder(directory);
        for (String server : List.of("set", "wrong", "taken", "linked", "drained", "double")) {
            home.configure(
                    server,
                    "# The server " + server + ".",
                    "",
                    "socket.path : ${patchbay.home}/run/\\",
                    "    " + server + ".sock",
                    "\thandler.target=(handler.name=echo)",
                    "! the end");
        }
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

    private static Path file(String server) {
        return home.conf().resolve("dev.patchbay.server~" + server + ".cfg");
    }

    private static String show(String server) throws Exception {
        return commands.run("config", "show", server).orFail();
    }

    private static void assertRefused(String message, String... arguments) throws Exception {
        CommandLine.Result result = commands.run(arguments);
        assertThat(result.err()).contains(message);
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void aChangeIsInForceWhenTheCommandEndsAndTheRestOfTheFileIsAsBefore() throws Exception {
        String before = Files.readString(file("set"));
        try (Client client = Client.connect(home.socket("set"))) {
            client.echo("hello\n");

            String said = commands.run("config", "set", "set", "idle.timeout=300s", "loops=1")
                    .orFail();

            assertThat(said).isEqualTo("server set: idle.timeout 0 → 5m\nserver set: loops 0 → 1\n");
            assertThat(show("set")).contains("\nidle.timeout = 5m\n", "\nloops = 1\n");
            assertThat(file("set")).hasContent(before + "idle.timeout = 300s\nloops = 1\n");
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
        assertThat(commands.run("config", "set", "set", "idle.timeout=5m").orFail())
                .isEqualTo("server set has this configuration already\n");
        assertThat(commands.run("config", "set", "set", "--unset", "loops", "--unset", "idle.timeout")
                        .orFail())
                .isEqualTo("server set: idle.timeout 5m → 0\nserver set: loops 1 → 0\n");
        assertThat(file("set")).hasContent(before);
        assertThat(home.log()).contains("server set configured: idle.timeout 0 -> 5m, loops 0 -> 1 by ");
    }

    @Test
    void whatIsWrongIsSaidInTheWordsOfTheServerAndNothingIsWritten() throws Exception {
        String before = Files.readString(file("wrong"));
        Object inode = Files.getAttribute(file("wrong"), "unix:ino");

        assertRefused(
                "server wrong keeps its configuration: idle.timeout = 5 minutes: is not a duration; write ",
                "config",
                "set",
                "wrong",
                "loops=1",
                "idle.timeout=5 minutes");
        assertRefused(
                "idle: is not a key of a server; the nearest is idle.timeout", "config", "set", "wrong", "idle=5m");
        assertRefused("service.pid: is not a key of a server", "config", "set", "wrong", "service.pid=x");
        assertRefused(
                "there is no server wring; the servers are control, double, drained, linked, set, taken, wrong",
                "config",
                "set",
                "wring",
                "loops=1");

        assertThat(file("wrong")).hasContent(before);
        assertThat(Files.getAttribute(file("wrong"), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void whatTheServerRejectsIsTakenBack() throws Exception {
        String before = Files.readString(file("taken"));
        Path inTheWay = Files.createFile(home.directory().resolve("in-the-way"));
        try (Client client = Client.connect(home.socket("taken"))) {
            client.echo("hello\n");

            assertRefused("a regular file is there", "config", "set", "taken", "loops=1", "socket.path=" + inTheWay);

            assertThat(file("taken")).hasContent(before);
            assertThat(show("taken")).doesNotContain("REJECTED").contains("\nloops = 0\n");
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
    }

    @Test
    void aPathMayChangeWithVariablesAndTheFileMayBeALink() throws Exception {
        Path other = Files.createDirectory(home.directory().resolve("other")).resolve("linked.cfg");
        Files.copy(file("linked"), other);
        // All at once: without its file the server would stop meanwhile.
        Path link = Files.createSymbolicLink(other.resolveSibling("link"), other);
        Files.move(link, file("linked"), StandardCopyOption.ATOMIC_MOVE);
        commands.run("config", "set", "linked", "socket.path=${patchbay.home}/run/renamed.sock")
                .orFail();

        assertThat(file("linked")).isSymbolicLink();
        assertThat(Files.readString(other)).contains("socket.path : ${patchbay.home}/run/renamed.sock\n");
        Client.connect(home.socket("renamed")).close();
    }

    @Test
    void aDrainedServerStartsAsAfterAnyChange() throws Exception {
        commands.run("drain", "drained").orFail();

        commands.run("config", "set", "drained", "idle.timeout=1h").orFail();

        Client.connect(home.socket("drained")).close();
    }

    @Test
    void theServerOfTheCommandsCanBeChangedToo() throws Exception {
        assertThat(commands.run("config", "set", "control", "connections.max=100")
                        .orFail())
                .isEqualTo("server control: connections.max 0 → 100\n");
        commands.run("config", "set", "control", "--unset", "connections.max").orFail();
    }

    @Test
    void twoFilesOfOneServerAreAMistakeThatIsNamed() throws IOException, InterruptedException {
        Path second = home.conf().resolve("dev.patchbay.server-double.cfg");
        Files.copy(file("double"), second);
        try {
            CommandLine.Result result = commands.run("config", "set", "double", "loops=1");

            assertThat(result.err()).contains("both " + file("double") + " and " + second + " are of server double");
        } finally {
            Files.delete(second);
        }
    }
}

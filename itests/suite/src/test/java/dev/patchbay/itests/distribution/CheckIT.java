package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay check} finds what is wrong with a home, and changes nothing in it. */
@Timeout(180)
class CheckIT {

    @TempDir
    private Path directory;

    private HomeFolder home;

    @BeforeEach
    void configure() throws IOException {
        directory = directory.toRealPath();
        home = new HomeFolder(directory);
        server("echo");
    }

    private void server(String name, String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "socket.path = ${patchbay.home}/run/" + name + ".sock", "handler.target = (handler.name=echo)"));
        lines.addAll(List.of(more));
        home.configure(name, lines.toArray(String[]::new));
    }

    private CommandLine.Result check() throws Exception {
        // A user who can write to the checkout can change these tests too.
        CommandLine.Result result = new CommandLine(directory).run("check", "--allow-unsafe-files");
        assertThat(result.status()).as(result.err()).isBetween(0, 1);
        return result;
    }

    private void assertProblem(String line) throws Exception {
        CommandLine.Result result = check();
        assertThat(result.out()).contains("PROBLEM  " + line);
        assertThat(result.err()).startsWith("patchbay: there is 1 problem");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void aGoodHomeHasNoProblemAndIsLeftAsItIs() throws Exception {
        CommandLine.Result result = check();

        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains(
                        "OK       java: Java " + System.getProperty("java.version"),
                        "OK       home: " + directory + " can be used\n",
                        "OK       process: no Patchbay uses the home\n",
                        "OK       server echo: it would listen at " + home.socket("echo") + "\n")
                .doesNotContain("PROBLEM", "DEBUG");
        assertThat(directory).isDirectoryNotContaining("glob:**/{run,log,cache,plugins}");
    }

    @Test
    void aHomeThatDoesNotExistYetIsThatOfTheDistribution() throws Exception {
        CommandLine.Result result =
                new CommandLine(directory.resolve("new")).run("check", "--allow-unsafe-files", "--json");

        assertThat(result.orFail())
                .startsWith("{\"ok\":true,\"findings\":[{\"verdict\":\"OK\",\"subject\":\"java\"")
                .contains("\"subject\":\"server control\"", "\"subject\":\"server json\"");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void wrongValuesAndKeysAreNamedAsTheServerNamesThem() throws Exception {
        server(
                "echo",
                "idle.timeout = 5 minutes",
                "idle = 1",
                "allow.uids = nobody-of-this-name",
                "socket.group = none-such");

        CommandLine.Result result = check();

        assertThat(result.out())
                .contains(
                        "PROBLEM  server echo: idle: is not a key of a server; the nearest is idle.timeout",
                        "PROBLEM  server echo: idle.timeout = 5 minutes: is not a duration; write ",
                        "PROBLEM  server echo: allow.uids = nobody-of-this-name: ",
                        "PROBLEM  server echo: socket.group = none-such: ");
        assertThat(result.err()).isEqualTo("patchbay: there are 4 problems\n");
    }

    @Test
    void twoServersOfOnePathAreAProblem() throws Exception {
        home.configure("other", "socket.path = " + home.socket("echo"));

        assertProblem("server other: socket.path = " + home.socket("echo") + " is that of server echo, too");
    }

    @Test
    void aFolderThatDoesNotExistIsAProblem() throws Exception {
        home.configure("far", "socket.path = " + directory.resolve("none/far.sock"));

        assertProblem("server far: cannot make a socket at " + directory + "/none/far.sock: the directory " + directory
                + "/none does not exist");
    }

    @Test
    void aPathThatIsTooLongIsAProblem() throws Exception {
        home.configure("long", "socket.path = /" + "x".repeat(120));

        assertProblem("server long: socket.path = /xxx");
    }

    @Test
    void somethingElseInTheWayIsAProblem() throws Exception {
        Path file = Files.createFile(directory.resolve("taken"));
        home.configure("taken", "socket.path = " + file);

        assertProblem("server taken: cannot make a socket at " + file + ": a regular file is there");
    }

    @Test
    void aForeignServerInTheWayIsAProblem() throws Exception {
        Path file = directory.resolve("live.sock");
        try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            live.bind(UnixDomainSocketAddress.of(file));
            home.configure("live", "socket.path = " + file);

            assertProblem("server live: cannot make a socket at " + file + ": another server listens there");
        }
        assertThat(check().out()).contains("OK       server live: it would listen at " + file);
    }

    @Test
    void aWrongFilterIsAProblemAndOneThatMatchesNothingIsNoted() throws Exception {
        home.configure(
                "open", "socket.path = @open-filter-" + ProcessHandle.current().pid(), "handler.target = (a=b");
        assertProblem("server open: handler.target = (a=b: is not an LDAP filter: ");

        home.configure(
                "open",
                "socket.path = @open-filter-" + ProcessHandle.current().pid(),
                "handler.target = (handler.name=up)");
        assertThat(check().out())
                .contains("NOTE     server open: (handler.name=up) matches none of the handlers that are declared, ")
                .doesNotContain("PROBLEM");

        Files.createDirectories(home.plugins());
        new HandlerBundle(UppercaseHandler.class, "up", 0).dropInto(home.plugins());
        assertThat(check().out())
                .contains("OK       plugin up.jar: dev.patchbay.itests.plugin.up 1.0.0\n")
                .doesNotContain("matches none");
    }

    @Test
    void filesThatAreNotReadAreProblems() throws Exception {
        Files.writeString(home.conf().resolve("echo.cfg"), "socket.path = x");
        assertProblem("conf/echo.cfg: it has no effect: nothing is configured by the PID echo");
        Files.delete(home.conf().resolve("echo.cfg"));

        Files.write(home.conf().resolve("dev.patchbay.server~bad.cfg"), new byte[] {'a', '=', (byte) 0xE9});
        assertProblem("conf/dev.patchbay.server~bad.cfg: it is not in UTF-8");
        Files.delete(home.conf().resolve("dev.patchbay.server~bad.cfg"));

        Files.copy(
                home.conf().resolve("dev.patchbay.server~echo.cfg"),
                home.conf().resolve("dev.patchbay.server-echo.cfg"));
        assertProblem("conf/dev.patchbay.server~echo.cfg: it has no effect, because ");
    }

    @Test
    void aHomeWithoutAServerIsAProblem() throws Exception {
        home.remove("echo");

        assertProblem("conf: it configures no server; put a file dev.patchbay.server~NAME.cfg into it");
    }

    @Test
    void aLogConfigurationThatIsNoXmlIsAProblem() throws Exception {
        Files.writeString(home.conf().resolve("logback.xml"), "<configuration>\n<appender>\n</configuration>\n");

        assertProblem("conf/logback.xml: it is no XML: line 3: ");
    }

    @Test
    void pluginsThatTheInstallerWouldRefuseAreProblems() throws Exception {
        Files.createDirectories(home.plugins());
        Path jar = new HandlerBundle(UppercaseHandler.class, "up", 0).dropInto(home.plugins());
        Files.copy(jar, home.plugins().resolve("up-copy.jar"));
        assertProblem("plugin up.jar: it contains the same plugin, dev.patchbay.itests.plugin.up, as up-copy.jar");

        Files.writeString(home.plugins().resolve("up-copy.jar"), "no jar");
        assertProblem("plugin up-copy.jar: it is not a whole jar");
    }

    @Test
    void aFolderThatIsAFileIsAProblem() throws Exception {
        Files.createFile(directory.resolve("log"));

        assertProblem("home: " + directory.resolve("log") + " is no folder; move it out of the way");
    }

    @Test
    void besideAPatchbayThatRunsItsOwnSocketsAreNoProblem() throws Exception {
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("echo"))) {
            CommandLine.Result result = check();

            assertThat(result.out())
                    .contains("OK       process: process " + patchbay.pid() + " uses the home")
                    .contains("OK       server echo: it would listen at ")
                    .doesNotContain("PROBLEM");
            assertThat(result.status()).isZero();
            assertThat(client.echo("hello\n")).isEqualTo("hello\n");
        }
    }
}

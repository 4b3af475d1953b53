package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.client.SocketFile;
import dev.patchbay.itests.plugin.ErrandHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks and does through {@code control.sock}, with clients whose own view is compared. */
@Timeout(180)
class ControlSocketIT {

    private static final long SELF = ProcessHandle.current().pid();

    private HomeFolder home;
    private Patchbay patchbay;
    private ControlClient control;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        home = new HomeFolder(directory);
        patchbay = Patchbay.start(directory);
        control = ControlClient.of(home);
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        patchbay.close();
    }

    @Test
    void theStatusNamesTheProcessItsServersAndThatAllIsWell() throws Exception {
        assertThat(control.call("status"))
                .contains("\"pid\":" + patchbay.pid() + ",")
                .contains("\"home\":\"" + home.directory() + "\"")
                .contains("\"java\":\"" + System.getProperty("java.version") + "\"")
                .contains("\"ready\":true")
                .contains("\"name\":\"control\"", "\"name\":\"echo\"", "\"name\":\"json\"")
                .contains("\"address\":\"" + home.socket("echo") + "\"")
                .contains("\"problems\":[]");
        assertThat(control.call("server", "{'name': 'echo'}"))
                .contains("\"state\":\"RUNNING\"", "\"handler\":\"echo\"", "\"holding\":false")
                .doesNotContain("json.sock");
        assertThat(control.call("handlers", "['echo']")).contains("\"standing\":\"SERVING\"");
        assertThat(control.call("keys")).contains("\"name\":\"idle.timeout\",\"type\":\"duration\"");
    }

    @Test
    void theCountsAreThoseOfTheClients() throws Exception {
        try (Client one = Client.connect(home.socket("echo"));
                Client two = Client.connect(home.socket("echo"))) {
            one.echo("hello");
            two.echo("hello, hello");
            // Bytes are counted after they were sent.
            String connections;
            do {
                connections = control.call("connections", "['echo']");
            } while (ControlClient.numbers(connections, "bytesOut").stream()
                            .mapToLong(n -> n)
                            .sum()
                    < 17);

            assertThat(connections)
                    .satisfies(answer ->
                            assertThat(ControlClient.numbers(answer, "bytesIn")).containsExactly(5L, 12L))
                    .satisfies(answer -> assertThat(ControlClient.numbers(answer, "bytesOut"))
                            .containsExactly(5L, 12L))
                    .satisfies(answer ->
                            assertThat(ControlClient.numbers(answer, "pid")).containsExactly(SELF, SELF))
                    .contains("\"process\":\"java\"", "\"user\":\"" + System.getProperty("user.name") + "\"");
            assertThat(control.call("connections")).contains("\"server\":\"control\"", "\"server\":\"echo\"");
        }
        try (Client three = Client.connect(home.socket("echo"))) {
            three.echo("!");
            String echo = control.call("server", "['echo']");
            assertThat(echo).contains("\"accepted\":3");
            assertThat(ControlClient.numbers(echo, "bytesIn")).containsExactly(18L);
        }
    }

    @Test
    void aClosedConnectionIsSeenByItsClientAndTheLogSaysWhoClosedIt() throws Exception {
        try (Client client = Client.connect(home.socket("echo"))) {
            client.echo("hello");
            assertThat(control.call("close", "{'server': 'echo', 'connection': 1}"))
                    .contains("\"result\":null");

            assertThat(client.isAtEnd()).isTrue();
            patchbay.log()
                    .await(
                            "INFO",
                            "connection 1 of server echo closed by " + System.getProperty("user.name"),
                            "pid " + SELF);
        }
        while (control.call("connections", "['echo']").contains("\"server\":\"echo\"")) {
            Thread.onSpinWait(); // Its end is counted after its client has seen it.
        }
        assertThat(control.call("close", "['echo', 1]"))
                .contains("-32002", "server echo has no connection 1; it has none at all");
        assertThat(control.call("close", "['ecko', 1]"))
                .contains("-32001", "there is no server ecko; the servers are control, echo, http, json");
    }

    @Test
    void aDrainAnswersWhenTheServerHasStoppedAndAStartWhenClientsCanConnect() throws Exception {
        try (Client client = Client.connect(home.socket("echo"))) {
            client.echo("hello");
            assertThat(control.call("drain", "{'server': 'echo', 'atMost': '30s'}"))
                    .contains("\"stopped\":true,\"finished\":1,\"forced\":0");
            assertThat(home.socket("echo")).doesNotExist();
            assertThat(client.isAtEnd()).isTrue();
            patchbay.log().await("server echo told to drain within 30s by ");
        }
        assertThat(control.call("status"))
                .contains("\"ready\":false", "\"subject\":\"server echo\",\"problem\":\"STOPPED\"");

        assertThat(control.call("start", "['echo']")).contains("\"result\":null");
        try (Client client = Client.connect(home.socket("echo"))) {
            assertThat(client.echo("again")).isEqualTo("again");
        }
        patchbay.log().await("server echo told to start by ");
    }

    @Test
    void aStartThatFailsSaysWhy() throws Exception {
        control.call("drain", "['echo']");
        Files.writeString(home.socket("echo"), "in the way");

        assertThat(control.call("start", "['echo']")).contains("-32004", "a regular file is there");
        assertThat(control.call("status"))
                .contains("\"subject\":\"server echo\",\"problem\":\"FAILED\"", "a regular file is there");
    }

    @Test
    void theOperatorsOwnServerCanBeDrainedAndComesBackWithItsConfiguration() throws Exception {
        assertThat(control.call("drain", "['control']")).contains("\"stopped\":false");
        assertThat(control.read()).isNull();
        SocketFile.await(home.socket("control"), false);
        try (Client client = Client.connect(home.socket("echo"))) {
            assertThat(client.echo("served")).isEqualTo("served");
        }

        home.configure("control", Files.readString(home.conf().resolve("dev.patchbay.server~control.cfg")));
        SocketFile.await(home.socket("control"), true);
        try (ControlClient again = ControlClient.of(home)) {
            assertThat(again.call("status")).contains("\"ready\":true");
        }
    }

    @Test
    void aHandlerIsChosenByNameAndByRankingAgain() throws Exception {
        home.configure(
                "any",
                "socket.path = ${patchbay.home}/run/any.sock",
                "handler.target = (|(handler.name=echo)(handler.name=loud))");
        home.awaitSocket("any", true); // The folders are looked at apart from each other.
        new HandlerBundle(UppercaseHandler.class, "loud", 10).dropInto(home.plugins());
        patchbay.log().await("server any: handler ", "loud");
        try (Client client = Client.connect(home.socket("any"))) {
            client.send("one");
            assertThat(client.readAsMuchAs("ONE")).isEqualTo("ONE");
            assertThat(control.call("choose", "['any', 'echo']")).contains("\"result\":null");
            patchbay.log().await("server any: handler ", "echo");
            assertThat(client.echo("two")).isEqualTo("two");
            assertThat(control.call("server", "['any']")).contains("\"chosenByHand\":true");

            assertThat(control.call("choose", "['any', null]")).contains("\"result\":null");
            patchbay.log().await("server any: handler ", "loud");
            client.send("three");
            assertThat(client.readAsMuchAs("THREE")).isEqualTo("THREE");
            assertThat(control.call("choose", "['any', 'quiet']")).contains("-32003", "it can choose loud (");
        }
        assertThat(control.call("plugins")).contains("\"state\":\"SERVING\"", "\"text\":null");
    }

    @Test
    void aPluginThatIsIgnoredAndAServerWithoutAHandlerAreProblemsInWords() throws Exception {
        PluginJar.put(home.plugins().resolve("rev.jar"), new byte[0]);
        patchbay.log().awaitAnywhere("rev.jar cannot be used: ");
        home.configure(
                "shout", "socket.path = ${patchbay.home}/run/shout.sock", "handler.target = (handler.name=shout)");
        patchbay.log().awaitAnywhere("server shout accepts connections");

        assertThat(control.call("plugins")).contains("\"file\":\"rev.jar\",\"state\":\"IGNORED\"");
        assertThat(control.call("status"))
                .contains("\"subject\":\"plugin rev.jar\",\"problem\":\"IGNORED\",\"text\":\"it is ")
                .contains("\"subject\":\"server shout\",\"problem\":\"HOLDING\",\"text\":\"(handler.name=shout) matches"
                        + " none of control, echo, http, json, mcp\"")
                .contains("\"ready\":false");
    }

    @Test
    void aConfigurationFileThatCannotBeReadIsAProblem() throws Exception {
        Files.write(home.conf().resolve("dev.patchbay.server~latin.cfg"), new byte[] {'a', '=', (byte) 0xE9, '\n'});
        patchbay.log().await("dev.patchbay.server~latin.cfg", "It changes nothing");

        assertThat(control.call("status"))
                .contains("\"subject\":\"server latin\",\"problem\":\"CONFIGURATION FILE UNUSABLE\"");
    }

    @Test
    void aRejectedConfigurationIsShownBesideTheOneInForce() throws Exception {
        home.configure("echo", "socket.path = ${patchbay.home}/run/echo.sock", "idle.timeout = 5 minutes");
        patchbay.log().await("the configuration of server echo was rejected");

        assertThat(control.call("configuration", "['echo']"))
                .contains("\"newest\":{\"idle.timeout\":\"5 minutes\",\"socket.path\":\"" + home.socket("echo") + "\"}")
                .contains("\"idle.timeout\":\"0\"")
                .contains("\"faults\":[\"idle.timeout = 5 minutes: ")
                .contains("\"file\":\"" + home.conf().resolve("dev.patchbay.server~echo.cfg") + "\"");
        assertThat(control.call("status"))
                .contains("\"subject\":\"server echo\",\"problem\":\"NEWEST CONFIGURATION REJECTED\"");
    }

    @Test
    void theLevelOfALoggerChangesWhatIsLogged() throws Exception {
        assertThat(control.call("logLevel", "['dev.patchbay.control', 'WARN']")).contains("\"result\":null");
        control.call("choose", "['echo', null]");
        assertThat(control.call("logLevels")).contains("\"ROOT\":\"INFO\"", "\"dev.patchbay.control\":\"WARN\"");
        assertThat(control.call("logLevel", "['dev.patchbay.control', null]")).contains("\"result\":null");
        control.call("close", "['echo', 1]");
        control.call("drain", "['echo']");
        patchbay.log().await("server echo told to drain");

        assertThat(control.call("logLevel", "['x', 'LOUD']")).contains("-32602", "LOUD is not a level");
        assertThat(home.log()).doesNotContain("chosen by ranking again");
    }

    @Test
    void noOtherSocketOffersTheMethodsAndThisOneNoOthers() throws Exception {
        try (RpcLines json = new RpcLines(home.socket("json"))) {
            assertThat(json.call("rpc.discover", "[]", 1))
                    .contains("\"name\":\"echo\"")
                    .doesNotContain("patchbay.");
            assertThat(json.call("patchbay.status", "[]", 2)).contains("-32601");
        }
        try (RpcLines operator = new RpcLines(home.socket("control"))) {
            assertThat(operator.call("rpc.discover", "[]", 1))
                    .contains("\"name\":\"patchbay.status\"", "\"name\":\"patchbay.drain\"")
                    .doesNotContain("\"name\":\"echo\"", "example.countdown");
            assertThat(operator.call("echo", "[]", 2)).contains("-32601");
        }
    }

    @Test
    void anotherUserCannotConnect() throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/perl")),
                "needs the rights of root, and perl");
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        home.configure(
                "open",
                "socket.path = ${patchbay.home}/run/open.sock",
                "socket.permissions = 0666",
                "handler.target = (handler.name=echo)");
        home.awaitSocket("open", true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.socket("control"))))
                .isEqualTo("rw-------");
        assertThat(asNobody(home.socket("open"))).contains("connected");
        assertThat(asNobody(home.socket("control")))
                .contains("Permission denied")
                .doesNotContain("connected");
    }

    private static String asNobody(Path socket) throws Exception {
        String program = "use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); "
                + "connect(S, pack_sockaddr_un($ARGV[0])) or die $!; print 'connected'";
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "/usr/bin/perl",
                        "-e",
                        program,
                        socket.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes());
    }

    @Test
    void onSigtermItAnswersUntilTheOtherServersHaveStopped() throws Exception {
        new HandlerBundle(ErrandHandler.class, "errand", 0).dropInto(home.plugins());
        home.configure(
                "errand",
                "socket.path = ${patchbay.home}/run/errand.sock",
                "handler.target = (handler.name=errand)",
                "drain.timeout = 60s");
        patchbay.log().await("server errand accepts connections");
        Path fifo = home.directory().resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (Client client = Client.connect(home.socket("errand"))) {
            client.send(fifo + "\n");
            // Opens when the handler has opened its end.
            try (var answer = Files.newOutputStream(fifo)) {
                patchbay.terminate();
                patchbay.log().await("server errand drains: 1 connection");
                try (ControlClient late = ControlClient.of(home)) {
                    assertThat(late.call("status"))
                            .contains(
                                    "\"subject\":\"server errand\",\"problem\":\"DRAINING\"", "waits for 1 connection");
                }
                answer.write("done".getBytes());
            }
            assertThat(client.readAsMuchAs("done")).isEqualTo("done");
        }
        assertThat(patchbay.awaitExit()).isZero();
        assertThat(home.socket("control")).doesNotExist();
    }
}

package dev.patchbay.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Chatter;
import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.distribution.HandlerBundle;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Types the three lines of the documentation into a new Karaf, then does what an operator does. */
@Timeout(180)
@DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Karaf 4.4 needs the security manager that Java 24 has not")
class FeaturesInKarafIT {

    private static Karaf karaf;

    @BeforeAll
    static void install(@TempDir Path base) throws Exception {
        karaf = Karaf.start(base);
        try {
            List<String> lines = Karaf.documentedLines();
            karaf.typeAndAwaitRepositories(lines.get(0));
            karaf.type(lines.get(1), lines.get(2));
            karaf.awaitSocket("echo", true);
            karaf.awaitSocket("json", true);
        } catch (AssertionError e) {
            karaf.close();
            throw new AssertionError(String.join("\n", karaf.output().all()), e);
        }
    }

    @AfterAll
    static void shutDown() throws Exception {
        if (karaf == null) {
            return;
        }
        try (Karaf running = karaf) {
            assertThat(running.shutDown()).isZero();
            assertThat(running.socket("echo")).doesNotExist();
            assertThat(running.socket("json")).doesNotExist();
        }
    }

    @Test
    void echoAndJsonAnswerThroughTheirSockets() throws Exception {
        try (Client echo = Client.connect(karaf.socket("echo"))) {
            assertThat(echo.echo("hello")).isEqualTo("hello");
        }
        assertThatEchoIsCalledAt(karaf.socket("json"));
    }

    @Test
    void theLogIsKarafsAndNamesTheEngineThatThisJavaHas() throws Exception {
        String java = "Java " + Runtime.version().feature();

        karaf.output().awaitAnywhere("server echo runs on engine portable", java);
        karaf.output().awaitAnywhere("server json runs on engine portable", java);
    }

    @Test
    void aFileWithAHyphenConfiguresAServerAndOneWithATildeIsTold() throws Exception {
        Path hyphen = karaf.etc().resolve("dev.patchbay.server-hyphen.cfg");
        Path tilde = karaf.etc().resolve("dev.patchbay.server~tilde.cfg");
        String handler = "\nhandler.target = (handler.name=echo)\n";
        Files.writeString(hyphen, "socket.path = " + karaf.socket("hyphen") + handler);
        karaf.awaitSocket("hyphen", true);
        karaf.output().awaitAnywhere("server hyphen accepts connections");
        try (Client client = Client.connect(karaf.socket("hyphen"))) {
            assertThat(client.echo("hello")).isEqualTo("hello");
        }

        Files.writeString(tilde, "socket.path = " + karaf.socket("tilde") + handler);
        karaf.output().awaitAnywhere("WARN", "dev.patchbay.server~tilde is no server", "dev.patchbay.server-tilde.cfg");
        Files.move(tilde, karaf.etc().resolve("dev.patchbay.server-tilde.cfg"));
        karaf.awaitSocket("tilde", true);

        Files.delete(hyphen);
        Files.delete(karaf.etc().resolve("dev.patchbay.server-tilde.cfg"));
        karaf.awaitSocket("hyphen", false);
        karaf.awaitSocket("tilde", false);
    }

    @Test
    void filesWithAHyphenAndWithATildeMakeJsonRpcHandlersBesideTheDefaultOne() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String mark : List.of("-", "~")) {
            String name = mark.equals("-") ? "hyphen" : "tilde";
            files.add(Files.writeString(
                    karaf.etc().resolve("dev.patchbay.handler.json" + mark + name + ".cfg"),
                    "methods.target = (jsonrpc.scope=example)\n"));
            karaf.output().awaitAnywhere("handler " + name + " offers the methods of");
            files.add(Files.writeString(
                    karaf.etc().resolve("dev.patchbay.server-json-" + name + ".cfg"),
                    "socket.path = " + karaf.socket("json-" + name) + "\nhandler.target = (handler.name=" + name
                            + ")\n"));
            karaf.awaitSocket("json-" + name, true);
            try (RpcLines client = new RpcLines(karaf.socket("json-" + name))) {
                assertThat(client.call("example.countdown", "[-1]", 1)).contains("1001");
                assertThat(client.call("echo", "[1]", 2)).contains("-32601");
            }
        }
        assertThatEchoIsCalledAt(karaf.socket("json"));
        for (Path file : files) {
            Files.delete(file);
        }
        karaf.awaitSocket("json-tilde", false);
    }

    @Test
    void theFeatureForOperatorsOpensASocketThatShowsTheServersOfKaraf() throws Exception {
        karaf.type("feature:install patchbay-control");
        karaf.awaitSocket("control", true);
        karaf.output().awaitAnywhere("handler control offers the methods of");
        try (RpcLines operator = new RpcLines(karaf.socket("control"))) {
            // Karaf applies the configurations of a feature before it starts the bundles.
            while (operator.call("patchbay.status", "[]", 0).contains("-32601")) {
                Thread.onSpinWait();
            }
            assertThat(operator.call("patchbay.status", "[]", 1))
                    .contains("\"home\":null", "\"name\":\"echo\"", "\"plugins\":[]");
            // Karaf notes the file in the configuration some time after it has made both.
            while (!operator.call("patchbay.configuration", "[\"echo\"]", 2).contains("dev.patchbay.server-echo.cfg")) {
                Thread.onSpinWait();
            }
            assertThat(operator.call("patchbay.logLevels", "[]", 3)).contains("-32005", "is not Logback");
            karaf.type("feature:install patchbay-metrics");
            // Not by the code of the error: the metrics have it as a label.
            while (operator.call("patchbay.metrics", "[]", 4).contains("\"error\":{")) {
                Thread.onSpinWait();
            }
            assertThat(operator.call("patchbay.metrics", "[]", 5))
                    .contains("patchbay_server_connections{server=\\\"control\\\"} 1.0")
                    .doesNotContain("patchbay_plugins");
        }
        karaf.type("feature:uninstall patchbay-metrics");
        try (RpcLines json = new RpcLines(karaf.socket("json"))) {
            assertThat(json.call("patchbay.status", "[]", 1)).contains("-32601");
        }
        karaf.type("feature:uninstall patchbay-control");
        try (RpcLines operator = new RpcLines(karaf.socket("control"))) {
            while (!operator.call("patchbay.status", "[]", 0).contains("-32601")) {
                Thread.onSpinWait();
            }
        }
        // Karaf keeps the configurations of a feature.
        karaf.type("config:delete dev.patchbay.server~control");
        karaf.awaitSocket("control", false);
    }

    @Test
    void theFeatureForHttpOpensASocketThatSpeaksIt() throws Exception {
        karaf.type("feature:install patchbay-web");
        karaf.awaitSocket("http", true);
        try (Client client = Client.connect(karaf.socket("http"))) {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String head = "HTTP/1.1 200 OK\r\n";
            assertThat(client.readAsMuchAs(head)).isEqualTo(head);
        }
        karaf.type("feature:uninstall patchbay-web");
        for (String server : List.of("http", "control")) {
            karaf.type("config:delete dev.patchbay.server~" + server);
            karaf.awaitSocket(server, false);
        }
    }

    @Test
    void aChangeThroughConfigEditAppliesWhileAClientStays() throws Exception {
        try (Client client = Client.connect(karaf.socket("echo"))) {
            client.echo("before");

            edit("dev.patchbay.server~echo", "socket.path", karaf.socket("moved"));
            karaf.awaitSocket("moved", true);
            karaf.awaitSocket("echo", false);
            assertThat(client.echo("same connection")).isEqualTo("same connection");
            try (Client another = Client.connect(karaf.socket("moved"))) {
                assertThat(another.echo("new path")).isEqualTo("new path");
            }

            edit("dev.patchbay.server~echo", "socket.path", karaf.socket("echo"));
            karaf.awaitSocket("echo", true);
            assertThat(client.echo("after")).isEqualTo("after");
        }
    }

    @Test
    void aHandlerBundleInDeployIsSwappedInUnderTrafficWithoutALostMessage() throws Exception {
        List<Chatter> chatters = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                chatters.add(new Chatter(karaf.socket("echo"), FeaturesInKarafIT::author));
            }
            awaitAnswers(chatters, "echo");

            Path jar = new HandlerBundle(UppercaseHandler.class, "echo", 10).dropInto(karaf.deploy());
            awaitAnswers(chatters, "uppercase");
            Files.delete(jar);
            awaitAnswers(chatters, "echo");

            for (Chatter chatter : chatters) {
                assertThat(chatter.finish()).isPositive();
            }
        } finally {
            for (Chatter chatter : chatters) {
                chatter.close();
            }
        }
    }

    @Test
    void uninstallingTheFeaturesRemovesTheSocketsAndInstallingThemAgainFindsTheConfigurationAsItWasEdited()
            throws Exception {
        edit("dev.patchbay.server~json", "socket.path", karaf.socket("edited"));
        karaf.awaitSocket("edited", true);

        karaf.type("feature:uninstall patchbay-echo patchbay-json");
        karaf.awaitSocket("edited", false);
        karaf.awaitSocket("echo", false);
        karaf.type("feature:install patchbay-echo patchbay-json");
        karaf.awaitSocket("edited", true);
        assertThatEchoIsCalledAt(karaf.socket("edited"));
        karaf.awaitSocket("echo", true);

        edit("dev.patchbay.server~json", "socket.path", karaf.socket("json"));
        karaf.awaitSocket("json", true);
    }

    /** The very first request to a new socket: the methods have to be there before it. */
    private static void assertThatEchoIsCalledAt(Path socket) throws IOException {
        String answer = """
                {"jsonrpc":"2.0","result":["hello"],"id":1}
                """;
        try (Client json = Client.connect(socket)) {
            json.send("""
                    {"jsonrpc": "2.0", "id": 1, "method": "echo", "params": ["hello"]}
                    """);
            assertThat(json.readAsMuchAs(answer)).isEqualTo(answer);
        }
    }

    private static String author(String message, String answer) {
        return answer.equals(message) ? "echo" : answer.equals(message.toUpperCase(Locale.ROOT)) ? "uppercase" : null;
    }

    private static void edit(String pid, String key, Object value) {
        karaf.type("config:edit " + pid, "config:property-set " + key + " " + value, "config:update");
    }

    private static void awaitAnswers(List<Chatter> chatters, String author) throws InterruptedException {
        for (Chatter chatter : chatters) {
            chatter.awaitAnswerOf(author);
        }
    }
}

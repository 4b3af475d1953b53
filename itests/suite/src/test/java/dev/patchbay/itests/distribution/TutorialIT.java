package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the documentation for new handlers and methods, command by command, with the templates of the distribution.
 */
@Timeout(600)
class TutorialIT {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("patchbay.distribution"));
    private static final String FOLDER = "runtime-assembly/distribution/target/patchbay";

    /**
     * The commands that the test replaces: the build has installed the API, Patchbay runs, and socat may be missing.
     */
    private static final List<String> LEFT_OUT =
            List.of("mvn -q install", FOLDER + "/bin/patchbay run", "printf", "    | socat");

    @TempDir
    private static Path repository;

    private static Readme handler;
    private static Readme method;

    @BeforeAll
    static void read() throws IOException {
        handler = new Readme("README.md", "Write a handler");
        method = new Readme("handler-json/README.md", "From the template");
    }

    @Test
    void theHandlerInTheReadmeIsTheTemplate() throws Exception {
        Path source = DISTRIBUTION.resolve("templates/handler/src/main/java/com/example/shout/ShoutHandler.java");

        assertThat(Files.readString(source)).endsWith(handler.blocks("java").get(0));
    }

    @Test
    void theHandlerIsCreatedBuiltDroppedInAndAnswers(@TempDir Path checkout) throws Exception {
        HomeFolder home = copyOfCheckout(checkout);
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            run(checkout, handler.blocks("sh").get(0));

            home.awaitSocket("shout", true);
            try (Client client = Client.connect(home.socket("shout"))) {
                client.send("ten minutes\n");
                assertThat(client.readAsMuchAs("hello\nTEN MINUTES\n")).isEqualTo("hello\nTEN MINUTES\n");
            }
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void theMethodIsCreatedBuiltDroppedInAndAnswers(@TempDir Path checkout) throws Exception {
        HomeFolder home = copyOfCheckout(checkout);
        try (Patchbay patchbay = Patchbay.start(home.directory());
                Client client = Client.connect(home.socket("json"))) {
            client.send("{\"jsonrpc\": \"2.0\", \"method\": \"rpc.subscribe\"}\n");
            run(checkout, method.blocks("sh").get(0));

            String told = "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.methodsChanged\"}\n";
            assertThat(client.readAsMuchAs(told)).isEqualTo(told);
            client.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"greeting.greet\", \"params\": [\"you\"]}\n");
            String answer = "{\"jsonrpc\":\"2.0\",\"result\":\"Hello, you!\",\"id\":1}\n";
            assertThat(client.readAsMuchAs(answer)).isEqualTo(answer);
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    /** Creates a folder that contains what the commands need, at the same paths as a built checkout. */
    private static HomeFolder copyOfCheckout(Path checkout) throws IOException {
        Path home = Files.createDirectories(checkout.resolve(FOLDER));
        copy(DISTRIBUTION.resolve("templates"), home.resolve("templates"));
        OfflineMaven.configure(checkout, repository);
        return new HomeFolder(home);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void run(Path checkout, String block) throws IOException, InterruptedException {
        List<String> lines = block.lines()
                .filter(line -> LEFT_OUT.stream().noneMatch(line::startsWith))
                .toList();
        Process bash = new ProcessBuilder("bash", "-ec", String.join("\n", lines))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> output = new Lines(bash.getInputStream(), "tutorial").all();
        assertThat(bash.waitFor()).as(String.join("\n", output)).isZero();
    }
}

package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The projects that {@code patchbay new} makes are built and serve, by the commands that it prints. */
@Timeout(300)
class NewIT {

    @TempDir
    private static Path repository;

    @TempDir
    private Path directory;

    private HomeFolder home;

    private List<String> make(String what, String name) throws Exception {
        directory = directory.toRealPath();
        home = new HomeFolder(Files.createDirectories(directory.resolve("home")));
        OfflineMaven.configure(directory, repository);
        String said = new CommandLine(home.directory())
                .run(
                        "new",
                        what,
                        name,
                        "--package",
                        "com.acme.made",
                        "--into",
                        directory.resolve("made").toString())
                .orFail();
        return said.lines().skip(1).map(String::strip).toList();
    }

    private void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(directory.resolve("made").toFile())
                .redirectErrorStream(true)
                .start();
        List<String> output = new Lines(process.getInputStream(), "new").all();
        assertThat(process.waitFor()).as(command + String.join("\n", output)).isZero();
    }

    @Test
    void aHandlerIsBuiltAndServes() throws Exception {
        List<String> commands = make("handler", "loud-voice");
        run(commands.get(0));
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            run(commands.get(1));
            run(commands.get(2));

            home.awaitSocket("loud-voice", true);
            try (Client client = Client.connect(home.socket("loud-voice"))) {
                client.send("abc\n");
                assertThat(client.readAsMuchAs("hello\nABC\n")).isEqualTo("hello\nABC\n");
            }
            assertThat(patchbay.pid()).isPositive();
        }
    }

    @Test
    void aBuildWithDeployUpdatesTheHandlerThatServes() throws Exception {
        List<String> commands = make("handler", "loud-voice");
        String deploy = commands.get(0) + " -Ddeploy=" + home.directory();
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            run(deploy);
            run(commands.get(2));
            home.awaitSocket("loud-voice", true);
            try (Client client = Client.connect(home.socket("loud-voice"))) {
                assertThat(client.readAsMuchAs("hello\n")).isEqualTo("hello\n");
                run("sed -i 's/toUpperCase/toLowerCase/' src/main/java/com/acme/made/*.java");
                run("sed -i 's/TEN MINUTES/ten minutes/; s/NOW/now/' src/test/java/com/acme/made/*.java");
                run(deploy);
                patchbay.log().await("server loud-voice: handler", "1 connection moved");
                client.send("ABC\n");
                assertThat(client.readAsMuchAs("abc\n")).isEqualTo("abc\n");
            }
        }
    }

    @Test
    void methodsAreBuiltAndServe() throws Exception {
        List<String> commands = make("methods", "good-day");
        run(commands.get(0));
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            run(commands.get(1));
            patchbay.log().await("good-day.jar");

            CommandLine.Result result = new CommandLine(home.directory()).run("call", "json", "good-day.greet", "you");
            assertThat(result.orFail()).isEqualTo("\"Hello, you!\"\n");
        }
    }
}

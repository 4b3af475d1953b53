package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.ForgingHandler;
import dev.patchbay.itests.plugin.LineHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LogFileIT {

    @Test
    void aConnectionClosedInTheMiddleOfAMessageIsOneLine(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        Files.createDirectories(home.plugins());
        new HandlerBundle(LineHandler.class, "line", 0).dropInto(home.plugins());
        home.configure("line", "socket.path = ${patchbay.home}/run/line.sock", "handler.target = (handler.name=line)");
        try (Patchbay patchbay = Patchbay.start(directory);
                Client other = Client.connect(home.socket("line"))) {
            other.send("whole\n");
            assertThat(other.readAsMuchAs("5\n")).isEqualTo("5\n");

            try (Client client = Client.connect(home.socket("line"))) {
                client.send("whole\nhalf");
                assertThat(client.readAsMuchAs("5\n")).isEqualTo("5\n");
            }
            patchbay.log().await("connection 2 ended", "CLIENT_CLOSED", "10 bytes in (4 unconsumed)");
            other.send("nobody else notices\n");
            assertThat(other.readAsMuchAs("19\n")).isEqualTo("19\n");

            patchbay.terminate();
            patchbay.awaitExit();
            assertThat(home.log().lines().filter(line -> line.contains("connection 2")))
                    .hasSize(1);
        }
    }

    @Test
    void updateOfAPluginIsOneLineAndNoWarning(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        Files.createDirectories(home.plugins());
        HandlerBundle bundle = new HandlerBundle(LineHandler.class, "line", 0);
        bundle.dropInto(home.plugins(), "1.0.0");
        home.configure("line", "socket.path = ${patchbay.home}/run/line.sock", "handler.target = (handler.name=line)");
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("line"))) {
            client.send("one\n");
            assertThat(client.readAsMuchAs("3\n")).isEqualTo("3\n");

            bundle.dropInto(home.plugins(), "1.0.1");
            String line = patchbay.log().await("server line: handler line 1.0.0 -> 1.0.1");
            assertThat(line).contains("INFO").containsPattern("1 connection moved, (held|in) .* m?s$");
            client.send("three\n");
            assertThat(client.readAsMuchAs("5\n")).isEqualTo("5\n");

            patchbay.terminate();
            patchbay.awaitExit();
            assertThat(home.log()).doesNotContain("WARN", "ERROR", "PT0", "(s)");
        }
    }

    @Test
    void twoHundredFailingClientsAreFewLinesAndForgeNone(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        Files.createDirectories(home.plugins());
        new HandlerBundle(ForgingHandler.class, "forging", 0).dropInto(home.plugins());
        home.configure("f", "socket.path = ${patchbay.home}/run/f.sock", "handler.target = (handler.name=forging)");
        try (Patchbay patchbay = Patchbay.start(directory)) {
            for (int i = 0; i < 200; i++) {
                try (Client client = Client.connect(home.socket("f"))) {
                    client.send(
                            "x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[2J\r\u009b31m\nCaused by: forged\n\tat forged\n");
                    assertThat(client.isAtEnd()).isTrue();
                }
            }
            patchbay.terminate();
            patchbay.awaitExit();

            String log = home.log();
            assertThat(log.lines()).hasSizeLessThan(100);
            assertThat(log.lines().filter(line -> line.startsWith("2026-01-01")))
                    .isEmpty();
            assertThat(log.lines().filter(line -> line.contains("Caused by: forged")))
                    .allMatch(line -> line.contains("request failed"));
            assertThat(log.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                    .isEmpty();
            assertThat(log).containsPattern("19[0-9] more connections ended: HANDLER_FAILED");
            assertThat(String.join("\n", patchbay.log().all())).doesNotContain("\u001b", "\u009b");
        }
    }

    @Test
    void appliedConfigurationIsOneLineThatSaysWhatHasChanged(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        String path = "socket.path = ${patchbay.home}/run/a.sock";
        home.configure("a", path, "idle.timeout = 5m");
        try (Patchbay patchbay = Patchbay.start(directory)) {
            home.configure("a", path, "idle.timeout = 10m", "loops = 2");
            String line = patchbay.log().await("server a: idle.timeout 5m -> 10m");

            assertThat(line).contains("INFO").endsWith("server a: idle.timeout 5m -> 10m, loops 0 -> 2");
        }
    }

    @Test
    void theLogSaysWhichJavaAndWhichEngineServe(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        try (Patchbay patchbay = Patchbay.start(directory)) {
            patchbay.terminate();
            patchbay.awaitExit();

            String engine = Runtime.version().feature() >= 25 ? "epoll" : "portable";
            assertThat(home.log()).contains("Java " + System.getProperty("java.version"), engine);
        }
    }
}

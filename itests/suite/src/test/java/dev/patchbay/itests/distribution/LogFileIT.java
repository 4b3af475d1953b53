package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
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

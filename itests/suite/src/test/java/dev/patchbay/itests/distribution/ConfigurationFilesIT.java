package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ConfigurationFilesIT {

    private HomeFolder home;
    private Patchbay patchbay;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        home = new HomeFolder(directory);
        patchbay = Patchbay.start(directory);
    }

    @AfterEach
    void kill() {
        patchbay.close();
    }

    @Test
    void aFileThatIsDroppedInChangedAndRemovedStartsChangesAndStopsAServer() throws Exception {
        try (Client echo = Client.connect(home.socket("echo"))) {
            home.configure("late", "socket.path = ${patchbay.home}/run/late.sock");
            home.awaitSocket("late", true);
            Client client = Client.connect(home.socket("late"));
            assertThat(client.echo("first path")).isEqualTo("first path");

            home.configure("late", "socket.path = ${patchbay.home}/run/later.sock");
            home.awaitSocket("later", true);
            home.awaitSocket("late", false);
            assertThat(client.echo("same connection")).isEqualTo("same connection");
            try (Client second = Client.connect(home.socket("later"))) {
                assertThat(second.echo("second path")).isEqualTo("second path");
            }

            home.remove("late");
            home.awaitSocket("later", false);
            assertThat(client.isAtEnd()).isTrue();
            client.close();
            assertThat(echo.echo("undisturbed")).isEqualTo("undisturbed");
        }
    }

    @Test
    void aFileWithThreeFaultsChangesNothingAndIsOneLogEntry() throws Exception {
        home.configure("late", "socket.path = ${patchbay.home}/run/late.sock");
        home.awaitSocket("late", true);
        try (Client client = Client.connect(home.socket("late"));
                Client echo = Client.connect(home.socket("echo"))) {
            home.configure(
                    "late", "socket.path = /tmp/" + "x".repeat(195), "socket.permissions = 0988", "engine = steam");

            patchbay.log()
                    .await("server late was rejected", "200 bytes", "socket.permissions = 0988", "engine = steam");
            assertThat(client.echo("last good")).isEqualTo("last good");
            assertThat(echo.echo("other server")).isEqualTo("other server");
        }
    }
}

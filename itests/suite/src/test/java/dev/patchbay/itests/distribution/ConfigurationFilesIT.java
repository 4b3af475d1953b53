package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aFileWithAHyphenInItsNameConfiguresAServerToo() throws Exception {
        Path file = Files.writeString(
                home.conf().resolve("dev.patchbay.server-hyphen.cfg"), "socket.path = ${patchbay.home}/run/h.sock");
        home.awaitSocket("h", true);
        patchbay.log().awaitAnywhere("server hyphen accepts connections");
        try (Client client = Client.connect(home.socket("h"))) {
            assertThat(client.echo("hyphen")).isEqualTo("hyphen");
        }

        Path second = home.conf().resolve("dev.patchbay.server~hyphen.cfg");
        Files.writeString(second, "socket.path = ${patchbay.home}/run/second.sock");
        patchbay.log().await(second.toString(), "has no effect, because", file.toString());
        Files.delete(file);
        home.awaitSocket("second", true);
        home.awaitSocket("h", false);
    }

    @Test
    void filesThatCannotBeReadAreToldAtOnceAndDisturbNoOther() throws Exception {
        try (Client echo = Client.connect(home.socket("echo"))) {
            echo.echo("before");
            Path latin = home.conf().resolve("dev.patchbay.server~latin.cfg");
            Files.write(latin, "a = 1\nb = \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
            patchbay.log().await("ERROR", latin.toString(), "line 2", "0xFC", "save it in UTF-8");
            Path folder = Files.createDirectory(home.conf().resolve("dev.patchbay.server~folder.cfg"));
            patchbay.log().await("ERROR", folder.toString(), "is a folder");
            Path link = home.conf().resolve("dev.patchbay.server~link.cfg");
            Files.createSymbolicLink(link, home.conf().resolve("nothing"));
            patchbay.log().await("ERROR", link.toString(), "is a link to", "nothing");
            Path pipe = home.conf().resolve("dev.patchbay.server~pipe.cfg");
            new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
            patchbay.log().await("ERROR", pipe.toString(), "pipe");

            home.configure("late", "socket.path = ${patchbay.home}/run/late.sock");
            home.awaitSocket("late", true);
            Files.writeString(latin, "socket.path = ${patchbay.home}/run/latin.sock");
            home.awaitSocket("latin", true);
            assertThat(echo.echo("undisturbed")).isEqualTo("undisturbed");
        }
    }

    @Test
    void filesThatAreNotReadAreToldOnce() throws Exception {
        for (String name :
                List.of("server~x.cfg", "x.conf", "dev.patchbay.server~x.cfg.bak", "dev.patchbay.server.cfg")) {
            Files.writeString(home.conf().resolve(name), "socket.path = ${patchbay.home}/run/x.sock");
            patchbay.log().await("WARN", home.conf().resolve(name) + " ", "renam");
        }
        Files.writeString(home.conf().resolve(".hidden.cfg.swp"), "");
        home.configure("late", "socket.path = ${patchbay.home}/run/late.sock");
        home.awaitSocket("late", true);

        assertThat(home.socket("x")).doesNotExist();
        assertThat(home.log().lines().filter(line -> line.contains("/x.conf"))).hasSize(1);
        assertThat(home.log()).doesNotContain("hidden", "ERROR");
    }

    @Test
    void aConfigurationThatWasRejectedDoesNotStopTheOthersAtTheNextStart() throws Exception {
        home.configure("bad", "socket.path = ${patchbay.home}/run/bad.sock", "idle.timout = 5m");
        patchbay.log().await("server bad was rejected", "idle.timout", "idle.timeout");
        Files.write(home.conf().resolve("dev.patchbay.server~latin.cfg"), new byte[] {(byte) 0xFC});
        patchbay.log().await("0xFC");
        patchbay.terminate();
        assertThat(patchbay.awaitExit()).isZero();

        try (Patchbay again = Patchbay.start(home.directory());
                Client echo = Client.connect(home.socket("echo"))) {
            again.output().awaitAnywhere("echo=", "json=", "failed: bad latin");
            again.log().awaitAnywhere("server bad was rejected", "idle.timout");
            assertThat(echo.echo("serves")).isEqualTo("serves");

            home.configure("bad", "socket.path = ${patchbay.home}/run/bad.sock", "idle.timeout = 5m");
            home.awaitSocket("bad", true);
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

package dev.patchbay.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * After {@code karaf clean}, when Karaf has nothing but its configuration files, our servers are there again. The files are
 * in a folder of the operator's choice, where Karaf would otherwise take its own {@code etc/}.
 */
@Timeout(300)
@DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Karaf 4.4 needs the security manager that Java 24 has not")
class CleanKarafIT {

    @Test
    void serversComeBackFromTheirFilesAsTheyWereEdited(@TempDir Path base) throws Exception {
        List<String> lines = Karaf.documentedLines();
        Path etc = base.resolve("settings of karaf");
        try (Karaf karaf = Karaf.start(base, etc)) {
            karaf.typeAndAwaitRepositories(lines.get(0));
            karaf.type(lines.get(1), lines.get(2));
            karaf.awaitSocket("echo", true);
            karaf.awaitSocket("json", true);
            assertThat(karaf.shutDown()).isZero();
        }
        assertThat(base.resolve("etc")).doesNotExist();
        Path file = etc.resolve("dev.patchbay.server-echo.cfg");
        Files.writeString(file, Files.readString(file).replace("echo.sock", "edited.sock"));

        try (Karaf karaf = Karaf.startClean(base, etc)) {
            karaf.type(lines.get(1), lines.get(2));
            karaf.awaitSocket("edited", true);
            karaf.awaitSocket("json", true);
            karaf.output().awaitAnywhere("server echo accepts connections");
            try (Client client = Client.connect(karaf.socket("edited"))) {
                assertThat(client.echo("hello")).isEqualTo("hello");
            }
            assertThat(karaf.shutDown()).isZero();
        }
    }
}

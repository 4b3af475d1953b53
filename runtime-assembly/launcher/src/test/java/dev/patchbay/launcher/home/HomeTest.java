package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder;

    private Path distribution;
    private Home home;

    @BeforeEach
    void makeDistribution() throws IOException {
        distribution = folder.resolve("distribution");
        Files.createDirectories(distribution.resolve("conf"));
        Files.writeString(distribution.resolve("conf/dev.patchbay.server~echo.cfg"), "socket.path = x\n");
        Files.writeString(distribution.resolve("conf/logback.xml"), "<configuration/>\n");
        home = new Home(folder.resolve("deep/home"));
    }

    @Test
    void newHomeHasAllFoldersTheirModesAndTheDefaults() throws Exception {
        home.prepare(distribution);

        assertThat(mode(home.conf())).isEqualTo("rwxr-x---");
        assertThat(mode(home.plugins())).isEqualTo("rwxr-x---");
        assertThat(mode(home.run())).isEqualTo("rwx--x--x");
        assertThat(mode(home.log())).isEqualTo("rwxr-x---");
        assertThat(mode(home.cache())).isEqualTo("rwx------");
        assertThat(home.conf().resolve("dev.patchbay.server~echo.cfg")).hasContent("socket.path = x");
        assertThat(home.conf().resolve("logback.xml")).exists();
        assertThat(mode(home.conf().resolve("logback.xml"))).isEqualTo("rw-r-----");
        assertThat(mode(home.directory())).isEqualTo("rwxr-xr-x");
    }

    @Test
    void changedConfigurationStaysAndDeletedOneDoesNotComeBack() throws Exception {
        home.prepare(distribution);
        Files.delete(home.conf().resolve("dev.patchbay.server~echo.cfg"));
        Files.writeString(home.conf().resolve("logback.xml"), "<mine/>");

        home.prepare(distribution);

        assertThat(home.conf().resolve("dev.patchbay.server~echo.cfg")).doesNotExist();
        assertThat(home.conf().resolve("logback.xml")).hasContent("<mine/>");
    }

    @Test
    void logConfigurationComesBack() throws Exception {
        home.prepare(distribution);
        Files.delete(home.conf().resolve("logback.xml"));

        home.prepare(distribution);

        assertThat(home.conf().resolve("logback.xml")).exists();
    }

    @Test
    void modeOfAnExistingFolderStays() throws Exception {
        Files.createDirectories(home.run());
        Files.setPosixFilePermissions(home.run(), PosixFilePermissions.fromString("rwxrwx---"));

        home.prepare(distribution);

        assertThat(mode(home.run())).isEqualTo("rwxrwx---");
    }

    @Test
    void distributionIsItsOwnHome() throws Exception {
        new Home(distribution).prepare(distribution);

        assertThat(distribution.resolve("conf")).isDirectoryContaining("glob:**/logback.xml");
        assertThat(distribution.resolve("run")).isDirectory();
    }

    @Test
    void pathThatIsInTheWayIsNamed() throws IOException {
        Files.createDirectories(home.directory());
        Files.writeString(home.plugins(), "a file");

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> home.prepare(distribution))
                .withMessageContaining(home.plugins().toString())
                .withMessageContaining("--home")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.CANNOT_CREATE));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

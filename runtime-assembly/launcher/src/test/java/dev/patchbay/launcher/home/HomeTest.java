package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(mode(home.conf().resolve("logback.xml"))).isEqualTo(underUmask("rw-r-----"));
        assertThat(mode(home.directory())).isEqualTo(underUmask("rwxr-xr-x"));
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void confThatAnInterruptedStartLeftIsCompleted(int step) throws Exception {
        Files.createDirectories(home.conf());
        // An older version wrote the files in place, in this order.
        cutOff("dev.patchbay.server~echo.cfg", step);
        cutOff("logback.xml", step - 3);

        home.prepare(distribution);

        assertThat(home.conf().resolve("dev.patchbay.server~echo.cfg")).hasContent("socket.path = x");
        assertThat(home.conf().resolve("logback.xml")).hasContent("<configuration/>");
        assertThat(home.conf()).isDirectoryNotContaining("glob:**/.*");
    }

    /** Writes nothing, an empty file, half of the default, or all of it. */
    private void cutOff(String name, int step) throws IOException {
        if (step > 0) {
            byte[] whole = Files.readAllBytes(distribution.resolve("conf").resolve(name));
            int length = step == 1 ? 0 : step == 2 ? whole.length / 2 : whole.length;
            Files.write(home.conf().resolve(name), Arrays.copyOf(whole, length));
        }
    }

    @Test
    void deletedConfigurationDoesNotComeBackWithTheLogConfiguration() throws Exception {
        home.prepare(distribution);
        Files.delete(home.conf().resolve("dev.patchbay.server~echo.cfg"));
        Files.write(home.conf().resolve("logback.xml"), new byte[0]);
        Files.writeString(home.conf().resolve("dev.patchbay.server~mine.cfg"), "socket.path = y");

        home.prepare(distribution);

        assertThat(home.conf().resolve("dev.patchbay.server~echo.cfg")).doesNotExist();
        assertThat(home.conf().resolve("logback.xml")).hasContent("<configuration/>");
    }

    @Test
    void confOfTheOperatorReceivesNoServers() throws Exception {
        Files.createDirectories(home.conf());
        Files.writeString(home.conf().resolve("dev.patchbay.server~mine.cfg"), "socket.path = y");

        home.prepare(distribution);

        assertThat(home.conf().resolve("dev.patchbay.server~echo.cfg")).doesNotExist();
        assertThat(home.conf().resolve("logback.xml")).exists();
    }

    @Test
    void fileThatAnInterruptedStartLeftUnfinishedIsNoObstacle() throws Exception {
        Files.createDirectories(home.conf());
        Files.writeString(home.conf().resolve(".logback.xml.new"), "<conf");
        Files.createDirectory(home.directory().resolve(".run.new"));

        home.prepare(distribution);

        assertThat(home.conf().resolve("logback.xml")).hasContent("<configuration/>");
        assertThat(mode(home.run())).isEqualTo("rwx--x--x");
        assertThat(home.directory()).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void cacheIsAlwaysPrivate() throws Exception {
        Files.createDirectories(home.cache());
        Files.setPosixFilePermissions(home.cache(), PosixFilePermissions.fromString("rwxr-xr-x"));

        home.prepare(distribution);

        assertThat(mode(home.cache())).isEqualTo("rwx------");
    }

    @Test
    void linkToNothingIsNamed() throws IOException {
        Files.createDirectories(home.directory());
        Files.createSymbolicLink(home.log(), folder.resolve("nothing"));

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> home.prepare(distribution))
                .withMessageContaining(home.log() + ": it is a link to " + folder.resolve("nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a${user.home}b", "50%", "a\\b", "a\nb", "a\u001bb"})
    void pathThatOthersWouldReadAsSomethingElseIsRefusedBeforeAnythingIsCreated(String name) {
        Home odd = new Home(folder.resolve(name));

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> odd.prepare(distribution))
                .withMessageContaining("its path contains ")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.CANNOT_CREATE));
        assertThat(odd.directory()).doesNotExist();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Returns what the umask of this process leaves of a mode. */
    private String underUmask(String mode) throws IOException {
        Path probe = Files.createTempDirectory(folder, "umask").resolve("probe");
        return mode(Files.createDirectory(
                probe, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))));
    }
}

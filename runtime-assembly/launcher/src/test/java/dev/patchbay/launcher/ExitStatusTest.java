package dev.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.launcher.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a process ends that cannot start. */
@Timeout(120)
class ExitStatusTest {

    @TempDir
    Path distribution;

    @Test
    void unforeseenErrorIsAnInternalErrorWithItsReasonInOneLine() throws Exception {
        // Without the module of the class that knows the uid.
        LauncherProcess process = launch("--limit-modules", "java.base,java.logging,java.management,java.xml");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.SOFTWARE.code());
        assertThat(process.errors().lines())
                .singleElement()
                .asString()
                .startsWith("patchbay: internal error: java.lang.NoClassDefFoundError: com/sun/security/auth/module");
    }

    @Test
    void aDistributionWithoutItsFrameworkIsAnInternalError() throws Exception {
        Files.createFile(Files.createDirectories(distribution.resolve("lib/bundles/1-log"))
                .resolve("log.jar"));
        LauncherProcess process = LauncherProcess.start(
                Main.class, List.of(LauncherProcess.folderOf(Main.class)), List.of(property()), "--allow-unsafe-files");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.SOFTWARE.code());
        assertThat(process.errors().lines()).singleElement().asString().contains("org/osgi/framework");
    }

    @Test
    void aDistributionWithoutBundlesIsAnInternalError() throws Exception {
        LauncherProcess process = launch();

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.SOFTWARE.code());
        assertThat(process.errors()).contains("reinstall the distribution");
    }

    @Test
    void aWrongArgumentIsWrongUsage() throws Exception {
        LauncherProcess process = LauncherProcess.start(Main.class, List.of(property()), "--home", "--no-shell");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(process.errors()).contains("--home needs a directory, and '--no-shell' is an option");
        assertThat(Path.of("--no-shell")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "file/below", "file/far/below"})
    void aHomeInThePlaceOfAFileCannotBeCreated(String home) throws Exception {
        Files.createFile(distribution.resolve("file"));
        Path file = distribution.resolve(home);
        LauncherProcess process = LauncherProcess.start(
                Main.class, List.of(property()), "--allow-unsafe-files", "--home", file.toString());

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.CANNOT_CREATE.code());
        assertThat(process.errors()).contains(file.toString());
    }

    private LauncherProcess launch(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(property());
        return LauncherProcess.start(Main.class, all, "--allow-unsafe-files", "--no-shell");
    }

    private String property() {
        return "-Dpatchbay.distribution=" + distribution;
    }
}

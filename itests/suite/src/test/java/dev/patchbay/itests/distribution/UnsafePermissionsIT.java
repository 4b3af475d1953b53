package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the distribution in folders with known modes, with homes that other users can write to. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(400)
class UnsafePermissionsIT {

    private static final int UNSAFE = 77;

    @TempDir
    static Path installed;

    private static Path distribution;

    @TempDir
    Path directory;

    private HomeFolder home;

    @BeforeAll
    static void install() throws Exception {
        distribution = Installation.copyTo(installed.resolve("patchbay"));
    }

    @BeforeEach
    void emptyHome() throws IOException {
        home = new HomeFolder(directory.toRealPath().resolve("home"));
    }

    @Test
    void filesThatItCreatesAreSafeWithEveryUmask() throws Exception {
        for (String umask : List.of("000", "002", "077")) {
            HomeFolder fresh = new HomeFolder(directory.resolve("home" + umask));
            try (Patchbay patchbay = launch(fresh, umask)) {
                patchbay.output().await("patchbay ready in ");
                patchbay.terminate();
                assertThat(patchbay.awaitExit()).isZero();
            }
            assertThat(writableByOthers(fresh.directory())).isEmpty();
            try (Patchbay again = launch(fresh, umask)) {
                again.output().await("patchbay ready in ");
                again.terminate();
                assertThat(again.awaitExit()).isZero();
            }
        }
    }

    @Test
    void aPluginFolderThatOthersCanWriteToIsFatalAndNothingIsCreated() throws Exception {
        Files.createDirectories(home.plugins());
        chmod(home.directory(), "rwxr-xr-x");
        chmod(home.plugins(), "rwxrwxrwx");
        try (Patchbay patchbay = launch(home, "022")) {
            assertThat(patchbay.awaitExit()).isEqualTo(UNSAFE);

            assertThat(patchbay.output().all()).isEmpty();
            assertThat(patchbay.log().all())
                    .anyMatch(line -> line.contains(home.plugins() + " (mode 0777")
                            && line.contains("chmod go-w '" + home.plugins() + "'"))
                    .anyMatch(line -> line.contains("--allow-unsafe-files"));
            assertThat(home.conf()).doesNotExist();
        }
    }

    @Test
    void theFlagOverridesTheCheckAndTheLogNamesTheFiles() throws Exception {
        Files.createDirectories(home.plugins());
        chmod(home.plugins(), "rwxrwxrwx");
        try (Patchbay patchbay = launch(home, "022", "--allow-unsafe-files")) {
            patchbay.output().await("patchbay ready in ");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log())
                    .contains(
                            "WARN", "unsafe file, allowed by --allow-unsafe-files: " + home.plugins() + " (mode 0777");
        }
    }

    @Test
    void aFolderOfSocketsAndALinkedFolderThatOthersCanWriteToAreFatal() throws Exception {
        Files.createDirectories(home.directory());
        chmod(home.directory(), "rwxr-xr-x");
        Files.createDirectory(home.directory().resolve("run"));
        chmod(home.directory().resolve("run"), "rwx--x-wx");
        Path elsewhere = Files.createDirectory(directory.toRealPath().resolve("elsewhere"));
        chmod(elsewhere, "rwxr-xr-x");
        Files.createDirectories(home.plugins());
        chmod(home.plugins(), "rwxr-x---");
        chmod(Files.writeString(elsewhere.resolve("code"), "code"), "rw-r--rw-");
        Files.createSymbolicLink(home.plugins().resolve("exploded.jar"), elsewhere);
        try (Patchbay patchbay = launch(home, "022")) {
            assertThat(patchbay.awaitExit()).isEqualTo(UNSAFE);

            assertThat(patchbay.log().all())
                    .anyMatch(line -> line.contains(home.directory().resolve("run") + " (mode 0713"))
                    .anyMatch(line -> line.contains(elsewhere.resolve("code") + " (mode 0646"));
        }
    }

    private Patchbay launch(HomeFolder in, String umask, String... options) throws IOException {
        return Patchbay.launch(distribution, in.directory(), List.of(options), process -> {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
            command.addAll(process.command());
            process.command(command);
        });
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static List<String> writableByOthers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> {
                        try {
                            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                                    .matches("....w....|.......w.");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .map(Path::toString)
                    .toList();
        }
    }
}

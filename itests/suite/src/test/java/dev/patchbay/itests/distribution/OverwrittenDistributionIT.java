package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.Pattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A distribution that is changed while its process runs, or over which a newer one was unpacked. */
@Timeout(180)
class OverwrittenDistributionIT {

    private static final int SOFTWARE = 70;
    private static final int IN_FLIGHT_BYTES = 256 * 1024;

    private Path distribution;
    private HomeFolder home;

    @BeforeEach
    void install(@TempDir Path directory) throws Exception {
        distribution = Installation.copyTo(directory.toRealPath().resolve("patchbay"));
        home = new HomeFolder(directory.resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theStopDrainsThoughEveryJarIsGone(boolean deleted) throws Exception {
        byte[] request = Pattern.bytes(IN_FLIGHT_BYTES);
        try (Patchbay patchbay = launch()) {
            patchbay.output().await("patchbay ready in ");
            try (Client client = Client.connect(home.socket("echo"))) {
                client.send(request);
                for (Path file : Installation.all(distribution.resolve("lib"))) {
                    if (Files.isRegularFile(file)) {
                        // In place, as cp does, or as rm and tar do.
                        Files.write(file, new byte[100]);
                        if (deleted) {
                            Files.delete(file);
                        }
                    }
                }

                patchbay.terminate();
                assertThat(client.read(IN_FLIGHT_BYTES)).isEqualTo(request);
                assertThat(client.isAtEnd()).isTrue();
            }

            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log()).contains("0 forced", "Patchbay has stopped");
        }
    }

    @Test
    void twoVersionsOfABundleAreRefusedAndBothFilesAreNamed() throws Exception {
        Path bundle = find("patchbay-handler-echo");
        Path other = Files.copy(bundle, bundle.resolveSibling("patchbay-handler-echo-9.jar"));

        assertRefused(bundle, other);
    }

    @Test
    void twoVersionsOfAJarOfTheClassPathAreRefusedAndBothFilesAreNamed() throws Exception {
        Path launcher = find("patchbay-launcher");
        Path other = Files.copy(launcher, launcher.resolveSibling("patchbay-launcher-9.jar"));

        assertRefused(launcher, other);
    }

    private void assertRefused(Path one, Path other) throws Exception {
        try (Patchbay patchbay = launch()) {
            assertThat(patchbay.awaitExit()).isEqualTo(SOFTWARE);

            assertThat(patchbay.output().all()).isEmpty();
            assertThat(String.join("\n", patchbay.log().all()))
                    .contains(one.toString(), other.toString(), "remove the older");
        }
    }

    private Path find(String name) throws Exception {
        return Installation.all(distribution.resolve("lib")).stream()
                .filter(file -> file.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private Patchbay launch() throws Exception {
        return Patchbay.launch(distribution, home.directory(), List.of("--allow-unsafe-files"), process -> {});
    }
}

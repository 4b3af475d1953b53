package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    private static final String THIS_PROCESS =
            Long.toString(ProcessHandle.current().pid());

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeRunFolder() throws Exception {
        home = new Home(folder);
        Files.createDirectory(home.run());
    }

    @Test
    void lockFileNamesTheProcess() throws Exception {
        HomeLock lock = HomeLock.take(home);
        try (lock) {
            assertThat(home.run().resolve("patchbay.lock")).hasContent(THIS_PROCESS);
        }
    }

    @Test
    void secondOneIsToldWhoHasTheHome() throws Exception {
        HomeLock first = HomeLock.take(home);
        try (first) {
            assertThatExceptionOfType(LaunchFailure.class)
                    .isThrownBy(() -> HomeLock.take(home))
                    .withMessageContaining("process " + THIS_PROCESS)
                    .withMessageContaining(folder.toString())
                    .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.IN_USE));
        }
    }

    @Test
    void fileThatIsLeftBehindIsNoObstacle() throws Exception {
        HomeLock.take(home).close();
        HomeLock second = HomeLock.take(home);
        second.close();
        assertThat(home.run().resolve("patchbay.lock")).exists();
    }
}

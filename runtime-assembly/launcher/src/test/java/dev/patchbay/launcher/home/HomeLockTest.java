package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    private static final String THIS_PROCESS =
            Long.toString(ProcessHandle.current().pid());

    /** More than any system gives to a process. */
    private static final String NO_PROCESS = "999999999\n";

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

    @Test
    void onlyTheOwnerCanOpenTheFile() throws Exception {
        HomeLock.take(home).close();
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void fileThatAnOlderVersionMadeForAllToReadIsMadePrivate() throws Exception {
        Files.writeString(file(), "4711\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        HomeLock.take(home).close();

        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void lockThatAnotherUserTookOnAnOpenFileIsNoObstacle() throws Exception {
        Files.writeString(file(), NO_PROCESS);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        SharedLock stranger = new SharedLock(file());
        try (stranger) {
            HomeLock.take(home).close();
        }
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void lockOfAProcessThatLivesIsRespectedThoughTheFileIsOpen() throws Exception {
        try (SharedLock holder = new SharedLock(file())) {
            Files.writeString(file(), holder.pid() + "\n");
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

            assertThatExceptionOfType(LaunchFailure.class)
                    .isThrownBy(() -> HomeLock.take(home))
                    .withMessageContaining("process " + holder.pid())
                    .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.IN_USE));
        }
    }

    @Test
    void linkIsRefusedAndItsTargetStays() throws Exception {
        Path target = Files.writeString(folder.resolve("precious"), "do not touch");
        Files.createSymbolicLink(file(), target);

        assertRefused("a symbolic link");
        assertThat(target).hasContent("do not touch");

        Files.delete(target);
        assertRefused("a symbolic link");
        assertThat(target).doesNotExist();
    }

    @Test
    void hardLinkIsRefusedAndItsTargetStays() throws Exception {
        Path target = Files.writeString(folder.resolve("precious"), "do not touch");
        Files.createLink(file(), target);

        assertRefused("a hard link");
        assertThat(target).hasContent("do not touch");
    }

    @Test
    void folderAndPipeAreRefused() throws Exception {
        Files.createDirectory(file());
        assertRefused("not a regular file");

        Files.delete(file());
        assertThat(new ProcessBuilder("mkfifo", file().toString()).start().waitFor())
                .isZero();
        assertRefused("not a regular file");
    }

    @Test
    void fileOfAnotherUserIsRefused() throws Exception {
        assumeThat(new UnixSystem().getUid())
                .as("this user may give files away")
                .isZero();
        Files.createFile(file());
        Files.setAttribute(file(), "unix:uid", 4711);

        assertRefused("owned by the user 4711");
    }

    private void assertRefused(String what) {
        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> HomeLock.take(home))
                .withMessageContaining(file() + ": it is " + what)
                .withMessageContaining("remove it")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.CANNOT_CREATE));
    }

    private Path file() {
        return home.run().resolve("patchbay.lock");
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    }
}

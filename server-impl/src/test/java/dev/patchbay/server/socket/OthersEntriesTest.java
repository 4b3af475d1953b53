package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.config;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write to the directory of the socket gains nothing by what they create, replace or rename there. */
@ParameterizedClass
@MethodSource("ways")
@ExtendWith(NoLeaks.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OthersEntriesTest {

    private static final String BAY = ".echo.sock.bay";

    @Parameter
    Way way;

    @TempDir
    Path temporary;

    private Path victim;

    static List<Way> ways() {
        return Way.available();
    }

    /** Something that nobody else may read. */
    @BeforeEach
    void createVictim() throws IOException {
        victim = Files.writeString(temporary.resolve("victim"), "secret");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertVictimIsSafe() throws IOException {
        assertThat(mode(victim) & 07777).isEqualTo(0600);
        assertThat(victim).hasContent("secret");
    }

    @Test
    void thePrivateDirectoryOfAnotherUserIsRefused() throws Exception {
        OtherUser.assumeThereIsOne();
        Path sticky = OtherUser.folder(temporary.resolve("sticky"), "1777");
        OtherUser.runs(sticky, "mkdir -m 700 " + BAY + " && ln -s " + victim + " " + BAY + "/lock");
        List<String> before = contents(sticky);

        assertThatIOException()
                .isThrownBy(() -> way.open(config(sticky.resolve("echo.sock"), 0666)))
                .withMessageContaining(sticky.resolve(BAY) + " is in the way")
                .withMessageContaining("(uid 65534)")
                .withMessageContaining("remove it, or choose another path");
        assertThat(contents(sticky)).isEqualTo(before);
        assertVictimIsSafe();
        Files.delete(sticky.resolve(BAY + "/lock"));
        Files.delete(sticky.resolve(BAY));
    }

    @Test
    void aStaleSocketOfAnotherUserIsReplaced() throws Exception {
        OtherUser.assumeThereIsOne();
        Path sticky = OtherUser.folder(temporary.resolve("sticky"), "1777");
        Path path = sticky.resolve("echo.sock");
        Sockets.leaveStale(path);
        Files.setAttribute(path, "unix:uid", OtherUser.UID);

        try (ListeningSocket socket = way.open(config(path, 0600))) {
            assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(0);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0600);
            assertServes(socket, path);
            assertThat(OtherUser.tries(sticky, "rm -rf echo.sock " + BAY)).isNotZero();
            assertServes(socket, path);
        }
        assertThat(contents(sticky)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkfifo lock", "mkdir lock", "ln -s $VICTIM lock", "ln -s nowhere lock", "ln $VICTIM lock"})
    void aLockThatIsNoOrdinaryFileIsRefused(String making) throws Exception {
        Path path = temporary.resolve("echo.sock");
        Path bay = OtherUser.folder(temporary.resolve(BAY), "700");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", making).directory(bay.toFile());
        shell.environment().put("VICTIM", victim.toString());
        assertThat(shell.start().waitFor()).isZero();

        assertThatIOException()
                .isThrownBy(() -> way.open(config(path, 0666)))
                .withMessageContaining(bay.resolve("lock") + " is in the way")
                .withMessageContaining("remove it");
        assertVictimIsSafe();
        assertThat(path).doesNotExist();
        Files.delete(bay.resolve("lock"));
        way.open(config(path, 0666)).close();
    }

    @Test
    void aLockOfAnotherUserIsRefused() throws Exception {
        OtherUser.assumeThereIsOne();
        Path bay = OtherUser.folder(temporary.resolve(BAY), "700");
        Files.setAttribute(Files.createFile(bay.resolve("lock")), "unix:uid", OtherUser.UID);

        assertThatIOException()
                .isThrownBy(() -> way.open(config(temporary.resolve("echo.sock"), 0666)))
                .withMessageContaining(bay.resolve("lock") + " is in the way");
        Files.delete(bay.resolve("lock"));
        Files.delete(bay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"777", "1777", "775"})
    void aSocketServesInADirectoryThatOthersCanWriteTo(String mode) throws Exception {
        Path shared = OtherUser.folder(temporary.resolve("shared"), mode);
        Path path = shared.resolve("echo.sock");
        try (ListeningSocket socket = way.open(config(path, 0640))) {
            assertThat(socket.address()).isEqualTo(path.toString());
            assertThat(contents(shared)).contains("echo.sock 140640", BAY + " 40700", BAY + "/lock 100600");
            assertServes(socket, path);
            socket.change(config(path, 0666));
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0666);
        }
        assertThat(contents(shared)).isEmpty();
    }

    @Test
    void twoSocketsOfOneSharedDirectoryDoNotDisturbEachOther() throws Exception {
        Path shared = OtherUser.folder(temporary.resolve("shared"), "777");
        try (ListeningSocket first = way.open(config(shared.resolve("a.sock"), 0600))) {
            way.open(config(shared.resolve("b.sock"), 0600)).close();
            first.change(config(shared.resolve("a.sock"), 0660));
            assertThat(mode(shared.resolve("a.sock"))).isEqualTo(SOCKET_TYPE | 0660);
        }
        assertThat(contents(shared)).isEmpty();
    }

    @Test
    void aReplacedPrivateDirectoryDoesNotLeadTheModeToAnotherFile() throws Exception {
        OtherUser.assumeThereIsOne();
        Path shared = OtherUser.folder(temporary.resolve("shared"), "777");
        Path path = shared.resolve("echo.sock");
        try (ListeningSocket socket = way.open(config(path, 0600))) {
            OtherUser.runs(shared, "mv " + BAY + " away && mkdir " + BAY + " && ln -s " + victim + " " + BAY + "/s");

            assertThatIOException().isThrownBy(() -> socket.change(config(path, 0666)));
            assertVictimIsSafe();
            assertServes(socket, path);
        }
        assertThat(shared.resolve(BAY + "/s")).isSymbolicLink();
        assertVictimIsSafe();
        removeLeftovers(shared);
    }

    @Test
    void aReplacedPublicNameDoesNotLeadTheModeToAnotherFile() throws Exception {
        OtherUser.assumeThereIsOne();
        Path shared = OtherUser.folder(temporary.resolve("shared"), "777");
        Path path = shared.resolve("echo.sock");
        try (ListeningSocket socket = way.open(config(path, 0600))) {
            OtherUser.runs(shared, "mv echo.sock away && ln -s " + victim + " echo.sock");

            socket.change(config(path, 0666));
            assertVictimIsSafe();
            assertThat(mode(shared.resolve("away"))).isEqualTo(SOCKET_TYPE | 0666);
        }
        assertThat(path).isSymbolicLink();
        removeLeftovers(shared);
    }

    @Test
    void whoReplacesThePrivateDirectoryAllTheTimeGainsNothing() throws Exception {
        Path shared = OtherUser.folder(temporary.resolve("shared"), "777");
        Path path = shared.resolve("echo.sock");
        Path evil = Files.createDirectory(shared.resolve("evil"));
        Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(evil.resolve("s"), victim);
        Files.createSymbolicLink(evil.resolve("lock"), victim);
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> swapping = new FutureTask<>(() -> swapUntil(enough, shared.resolve(BAY), evil));
        new Thread(swapping, "attacker").start();
        try {
            for (int i = 0; i < 300; i++) {
                try (ListeningSocket socket = way.open(config(path, 0666))) {
                    socket.change(config(path, 0600));
                } catch (IOException theAttackerWasFaster) {
                    assertVictimIsSafe();
                }
                assertVictimIsSafe();
            }
        } finally {
            enough.set(true);
            swapping.get(30, TimeUnit.SECONDS);
        }
        removeLeftovers(shared);
    }

    /** Puts the other directory in the place of the private one, and takes it away again. */
    private static Void swapUntil(AtomicBoolean enough, Path bay, Path evil) {
        for (int i = 0; !enough.get(); i++) {
            rename(bay, bay.resolveSibling("away" + i));
            rename(evil, bay);
            rename(bay, evil);
        }
        return null;
    }

    private static void rename(Path from, Path to) {
        from.toFile().renameTo(to.toFile());
    }

    private static void removeLeftovers(Path shared) throws Exception {
        assertThat(new ProcessBuilder("rm", "-rf", shared.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void aDirectoryBehindALinkIntoASharedOneServes() throws Exception {
        Path shared = OtherUser.folder(temporary.resolve("shared"), "777");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), shared);
        Path path = link.resolve("echo.sock");
        try (ListeningSocket socket = way.open(config(path, 0600))) {
            assertServes(socket, path);
            assertServes(socket, shared.resolve("echo.sock"));
        }
        assertThat(contents(shared)).isEmpty();
    }

    @Test
    void twoDotsAfterALinkLeadWhereTheKernelGoes() throws Exception {
        Path below = Files.createDirectories(temporary.resolve("elsewhere/below"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), below);
        Path path = link.resolve("../echo.sock");
        try (ListeningSocket socket = way.open(config(path, 0600))) {
            assertThat(socket.address()).isEqualTo(path.toString());
            assertThat(temporary.resolve("elsewhere/echo.sock")).exists();
            assertThat(temporary.resolve("echo.sock")).doesNotExist();
            assertServes(socket, path);
        }
        assertThat(contents(temporary.resolve("elsewhere"))).hasSize(1);
    }
}

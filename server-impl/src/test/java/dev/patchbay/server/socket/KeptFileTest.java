package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.config;
import static dev.patchbay.server.socket.Sockets.connect;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.foreignServer;
import static dev.patchbay.server.socket.Sockets.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of a live socket is put back if it was removed, and what others have put in its place is left alone. */
@ParameterizedClass
@MethodSource("settings")
@ExtendWith(NoLeaks.class)
@Timeout(60)
class KeptFileTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    /** A way to make the socket, and the mode of its directory. */
    record Setting(Way way, String folderMode) {}

    @Parameter
    Setting setting;

    @TempDir
    Path temporary;

    private Path directory;
    private Path path;
    private Path bay;

    static List<Setting> settings() {
        return Way.available().stream()
                .flatMap(way -> List.of(new Setting(way, "700"), new Setting(way, "777")).stream())
                .toList();
    }

    @BeforeEach
    void createDirectory() throws Exception {
        directory = OtherUser.folder(temporary.resolve("run"), setting.folderMode);
        path = directory.resolve("echo.sock");
        bay = directory.resolve(".echo.sock.bay");
    }

    private ListeningSocket open() throws IOException {
        return setting.way.open(config(path, 0640));
    }

    @Test
    void aFileInPlaceStaysAsItIs() throws IOException {
        try (ListeningSocket socket = open()) {
            List<String> before = contents(directory);

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.IN_PLACE);
            assertThat(contents(directory)).isEqualTo(before);
            assertServes(socket, path);
        }
    }

    @Test
    void aRemovedFileIsPutBackForTheSameSocket() throws IOException {
        try (ListeningSocket socket = open();
                SocketChannel before = connect(path)) {
            Files.delete(path);

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0640);
            assertServes(socket, before);
            assertServes(socket, path);
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.IN_PLACE);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aStaleSocketInItsPlaceIsReplaced() throws IOException {
        try (ListeningSocket socket = open()) {
            Files.delete(path);
            Sockets.leaveStale(path);

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void theLiveSocketOfAnotherServerKeepsThePathUntilItIsGone() throws IOException {
        try (ListeningSocket socket = open()) {
            Files.delete(path);
            try (ServerSocketChannel other = foreignServer(path)) {
                assertThatIOException()
                        .isThrownBy(socket::keepFile)
                        .withMessageContaining(path + ": another server listens there");
                other.accept().close();
                connect(path).close();
                other.accept().close();
            }
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aFileOfAnotherKindKeepsThePathUntilItIsGone() throws IOException {
        try (ListeningSocket socket = open()) {
            Files.delete(path);
            Files.writeString(path, "mine");

            assertThatIOException().isThrownBy(socket::keepFile).withMessageContaining("a regular file is there");
            assertThat(path).hasContent("mine");
            Files.delete(path);
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
        }
    }

    @Test
    void aRemovedPrivateDirectoryIsCreatedAgain() throws Exception {
        try (ListeningSocket socket = open();
                OtherProcess other = new OtherProcess(temporary)) {
            removeAll(bay);

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.IN_PLACE);
            socket.change(config(path, 0660));
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0660);
            Files.delete(path);
            assertThat(other.open(path, "600")).contains("another server uses it");
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aFileThatIsGoneWithTheLockIsPutBackWithALock() throws Exception {
        try (ListeningSocket socket = open();
                OtherProcess other = new OtherProcess(temporary)) {
            Files.delete(path);
            Files.delete(bay.resolve("lock"));

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);
            assertServes(socket, path);
            Files.delete(path);
            assertThat(other.open(path, "600")).contains("another server uses it");
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void nothingIsLeftAfterACloseWithoutTheLock() throws Exception {
        try (ListeningSocket socket = open()) {
            Files.delete(bay.resolve("lock"));
            assertThat(socket.channel().isOpen()).isTrue();
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aFileWithoutAnyNameIsLost() throws Exception {
        try (ListeningSocket socket = open()) {
            Files.delete(path);
            removeAll(bay);

            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.LOST);
        }
        assertThat(contents(directory)).isEmpty();
        open().close();
    }

    @Test
    void aRemovedDirectoryIsWaitedForAndThenTheFileIsLost() throws Exception {
        try (ListeningSocket socket = open()) {
            removeAll(directory);

            assertThatIOException()
                    .isThrownBy(socket::keepFile)
                    .withMessageContaining("the directory " + directory + " does not exist; create it");
            Files.createDirectory(directory);
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.LOST);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void itsTimesStayYoung() throws IOException {
        try (ListeningSocket socket = open();
                OtherProcess other = new OtherProcess(temporary)) {
            List<Path> all = List.of(bay, bay.resolve("s"), bay.resolve("lock"), path);
            for (Path one : all) {
                if (!one.endsWith("lock")) {
                    Files.getFileAttributeView(one, BasicFileAttributeView.class)
                            .setTimes(LONG_AGO, LONG_AGO, null);
                }
            }
            Instant before = Instant.now().minusSeconds(5);
            socket.keepFile();

            assertThat(all)
                    .allSatisfy(one -> assertThat(Files.readAttributes(one, BasicFileAttributes.class)
                                    .lastModifiedTime()
                                    .toInstant())
                            .isAfter(before));
            Files.delete(path);
            assertThat(other.open(path, "600")).as("the lock").contains("another server uses it");
        }
    }

    @Test
    void afterCloseNothingIsPutBack() throws IOException {
        ListeningSocket socket = open();
        socket.close();

        assertThat(socket.keepFile()).isEqualTo(FileUpkeep.IN_PLACE);
        assertThat(contents(directory)).isEmpty();
    }

    private static void removeAll(Path folder) throws Exception {
        assertThat(new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor())
                .isZero();
    }
}

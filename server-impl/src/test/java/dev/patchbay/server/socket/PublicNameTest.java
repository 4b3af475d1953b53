package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Where Java can bind a socket itself, the kernel, its tools and clients know the socket by its public name. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class PublicNameTest {

    private static final Path SOCKETS = Path.of("/proc/self/net/unix");

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        assumeThat(NativeListener.isAvailable())
                .as("this Java can make a socket by system calls")
                .isTrue();
        path = directory.resolve("echo.sock");
    }

    @Test
    void theKernelListsNoOtherName() throws IOException {
        try (ListeningSocket socket = Sockets.open(path)) {
            assertThat(namesBelow(directory)).containsExactly(path.toString());
            assertServes(socket, path);
        }
        assertThat(namesBelow(directory)).isEmpty();
    }

    @Test
    void aClientLearnsThePublicName() throws IOException {
        try (ListeningSocket socket = Sockets.open(path);
                AFUNIXSocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(path));
                AFUNIXSocketChannel accepted = socket.channel().accept()) {
            assertThat(pathOf(client.getRemoteAddress())).isEqualTo(path.toString());
            assertThat(pathOf(accepted.getLocalAddress())).isEqualTo(path.toString());
        }
    }

    @Test
    void theNameIsRightInPlaceOfAStaleSocketAndThroughALink() throws IOException {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("run")));
        Path linked = link.resolve("./echo.sock");
        Sockets.leaveStale(linked);
        try (ListeningSocket socket = Sockets.open(linked)) {
            assertThat(namesBelow(directory)).containsExactly(linked.toString());
            assertServes(socket, linked);
        }
    }

    @Test
    void theNameStaysWhenTheFileIsPutBack() throws IOException {
        try (ListeningSocket socket = Sockets.open(path)) {
            Files.delete(path);
            assertThat(socket.keepFile()).isEqualTo(FileUpkeep.PUT_BACK);

            assertThat(namesBelow(directory)).containsExactly(path.toString());
            assertServes(socket, path);
        }
    }

    @Test
    void whereOthersCouldReplaceTheFileTheSocketIsBoundInThePrivateDirectory() throws Exception {
        Path shared = OtherUser.folder(directory.resolve("shared"), "777");
        try (ListeningSocket socket = Sockets.open(shared.resolve("echo.sock"))) {
            assertThat(namesBelow(directory)).isEmpty();
            assertServes(socket, shared.resolve("echo.sock"));
        }
    }

    @Test
    void permissionsThatTheUmaskForbidsAreThereFromTheBeginning() throws Exception {
        try (OtherProcess other = new OtherProcess(directory, "777")) {
            assertThat(other.open(path, "666")).isEqualTo(OtherProcess.DONE);
            assertThat(Sockets.mode(path)).isEqualTo(Sockets.SOCKET_TYPE | 0666);
            assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
        }
    }

    @Test
    void theGroupIsThatOfTheConfiguration() throws Exception {
        assumeThat(ProcessOwner.uid())
                .as("the user, who has to be root to give a file to any group")
                .isZero();
        var group = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("4711");
        try (ListeningSocket socket = ListeningSocket.open(config(path, 0660, group))) {
            assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(4711);
            assertServes(socket, path);
        }
    }

    private static String pathOf(java.net.SocketAddress address) {
        return ((AFUNIXSocketAddress) address).getPath();
    }

    /** Returns the names of listening sockets below the directory, as the kernel lists them. */
    private static List<String> namesBelow(Path directory) throws IOException {
        try (Stream<String> lines = Files.lines(SOCKETS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(" 00010000 ") && line.contains(" " + directory + "/"))
                    .map(line -> line.substring(line.indexOf(" /") + 1))
                    .toList();
        }
    }
}

package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.config;
import static dev.patchbay.server.socket.Sockets.connect;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.foreignServer;
import static dev.patchbay.server.socket.Sockets.mode;
import static dev.patchbay.server.socket.Sockets.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** The life of a socket whose path nobody else wants. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ListeningSocketTest {

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("echo.sock");
    }

    @Test
    void clientsAreAccepted() throws IOException {
        try (ListeningSocket socket = open(path)) {
            assertThat(socket.address()).isEqualTo(path.toString());
            assertServes(socket, path);
            assertServes(socket, path);
        }
    }

    @Test
    void acceptingDoesNotWait() throws IOException {
        try (ListeningSocket socket = open(path)) {
            assertThat(socket.channel().accept()).isNull();
        }
    }

    @Test
    void theSocketAndItsPrivateDirectoryAreAllThatIsMade() throws IOException {
        try (ListeningSocket socket = ListeningSocket.open(config(path, 0660))) {
            assertThat(socket.address()).isEqualTo(path.toString());
            assertThat(contents(directory))
                    .hasSize(4)
                    .contains("echo.sock 140660", ".echo.sock.bay 40700", ".echo.sock.bay/s 140660")
                    .anyMatch(entry -> entry.startsWith(".echo.sock.bay/lock "));
        }
    }

    @Test
    void nothingIsLeftAfterClose() throws IOException {
        open(path).close();

        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void closeEndsListening() throws IOException {
        ListeningSocket socket = open(path);
        Path link = Files.createLink(directory.resolve("link"), path);
        socket.close();

        assertThatIOException().isThrownBy(() -> connect(link)).withMessageContaining("refused");
        assertThatIOException().isThrownBy(() -> socket.channel().accept()).isInstanceOf(ClosedChannelException.class);
        Files.delete(link);
    }

    @Test
    void theSecondCloseDoesNothing() throws IOException {
        ListeningSocket first = open(path);
        first.close();
        try (ListeningSocket second = open(path)) {
            first.close();
            first.unpublish();
            first.change(config(path, 0777));

            assertServes(second, path);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0600);
        }
    }

    @Test
    void closeLeavesASocketAloneThatHasTakenThePath() throws IOException {
        ListeningSocket socket = open(path);
        Files.delete(path);
        try (ServerSocketChannel other = foreignServer(path)) {
            socket.close();

            connect(path).close();
            other.accept().close();
        }
        Files.delete(path);
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void closeLeavesAFileAloneThatHasTakenThePath() throws IOException {
        ListeningSocket socket = open(path);
        Files.delete(path);
        Files.writeString(path, "mine");
        socket.close();

        assertThat(path).hasContent("mine");
    }

    @Test
    void closeDoesNotMindAPathThatIsGone() throws IOException {
        ListeningSocket socket = open(path);
        Files.delete(path);
        socket.close();

        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void whoeverHasConnectedIsAcceptedAfterThePathIsGone() throws IOException {
        try (ListeningSocket socket = open(path);
                SocketChannel client = connect(path)) {
            socket.unpublish();

            assertThat(path).doesNotExist();
            try (AFUNIXSocketChannel accepted = socket.channel().accept()) {
                assertThat(accepted).isNotNull();
            }
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void thePathCanBeTakenAgainAfterClose() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (ListeningSocket socket = open(path)) {
                assertServes(socket, path);
            }
        }
    }

    @Test
    void permissionsCanBeChangedWhileClientsConnect() throws IOException {
        try (ListeningSocket socket = open(path)) {
            socket.change(config(path, 0666));

            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0666);
            assertServes(socket, path);
        }
    }

    @Test
    void everyPermissionBitIsSetWhereItBelongs() throws IOException {
        try (ListeningSocket socket = open(path)) {
            for (int bit = 1; bit <= 0400; bit <<= 1) {
                socket.change(config(path, bit));
                assertThat(mode(path)).isEqualTo(SOCKET_TYPE | bit);
            }
        }
    }
}

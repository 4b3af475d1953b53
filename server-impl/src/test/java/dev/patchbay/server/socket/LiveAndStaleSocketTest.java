package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.connect;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.foreignServer;
import static dev.patchbay.server.socket.Sockets.mode;
import static dev.patchbay.server.socket.Sockets.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** A live server keeps its path; the socket of a dead one is replaced. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LiveAndStaleSocketTest {

    private static final String TAKEN = "another server listens there; stop it or choose another path";

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("echo.sock");
    }

    @Test
    void aServerOfThisProcessKeepsItsPath() throws IOException {
        try (ListeningSocket first = open(path)) {
            List<String> before = contents(directory);

            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(path + ": " + TAKEN);
            assertThat(contents(directory)).isEqualTo(before);
            first.channel().accept().close();
            assertServes(first, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aServerThatIsNotOursKeepsItsPath() throws IOException {
        try (ServerSocketChannel other = foreignServer(path)) {
            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(TAKEN);
            assertThat(contents(directory)).hasSize(1);
            other.accept().close();
            connect(path).close();
        }
        Files.delete(path);
    }

    @Test
    void aSocketForDatagramsKeepsItsPath() throws IOException {
        try (AFUNIXDatagramChannel other = AFUNIXDatagramChannel.open()) {
            other.bind(AFUNIXSocketAddress.of(path));

            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(TAKEN);
            assertThat(contents(directory)).hasSize(1);
        }
        Files.deleteIfExists(path);
    }

    @Test
    void aServerWithAFullBacklogKeepsItsPath() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        try (ListeningSocket first =
                ListeningSocket.open(new SocketConfig(path.toString(), 0600, Optional.empty(), 1))) {
            fillBacklog(clients);

            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(TAKEN);
            first.channel().accept().close();
            assertThat(path).exists();
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private void fillBacklog(List<SocketChannel> clients) throws IOException {
        boolean full = false;
        while (!full) {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            clients.add(client);
            client.configureBlocking(false);
            try {
                full = !client.connect(UnixDomainSocketAddress.of(path));
            } catch (SocketException wouldHaveToWait) {
                full = true;
            }
            assertThat(clients).as("clients in a backlog of 1").hasSizeLessThan(100);
        }
    }

    @Test
    void aServerOfAnotherProcessKeepsItsPath() throws IOException {
        try (OtherProcess other = new OtherProcess(directory)) {
            assertThat(other.open(path, "600")).isEqualTo(OtherProcess.DONE);

            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(TAKEN);
            connect(path).close();
            assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aServerOfThisProcessIsSeenByAnother() throws IOException {
        try (ListeningSocket first = open(path);
                OtherProcess other = new OtherProcess(directory)) {
            assertThat(other.open(path, "600")).contains(TAKEN);
            first.channel().accept().close();
            assertServes(first, path);
        }
    }

    @Test
    void aLiveServerWhosePathWasRemovedIsSeenByItsLock() throws IOException {
        try (OtherProcess other = new OtherProcess(directory)) {
            assertThat(other.open(path, "600")).isEqualTo(OtherProcess.DONE);
            Files.delete(path);

            assertThatIOException()
                    .isThrownBy(() -> open(path))
                    .withMessageContaining("another server uses it")
                    .withMessageContaining(".echo.sock.bay/lock");
            assertThat(path).doesNotExist();
            assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
        }
    }

    @Test
    void whoTriesInVainInTheSameProcessDoesNotCostALiveServerItsLock() throws IOException {
        try (ListeningSocket first = open(path);
                OtherProcess other = new OtherProcess(directory)) {
            Files.delete(path);
            assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining("another server uses it");

            assertThat(other.open(path, "600")).contains("another server uses it");
            assertThat(first.channel().isOpen()).isTrue();
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aClaimThatFailsIsGivenBack() throws IOException {
        Path inTheWay = Files.createDirectories(directory.resolve(".echo.sock.bay/s/x"));
        Files.setPosixFilePermissions(
                directory.resolve(".echo.sock.bay"), PosixFilePermissions.fromString("rwx------"));
        assertThatIOException().isThrownBy(() -> open(path));
        Files.delete(inTheWay);

        try (ListeningSocket socket = open(path)) {
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void theSocketOfAKilledProcessIsReplaced() throws IOException {
        try (OtherProcess other = new OtherProcess(directory)) {
            assertThat(other.open(path, "666")).isEqualTo(OtherProcess.DONE);
            other.kill();
        }
        assertThat(contents(directory)).contains("echo.sock 140666", ".echo.sock.bay/s 140666");

        try (ListeningSocket socket = open(path)) {
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0600);
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aStaleSocketThatIsNotOursIsReplaced() throws IOException {
        Sockets.leaveStale(path);

        try (ListeningSocket socket = open(path)) {
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftInThePrivateDirectoryIsCleared() throws IOException {
        try (OtherProcess other = new OtherProcess(directory)) {
            assertThat(other.open(path, "666")).isEqualTo(OtherProcess.DONE);
            other.kill();
        }
        Files.createLink(directory.resolve(".echo.sock.bay/t"), path);

        try (ListeningSocket socket = open(path)) {
            assertServes(socket, path);
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void ofManyThatWantAPathOneGetsIt() throws Exception {
        int many = 6;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier start = new CyclicBarrier(many);
                Callable<ListeningSocket> opening = () -> {
                    start.await();
                    return open(path);
                };
                List<Future<ListeningSocket>> attempts = threads.invokeAll(Collections.nCopies(many, opening));
                ListeningSocket winner = onlyWinner(attempts);
                Sockets.turnAwayAll(winner);
                assertServes(winner, path);
                winner.close();
                assertThat(contents(directory)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ListeningSocket onlyWinner(List<Future<ListeningSocket>> attempts) throws InterruptedException {
        List<ListeningSocket> winners = new ArrayList<>();
        for (Future<ListeningSocket> attempt : attempts) {
            try {
                winners.add(attempt.get());
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(IOException.class)
                        .hasMessageMatching(".*another server (listens there|uses it).*");
            }
        }
        assertThat(winners).hasSize(1);
        return winners.get(0);
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The socket file, or its directory, is removed or replaced while the server runs. */
@ParameterizedClass
@MethodSource("lanes")
@ExtendWith(NoLeaks.class)
@Timeout(60)
class SocketFileRemovedTest {

    @Parameter
    Lane lane;

    @TempDir
    Path directory;

    static List<Lane> lanes() {
        return Lane.all();
    }

    @Test
    void connectionsLiveOnAndTheStopIsCleanWithOneEvent() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        try (TestServer server = new TestServer(lane, run).start((conn, in) -> conn.write(in));
                Client client = server.connect()) {
            client.send("before");
            assertThat(client.receiveText(6)).isEqualTo("before");
            removeAll(run);

            client.send("after");
            assertThat(client.receiveText(5)).isEqualTo("after");
            assertThatIOException()
                    .isThrownBy(() -> server.reconfigure("socket.permissions", "0660"))
                    .withMessageContaining("its private name " + run.resolve(".test.sock.bay"));

            assertThat(server.server().stop().get().forced()).isZero();
            assertThat(server.server().state()).isEqualTo(ServerState.STOPPED);
            assertThat(RecordedEvents.next(server.events.errors))
                    .startsWith("the socket file " + run.resolve("test.sock") + " was removed or replaced");
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void anotherPathPutsItRight() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        try (TestServer server = new TestServer(lane, run).start((conn, in) -> conn.write(in))) {
            removeAll(run);
            Files.createDirectory(run);
            server.reconfigure("socket.path", run.resolve("other.sock").toString());
            try (Client client = server.connect()) {
                client.send("hello");
                assertThat(client.receiveText(5)).isEqualTo("hello");
            }
            server.reconfigure("socket.path", run.resolve("test.sock").toString());
            try (Client client = server.connect()) {
                client.send("again");
                assertThat(client.receiveText(5)).isEqualTo("again");
            }
        }
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void aRemovedFileIsPutBackAndReportedOnce() throws Exception {
        try (TestServer server = new TestServer(lane, directory).start((conn, in) -> conn.write(in));
                Client before = server.connect()) {
            before.send("a");
            assertThat(before.receiveText(1)).isEqualTo("a");
            Files.delete(server.path());
            letTimePass(server);

            assertThat(RecordedEvents.next(server.events.errors))
                    .startsWith("the socket file " + server.path() + " was removed or replaced")
                    .contains("it is in place again");
            before.send("b");
            assertThat(before.receiveText(1)).isEqualTo("b");
            try (Client after = server.connect()) {
                after.send("c");
                assertThat(after.receiveText(1)).isEqualTo("c");
            }
            letTimePass(server);
            server.server().stop().get();
            assertThat(server.events.errors).isEmpty();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatComesBackGetsItsSocketAgain() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        try (TestServer server = new TestServer(lane, run).start((conn, in) -> conn.write(in));
                Client before = server.connect()) {
            before.send("a");
            assertThat(before.receiveText(1)).isEqualTo("a");
            removeAll(run);
            letTimePass(server);
            letTimePass(server);
            assertThat(RecordedEvents.next(server.events.errors)).contains("the directory " + run + " does not exist");
            Files.createDirectory(run);
            letTimePass(server);

            assertThat(RecordedEvents.next(server.events.errors)).contains("it is in place again");
            before.send("b");
            assertThat(before.receiveText(1)).isEqualTo("b");
            try (Client after = server.connect()) {
                after.send("c");
                assertThat(after.receiveText(1)).isEqualTo("c");
            }
            assertThat(server.server().state()).isEqualTo(ServerState.RUNNING);
            assertThat(server.server().stop().get().forced()).isZero();
            assertThat(server.events.errors).isEmpty();
        }
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void thePathIsNotTakenFromAnotherServerAndComesBackAfterIt() throws Exception {
        try (TestServer server = new TestServer(lane, directory).start((conn, in) -> conn.write(in))) {
            Files.delete(server.path());
            try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(server.path()))) {
                letTimePass(server);
                letTimePass(server);
                assertThat(RecordedEvents.next(server.events.errors)).contains("another server listens there");
                assertThat(other.isOpen()).isTrue();
            }
            letTimePass(server);

            assertThat(RecordedEvents.next(server.events.errors)).contains("it is in place again");
            try (Client after = server.connect()) {
                after.send("c");
                assertThat(after.receiveText(1)).isEqualTo("c");
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aStopWhileAnotherServerHasThePathLeavesItAloneWithoutAnotherEvent() throws Exception {
        try (TestServer server = new TestServer(lane, directory).start((conn, in) -> conn.write(in))) {
            Files.delete(server.path());
            try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(server.path()))) {
                letTimePass(server);
                assertThat(RecordedEvents.next(server.events.errors)).contains("another server listens there");
                server.server().stop().get();

                assertThat(server.events.errors).isEmpty();
                assertThat(other.isOpen()).isTrue();
                assertThat(server.path()).exists();
            }
            Files.delete(server.path());
        }
    }

    @Test
    void aFileWithAllItsNamesGoneIsReplacedByAnotherSocket() throws Exception {
        try (TestServer server = new TestServer(lane, directory).start((conn, in) -> conn.write(in));
                Client waiting = server.connect()) {
            waiting.send("a");
            assertThat(waiting.receiveText(1)).isEqualTo("a");
            removeAll(directory.resolve(".test.sock.bay"));
            Files.delete(server.path());
            letTimePass(server);

            assertThat(RecordedEvents.next(server.events.errors)).contains("it is in place again");
            waiting.send("b");
            assertThat(waiting.receiveText(1)).isEqualTo("b");
            server.reconfigure("socket.permissions", "0660");
            try (Client after = server.connect()) {
                after.send("c");
                assertThat(after.receiveText(1)).isEqualTo("c");
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Makes the checks of as many seconds as lie between two looks at the file. */
    private static void letTimePass(TestServer server) {
        for (int i = 0; i < SocketFileWatch.CHECKS_PER_LOOK; i++) {
            server.server().resources().housekeeper().checkAll();
        }
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

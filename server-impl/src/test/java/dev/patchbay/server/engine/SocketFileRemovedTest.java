package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
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

/** Somebody removes the directory of the socket file while the server runs. */
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

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

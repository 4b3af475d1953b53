package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.connect;
import static dev.patchbay.server.socket.Sockets.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.testing.NoLeaks;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** Sockets that were handed over: the descriptors are those of this process, the environment is made up. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
@Timeout(60)
class InheritedSocketsTest {

    private static final long PID = 4711;

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final List<FileDescriptorCast> copies = new ArrayList<>();
    private Path path;
    private AFUNIXServerSocketChannel manager;
    private InheritedSockets inherited;

    @BeforeEach
    void handOver() throws IOException {
        path = directory.resolve("echo.sock");
        manager = AFUNIXServerSocketChannel.open();
        manager.bind(AFUNIXSocketAddress.of(path), 16);
        environment.put("LISTEN_PID", Long.toString(PID));
        environment.put("LISTEN_FDS", "1");
        environment.put("LISTEN_FDNAMES", "echo");
        inherit(manager.getFileDescriptor());
    }

    @AfterEach
    void close() throws IOException {
        inherited.close();
        // junixsocket does not close the descriptor of a server channel that it did not bind.
        for (FileDescriptorCast copy : copies) {
            copy.as(FileOutputStream.class).close();
        }
        manager.close();
        Files.deleteIfExists(path);
    }

    private void inherit(FileDescriptor descriptor) throws IOException {
        FileDescriptorCast copy = FileDescriptorCast.duplicating(descriptor);
        copies.add(copy);
        inherited = new InheritedSockets(environment, PID, copy.as(Integer.class));
    }

    @Test
    void theSocketServesAndItsRealPathIsShown() throws IOException {
        try (ListeningSocket socket = open("echo")) {
            assertThat(socket.address()).isEqualTo(path.toString());
            assertThat(socket.channel().accept()).as("it does not wait").isNull();
            assertServes(socket, path);
            assertServes(socket, path);
        }
    }

    @Test
    void nothingOfItIsChangedOrRemoved() throws IOException {
        int before = mode(path);
        ListeningSocket socket = open("echo");
        socket.change(new SocketConfig("systemd:echo", 0, Optional.empty(), 1));
        assertThat(socket.unpublish()).isTrue();
        socket.close();
        socket.close();

        assertThat(mode(path)).isEqualTo(before);
    }

    @Test
    void whoeverConnectsBetweenTwoServersIsServedByTheSecond() throws IOException {
        open("echo").close();
        try (SocketChannel client = connect(path);
                ListeningSocket second = open("echo");
                AFUNIXSocketChannel accepted = second.channel().accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(accepted).isNotNull();
        }
    }

    @Test
    void twoServersDoNotShareASocket() throws IOException {
        try (ListeningSocket first = open("echo")) {
            assertFault("echo", "another server of this process listens there");
            assertServes(first, path);
        }
    }

    @Test
    void anAbstractSocketIsShownAsOne() throws IOException {
        String name = "patchbay-test-" + path;
        inherited.close();
        try (AFUNIXServerSocketChannel other = AFUNIXServerSocketChannel.open()) {
            other.bind(AFUNIXSocketAddress.inAbstractNamespace(name), 16);
            inherit(other.getFileDescriptor());
            try (ListeningSocket socket = open("echo")) {
                assertThat(socket.address()).isEqualTo("@" + name);
            }
            inherited.close();
        }
    }

    @Test
    void aNameThatIsNotThereIsToldWithThoseThatAre() {
        assertFault("web", "[echo]", "FileDescriptorName=");
        environment.put("LISTEN_FDS", "2");
        environment.put("LISTEN_FDNAMES", "echo:echo");
        assertFault("echo", "2 sockets have that name");
    }

    @Test
    void aSocketWithoutANameIsCalledUnknown() throws IOException {
        environment.remove("LISTEN_FDNAMES");
        open("unknown").close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unset",
            value = {
                "LISTEN_PID, unset, no socket was passed to this process",
                "LISTEN_FDS, unset, no socket was passed to this process",
                "LISTEN_PID, 4712, the sockets were passed to process 4712",
                "LISTEN_PID, -1, LISTEN_PID=-1 is not a valid number",
                "LISTEN_FDS, 1x, LISTEN_FDS=1x is not a valid number",
                "LISTEN_FDS, 99999999999999999999, is not a valid number",
                "LISTEN_FDS, 2147483647, is not a valid number",
                "LISTEN_FDS, 2, names 1 socket(s)",
                "LISTEN_FDS, 0, it is not among the sockets passed to this process",
                "LISTEN_FDNAMES, echo:, names 2 socket(s)"
            })
    void anEnvironmentThatIsNotAsItShouldBeIsAFault(String variable, String value, String fault) {
        if (variable.equals("LISTEN_FDS") && "0".equals(value)) {
            environment.put("LISTEN_FDNAMES", "");
        }
        environment.put(variable, value);
        assertFault("echo", fault);
    }

    @Test
    void aDescriptorThatIsNotAListeningStreamSocketIsAFault() throws IOException {
        inherited.close();
        try (AFUNIXDatagramChannel datagrams = AFUNIXDatagramChannel.open();
                AFUNIXServerSocketChannel notYet = AFUNIXServerSocketChannel.open();
                SocketChannel client = connect(path);
                AFUNIXSocketChannel connected = manager.accept()) {
            datagrams.bind(AFUNIXSocketAddress.of(directory.resolve("datagrams")));
            assertNotListening(datagrams.getFileDescriptor(), "not SOCK_STREAM");
            assertNotListening(notYet.getFileDescriptor(), "it does not listen");
            assertNotListening(connected.getFileDescriptor(), "it does not listen");
            assertThat(client.isConnected()).isTrue();
        } finally {
            Files.deleteIfExists(directory.resolve("datagrams"));
        }
        environment.put("LISTEN_FDS", "1");
        inherited = new InheritedSockets(environment, PID, 99_999);
        assertFault("echo", "descriptor 99999 is not a Unix stream socket that listens");
    }

    private void assertNotListening(FileDescriptor descriptor, String why) throws IOException {
        FileDescriptorCast copy = FileDescriptorCast.duplicating(descriptor);
        inherited = new InheritedSockets(environment, PID, copy.as(Integer.class));
        assertFault("echo", "is not a Unix stream socket that listens", why);
        copy.as(FileOutputStream.class).close();
    }

    private void assertFault(String name, String... words) {
        assertThatIOException()
                .isThrownBy(() -> open(name))
                .withMessageStartingWith("cannot serve the inherited socket systemd:" + name + ": ")
                .satisfies(fault -> assertThat(fault.getMessage()).contains(words));
    }

    private ListeningSocket open(String name) throws IOException {
        return ListeningSocket.open(new SocketConfig("systemd:" + name, 0600, Optional.empty(), 16), inherited, true);
    }
}

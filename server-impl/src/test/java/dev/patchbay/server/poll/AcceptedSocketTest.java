package dev.patchbay.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** What each poller accepts: whose it is, and that its descriptor is closed once. */
@ParameterizedClass
@MethodSource("pollers")
@ExtendWith(NoLeaks.class)
@Timeout(60)
class AcceptedSocketTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Opens a poller. */
    private interface Opener {
        Poller open() throws IOException;
    }

    @Parameter
    Opener opener;

    @TempDir
    Path directory;

    private Poller poller;
    private AFUNIXServerSocketChannel server;
    private Poller.Listening listening;
    private final List<AutoCloseable> open = new ArrayList<>();

    static Stream<Opener> pollers() {
        Opener portable = PortablePoller::new;
        return Platform.epollUnavailable() == null ? Stream.of(portable, Platform::epoll) : Stream.of(portable);
    }

    @BeforeEach
    void listen() throws IOException {
        poller = opener.open();
        server = listener("s");
        listening = poller.listen(server, readiness -> {});
    }

    @AfterEach
    void close() throws Exception {
        Thread.interrupted();
        listening.cancel();
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        poller.close();
    }

    private AFUNIXServerSocketChannel listener(String name) throws IOException {
        AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
        open.add(channel);
        channel.bind(AFUNIXSocketAddress.of(directory.resolve(name)));
        channel.configureBlocking(false);
        return channel;
    }

    private SocketChannel connect(String name) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(client);
        client.connect(UnixDomainSocketAddress.of(directory.resolve(name)));
        return client;
    }

    private static void assumeDescriptorsAreListed() {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not list descriptors");
    }

    private static String target(int descriptor) throws IOException {
        return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                .toString();
    }

    /** Opens sockets until one has the number. */
    private void reuse(int number) throws IOException {
        Path path = DESCRIPTORS.resolve(Integer.toString(number));
        for (int i = 0; i < 1000 && !Files.isSymbolicLink(path); i++) {
            open.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        }
        assertThat(Files.isSymbolicLink(path))
                .as("descriptor %d is in use again", number)
                .isTrue();
    }

    @Test
    void acceptReturnsNoneWhenNobodyWaits() throws Exception {
        assertThat(listening.accept()).isNull();
        connect("s");
        ClientSocket socket = listening.accept();
        assertThat(socket).isNotNull();
        assertThat(listening.accept()).isNull();
        socket.close();
    }

    @Test
    void clientsOfOneProcessHaveTheSameCredentials() throws Exception {
        PeerCredentials first = null;
        for (int i = 0; i < 3; i++) {
            connect("s");
            ClientSocket socket = listening.accept();
            PeerCredentials peer = socket.credentials();
            assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(peer.uid()).isEqualTo(((Integer) Files.getAttribute(directory, "unix:uid")).longValue());
            assertThat(peer.gids()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(socket.address()).isEmpty();
            first = first == null ? peer : first;
            assertThat(peer).isEqualTo(first);
            socket.close();
        }
    }

    @Test
    void clientThatHasLeftBeforeItIsAcceptedIsReadToItsEnd() throws Exception {
        SocketChannel client = connect("s");
        client.write(ByteBuffer.wrap("last words".getBytes()));
        client.close();
        ClientSocket socket = listening.accept();
        assertThat(socket).isNotNull();
        assertThat(socket.credentials().pid()).isEqualTo(ProcessHandle.current().pid());
        Port port = poller.open(socket, readiness -> {});
        Chunk chunk = new Chunk(64);
        assertThat(port.read(chunk, 0, 64)).isEqualTo(10);
        assertThat(port.read(chunk, 0, 64)).isEqualTo(-1);
        port.close();
    }

    @Test
    void secondCloseLeavesTheNextOwnerOfTheNumberAlone() throws Exception {
        assumeDescriptorsAreListed();
        connect("s");
        ClientSocket socket = listening.accept();
        int number = socket.descriptor();
        Port port = poller.open(socket, readiness -> {});
        port.close();
        reuse(number);
        String next = target(number);
        port.close();
        socket.close();
        assertThat(target(number)).isEqualTo(next);
    }

    @Test
    void socketIsServedByAPollerOfTheOtherKindToo() throws Exception {
        assumeDescriptorsAreListed();
        SocketChannel client = connect("s");
        ClientSocket socket = listening.accept();
        int number = socket.descriptor();
        try (Poller portable = new PortablePoller()) {
            Port port = portable.open(socket, readiness -> {});
            client.write(ByteBuffer.wrap("hello".getBytes()));
            Chunk chunk = new Chunk(64);
            assertThat(port.read(chunk, 0, 64)).isEqualTo(5);
            assertThat(port.write(chunk, 0, 5)).isEqualTo(5);
            ByteBuffer answer = ByteBuffer.allocate(5);
            assertThat(client.read(answer)).isEqualTo(5);
            port.close();
            assertThat(client.read(answer.clear())).isEqualTo(-1);
            reuse(number);
            String next = target(number);
            port.close();
            assertThat(target(number)).isEqualTo(next);
        }
    }

    /** Other code has closed the server socket, and the next one has got its number. */
    @Test
    void listenerNeverAcceptsTheClientsOfTheNextOwnerOfItsNumber() throws Exception {
        server.close();
        List<AFUNIXServerSocketChannel> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(listener("other" + i));
            connect("other" + i);
        }
        ClientSocket accepted = null;
        try {
            accepted = listening.accept();
        } catch (IOException theSocketIsClosed) {
            assertThat(theSocketIsClosed).isNotNull();
        }
        assertThat(accepted).isNull();
        for (AFUNIXServerSocketChannel other : others) {
            try (AutoCloseable client = other.accept()) {
                assertThat(client).isNotNull();
            }
        }
    }

    @Test
    void acceptAfterTheEndOfListeningFails() throws Exception {
        Assumptions.assumeFalse(poller instanceof PortablePoller, "junixsocket's channel is still open");
        listening.cancel();
        assertThatThrownBy(listening::accept).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void buffersAreSetBeforeTheSocketIsServed() throws Exception {
        SocketChannel client = connect("s");
        client.configureBlocking(false);
        ClientSocket socket = listening.accept();
        socket.setBuffers(4096, 4096);
        Port port = poller.open(socket, readiness -> {});
        Chunk chunk = new Chunk(1 << 16);
        int total = 0;
        for (int count = 1; count > 0; total += count) {
            count = port.write(chunk, 0, chunk.capacity());
        }
        assertThat(total).as("bytes for which there is room").isPositive().isLessThan(1 << 16);
        port.close();
    }
}

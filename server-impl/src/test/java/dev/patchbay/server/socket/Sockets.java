package dev.patchbay.server.socket;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Clients, and servers of others, as the JDK makes them. */
final class Sockets {

    /** The bits of a socket file's mode that say that it is a socket. */
    static final int SOCKET_TYPE = 0140000;

    private Sockets() {}

    /** Makes a socket with mode 0600. */
    static ListeningSocket open(Path path) throws IOException {
        return ListeningSocket.open(config(path, 0600));
    }

    /** Describes a socket with a short backlog. */
    static SocketConfig config(Path path, int mode) {
        return new SocketConfig(path.toString(), mode, Optional.empty(), 16);
    }

    /** Describes a socket of another group. */
    static SocketConfig config(Path path, int mode, GroupPrincipal group) {
        return new SocketConfig(path.toString(), mode, Optional.of(group), 16);
    }

    /** Connects a client. */
    static SocketChannel connect(Path path) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    /** Makes a server that is not Patchbay's. */
    static ServerSocketChannel foreignServer(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /** Leaves a socket file behind at which nobody listens. */
    static void leaveStale(Path path) throws IOException {
        foreignServer(path).close();
    }

    /** Checks that a client that connects to the path comes out of the socket. */
    static void assertServes(ListeningSocket socket, Path path) throws IOException {
        assertServes(socket, connect(path));
    }

    /** Checks that the client, which is closed then, comes out of the socket. */
    static void assertServes(ListeningSocket socket, SocketChannel connected) throws IOException {
        try (SocketChannel client = connected;
                AFUNIXSocketChannel accepted = socket.channel().accept()) {
            assertThat(accepted).as("accepted").isNotNull();
            client.write(ByteBuffer.wrap(new byte[] {42}));
            ByteBuffer read = ByteBuffer.allocate(2);
            assertThat(accepted.read(read)).isEqualTo(1);
            assertThat(read.get(0)).isEqualTo((byte) 42);
        }
    }

    /** Closes the connections that wait to be accepted: those of servers that looked whether this one is alive. */
    static void turnAwayAll(ListeningSocket socket) throws IOException {
        boolean more = true;
        while (more) {
            try (AFUNIXSocketChannel waiting = socket.channel().accept()) {
                more = waiting != null;
            }
        }
    }

    /** Returns type and permissions of a file, without following a link. */
    static int mode(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode", NOFOLLOW_LINKS);
    }

    /** Returns everything below the directory, with its mode. */
    static List<String> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file) + " " + modeOf(file))
                    .sorted()
                    .toList();
        }
    }

    private static String modeOf(Path file) {
        try {
            return Integer.toOctalString(mode(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

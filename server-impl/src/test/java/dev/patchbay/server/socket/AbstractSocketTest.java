package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.assertServes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Names that are not in the file system. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class AbstractSocketTest {

    private String name = "patchbay-test-" + UUID.randomUUID();

    @Test
    void clientsAreAccepted() throws IOException {
        try (ListeningSocket socket = open()) {
            assertThat(socket.address()).isEqualTo("@" + name);
            assertServes(socket, connect());
        }
    }

    @Test
    void aNameMayHaveAsManyBytesAsTheKernelAllows() throws IOException {
        name = name + "x".repeat(107 - name.length());
        try (ListeningSocket socket = open()) {
            assertServes(socket, connect());
        }
    }

    @Test
    void aNameThatIsTakenIsAnErrorThatNamesIt() throws IOException {
        try (ListeningSocket first = open()) {
            assertThatIOException()
                    .isThrownBy(this::open)
                    .withMessageContaining("@" + name)
                    .withMessageContaining("if another process uses the name");
            Sockets.turnAwayAll(first);
            assertServes(first, connect());
        }
    }

    @Test
    void theNameIsFreeAfterClose() throws IOException {
        ListeningSocket first = open();
        first.close();
        first.close();

        assertThatIOException().isThrownBy(this::connect).withMessageContaining("refused");
        try (ListeningSocket second = open()) {
            assertServes(second, connect());
        }
    }

    @Test
    void thereIsNoFileToChangeOrRemove() throws IOException {
        try (ListeningSocket socket = open()) {
            socket.change(config(0777));
            socket.unpublish();
            assertServes(socket, connect());
        }
    }

    private ListeningSocket open() throws IOException {
        return ListeningSocket.open(config(0600));
    }

    private SocketConfig config(int mode) {
        return new SocketConfig("@" + name, mode, Optional.empty(), 16);
    }

    private SocketChannel connect() throws IOException {
        return AFUNIXSocketChannel.open(AFUNIXSocketAddress.inAbstractNamespace(name));
    }
}

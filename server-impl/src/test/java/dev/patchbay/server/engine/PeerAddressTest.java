package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a client has bound its own socket to, which few do, is told as configurations write it. */
class PeerAddressTest extends EngineTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();

    private final Handler observer = new Handler() {
        @Override
        public void opened(ConnContext conn) {
            addresses.add(conn.remoteAddress());
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            conn.write(in);
        }
    };

    @Test
    void clientThatHasBoundNothingHasNoAddress() throws Exception {
        try (TestServer server = server().start(observer);
                Client client = server.connect()) {
            assertThat(RecordedEvents.next(addresses)).isEmpty();
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
        }
    }

    @Test
    void clientThatHasBoundAFileHasItsPath() throws Exception {
        Path path = directory.resolve("klient-äöü.sock");
        try (TestServer server = server().start(observer);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.bind(UnixDomainSocketAddress.of(path)).connect(UnixDomainSocketAddress.of(server.path()));
            assertThat(RecordedEvents.next(addresses)).isEqualTo(path.toString());
            Files.delete(path);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void clientThatHasBoundAnAbstractNameHasItWithAnAtInFront() throws Exception {
        Assumptions.assumeTrue(Files.exists(PYTHON), "Java cannot bind abstract names, and there is no Python");
        String name = "klient-ö-" + directory.getFileName();
        try (TestServer server = server().start(observer)) {
            Process client = new ProcessBuilder(
                            PYTHON.toString(),
                            "-c",
                            "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind('\\0' + sys.argv[1]);"
                                    + " s.connect(sys.argv[2]); s.sendall(b'x'); s.recv(1)",
                            name,
                            server.path().toString())
                    .inheritIO()
                    .start();
            assertThat(RecordedEvents.next(addresses)).isEqualTo("@" + name);
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}

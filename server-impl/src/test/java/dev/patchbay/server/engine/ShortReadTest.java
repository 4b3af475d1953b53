package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** The kernel ends a read after a message with descriptors though more is queued, and does not announce the rest again. */
class ShortReadTest extends EngineTest {

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("file"), "x");
    }

    /** Answers lines, and takes at most so many descriptors with one message. */
    private static Handler lines(int descriptors) {
        return new Handlers.Named("") {
            @Override
            public void opened(ConnContext conn) {
                if (descriptors > 0) {
                    conn.acceptDescriptors(descriptors);
                }
                super.opened(conn);
            }
        };
    }

    /** A client of a server that holds, so that everything it sends is there before the first read. */
    private static AFUNIXSocketChannel connect(TestServer server) throws IOException, InterruptedException {
        AFUNIXSocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(server.path()));
        RecordedEvents.next(server.events.opened);
        return client;
    }

    private void send(AFUNIXSocketChannel client, String text, int descriptors) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            FileDescriptor[] all = new FileDescriptor[descriptors];
            java.util.Arrays.fill(all, in.getFD());
            client.setOutboundFileDescriptors(all);
            client.write(Handlers.bytes(text));
            client.setOutboundFileDescriptors((FileDescriptor[]) null);
        }
    }

    private static String receive(AFUNIXSocketChannel client, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            assertThat(client.read(bytes)).isPositive();
        }
        return Handlers.text(bytes.flip());
    }

    @Test
    void inputAfterUnwantedDescriptorsIsRead() throws Exception {
        try (TestServer server = server().start();
                AFUNIXSocketChannel client = connect(server)) {
            send(client, "hel", 1);
            send(client, "lo\n", 0);
            server.handler(1, "lines", 0, lines(0));
            assertThat(receive(client, 7)).isEqualTo(":hello\n");
        }
    }

    @Test
    void messagesThatAllCarryUnwantedDescriptorsAreRead() throws Exception {
        try (TestServer server = server().start();
                AFUNIXSocketChannel client = connect(server)) {
            for (int i = 0; i < 40; i++) {
                send(client, "x", 1 + i % 3);
            }
            send(client, "\n", 0);
            server.handler(1, "lines", 0, lines(0));
            assertThat(receive(client, 42)).isEqualTo(":" + "x".repeat(40) + "\n");
            client.write(Handlers.bytes("more\n"));
            assertThat(receive(client, 6)).isEqualTo(":more\n");
        }
    }

    @Test
    void messagesThatAllCarryWantedDescriptorsAreRead() throws Exception {
        try (TestServer server = server().start();
                AFUNIXSocketChannel client = connect(server)) {
            for (int i = 0; i < 40; i++) {
                send(client, "x", 1 + i % 3);
            }
            send(client, "\n", 0);
            server.handler(1, "lines", 0, lines(3));
            assertThat(receive(client, 42)).isEqualTo(":" + "x".repeat(40) + "\n");
        }
    }

    @Test
    void lastInputIsReadThoughDescriptorsCameWithIt() throws Exception {
        for (int accepted = 0; accepted <= 1; accepted++) {
            try (TestServer server = server().start();
                    AFUNIXSocketChannel client = connect(server)) {
                send(client, "hel", 1);
                send(client, "lo\n", 1);
                client.shutdownOutput();
                server.handler(1, "lines", 0, lines(accepted));
                assertThat(receive(client, 7)).isEqualTo(":hello\n");
                assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
            }
        }
    }

    @Test
    void silentConnectionsAreReadAgainAndAgain() throws Exception {
        try (TestServer server = server().start(lines(0));
                AFUNIXSocketChannel client = connect(server)) {
            for (int i = 0; i < 30; i++) {
                send(client, "a", 0);
                send(client, "b", 1);
                send(client, "c\n", 0);
                assertThat(receive(client, 5)).isEqualTo(":abc\n");
            }
        }
    }
}

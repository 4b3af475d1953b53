package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** File descriptors that travel across the socket. NoLeaks sees to it that every one is closed in the end. */
class DescriptorsTest extends EngineTest {

    /** Reads the files whose descriptors it is sent, byte for byte of the message that they came with. */
    private static class Reader implements Handler {
        final BlockingQueue<String> read = new LinkedBlockingQueue<>();

        @Override
        public void opened(ConnContext conn) {
            conn.acceptDescriptors(16);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws Exception {
            for (FileDescriptor descriptor : conn.takeDescriptors()) {
                try (FileInputStream file = new FileInputStream(descriptor)) {
                    read.add(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
            conn.write(in);
        }
    }

    private AFUNIXSocketChannel connect(TestServer server) throws IOException {
        return AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(server.path()));
    }

    private void send(AFUNIXSocketChannel client, String text, FileInputStream... files) throws IOException {
        FileDescriptor[] descriptors = new FileDescriptor[files.length];
        for (int i = 0; i < files.length; i++) {
            descriptors[i] = files[i].getFD();
        }
        client.setOutboundFileDescriptors(descriptors);
        client.write(Handlers.bytes(text));
        client.setOutboundFileDescriptors((FileDescriptor[]) null);
    }

    private FileInputStream file(String content) throws IOException {
        Path file = directory.resolve(content);
        Files.writeString(file, content);
        return new FileInputStream(file.toFile());
    }

    private static String receive(AFUNIXSocketChannel client, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            assertThat(client.read(bytes)).isPositive();
        }
        return Handlers.text(bytes.flip());
    }

    @Test
    void descriptorsOfAClientComeInOrderWithItsBytes() throws Exception {
        Reader reader = new Reader();
        try (TestServer server = server().start(reader);
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a");
                FileInputStream b = file("b");
                FileInputStream c = file("c")) {
            send(client, "one");
            send(client, "two", a, b);
            send(client, "three");
            send(client, "four", c);
            send(client, "five");
            assertThat(receive(client, 19)).isEqualTo("onetwothreefourfive");
            assertThat(reader.read).containsExactly("a", "b", "c");
        }
    }

    @Test
    void descriptorsOfAHandlerArriveWithTheirBytes() throws Exception {
        try (FileInputStream a = file("a");
                FileInputStream b = file("b");
                TestServer server = server().start((conn, in) -> {
                    in.position(in.limit());
                    conn.write(Handlers.bytes("1"));
                    conn.write(Handlers.bytes("2"), a.getFD(), b.getFD());
                    conn.write(Handlers.bytes("3"));
                });
                AFUNIXSocketChannel client = connect(server)) {
            client.setAncillaryReceiveBufferSize(1024);
            send(client, "x");
            StringBuilder bytes = new StringBuilder();
            List<String> files = new ArrayList<>();
            while (bytes.length() < 3) {
                bytes.append(receive(client, 1));
                FileDescriptor[] received = client.getReceivedFileDescriptors();
                for (FileDescriptor descriptor : received == null ? new FileDescriptor[0] : received) {
                    try (FileInputStream file = new FileInputStream(descriptor)) {
                        files.add(bytes + new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
                    }
                }
            }
            assertThat(bytes).hasToString("123");
            assertThat(files).containsExactly("12a", "12b");
        }
    }

    @Test
    void descriptorsThatNobodyTakesAreClosedWithTheBytesTheyCameWith() throws Exception {
        Handler careless = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.acceptDescriptors(16);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                conn.write(in);
            }
        };
        try (TestServer server = server().start(careless);
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a")) {
            long before = open();
            for (int i = 0; i < 3000; i++) {
                send(client, "x", a);
                assertThat(receive(client, 1)).isEqualTo("x");
            }
            assertThat(open()).isLessThan(before + 100);
        }
    }

    private static long open() {
        String[] descriptors = Path.of("/proc/self/fd").toFile().list();
        return descriptors == null ? 0 : descriptors.length;
    }

    @Test
    void descriptorsThatNobodyWantsAreClosed() throws Exception {
        try (TestServer server = server().start(ECHO);
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a")) {
            send(client, "x", a);
            assertThat(receive(client, 1)).isEqualTo("x");
        }
    }

    @Test
    void clientThatSendsTooManyDescriptorsAheadIsClosed() throws Exception {
        Handler hoarder = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.acceptDescriptors(253);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {}
        };
        FileInputStream[] many = new FileInputStream[50];
        try (TestServer server = server().start(hoarder);
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a")) {
            Arrays.fill(many, a);
            try {
                for (int i = 0; i < 20; i++) {
                    send(client, "x", many);
                }
            } catch (IOException theServerHasClosed) {
                assertThat(theServerHasClosed).isNotNull();
            }
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.MESSAGE_TOO_LARGE);
        }
    }

    @Test
    void asManyDescriptorsAsTheKernelAllowsComeAtOnce() throws Exception {
        Assumptions.assumeTrue(lane.poller().equals("epoll"), "junixsocket has room for 60");
        FileInputStream[] many = new FileInputStream[253];
        BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
        Handler counting = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                conn.acceptDescriptors(253);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) throws Exception {
                List<FileDescriptor> taken = conn.takeDescriptors();
                for (FileDescriptor descriptor : taken) {
                    new FileInputStream(descriptor).close();
                }
                counts.add(taken.size());
                conn.write(in);
            }
        };
        try (TestServer server = server().start(counting);
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a")) {
            Arrays.fill(many, a);
            send(client, "x", many);
            assertThat(receive(client, 1)).isEqualTo("x");
            assertThat(counts).containsExactly(253);
        }
    }

    @Test
    void clientThatSendsMoreDescriptorsAtOnceThanAreAcceptedIsClosed() throws Exception {
        FileInputStream[] many = new FileInputStream[17];
        try (TestServer server = server().start(new Reader());
                AFUNIXSocketChannel client = connect(server);
                FileInputStream a = file("a")) {
            Arrays.fill(many, a);
            send(client, "x", Arrays.copyOf(many, 16));
            assertThat(receive(client, 1)).isEqualTo("x");
            for (int i = 0; i < 10; i++) {
                try (AFUNIXSocketChannel other = connect(server)) {
                    send(other, "x", many);
                    assertThat(RecordedEvents.next(server.events.closed).reason())
                            .isEqualTo(ReleaseReason.CONNECTION_LOST);
                }
            }
        }
    }

    @Test
    void descriptorsNeedBytes() throws Exception {
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        Handler empty = (conn, in) -> {
            thrown.add(catchThrowable(() -> conn.write(ByteBuffer.allocate(0), FileDescriptor.in)));
            conn.write(in);
        };
        try (TestServer server = server().start(empty);
                Client client = server.connect()) {
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            assertThat(thrown.take()).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** The streams of sessions: what is read, what is gathered, and what travels with the bytes. */
class SessionStreamsTest extends EngineTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String told() throws InterruptedException {
        return RecordedEvents.next(told);
    }

    @Test
    void smallWritesAreGatheredUntilTheSessionReads() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    DataInputStream in = new DataInputStream(conn.input());
                    long sent = 0;
                    while (true) {
                        int length = in.readInt();
                        byte[] body = in.readNBytes(length);
                        // The client may have the last answer before it is counted.
                        while (conn.context().bytesOut() < sent) {
                            Thread.onSpinWait();
                        }
                        for (byte each : body) {
                            conn.output().write(each);
                        }
                        assertThat(conn.context().bytesOut()).isEqualTo(sent);
                        sent += length;
                    }
                }));
                Client client = server.connect()) {
            for (int length = 1; length < 100; length++) {
                byte[] body = new byte[length];
                client.send(
                        ByteBuffer.allocate(4 + length).putInt(length).put(body).array());
                assertThat(client.receive(length)).isEqualTo(body);
            }
        }
    }

    @Test
    void anotherThreadWritesAtOnceWhileTheSessionReads() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    Thread writer = new Thread(() -> push(conn), "writer");
                    writer.start();
                    conn.input().read();
                    told.add("read");
                    writer.join();
                }));
                Client client = server.connect()) {
            assertThat(client.receiveText(4)).isEqualTo("push");
            client.send("x");
            assertThat(told()).isEqualTo("read");
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    private static void push(StreamConnection conn) {
        try {
            Streams.write(conn, "push");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void readTimeoutEndsAWaitAndNoByteIsLost() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    conn.readTimeout(Duration.ofMillis(20));
                    assertThatThrownBy(() -> conn.input().read()).isInstanceOf(SocketTimeoutException.class);
                    told.add("timed out");
                    conn.readTimeout(Duration.ZERO);
                    told.add("" + (char) conn.input().read());
                }));
                Client client = server.connect()) {
            assertThat(told()).isEqualTo("timed out");
            client.send("x");
            assertThat(told()).isEqualTo("x");
        }
    }

    @Test
    void lineInputHoldsNothingBackFromAReaderAndNothingAfterALine() throws Exception {
        try (TestServer server = server().start(Streams.handler(conn -> {
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(conn.lineInput(), StandardCharsets.UTF_8));
                    told.add(lines.readLine());
                    told.add(lines.readLine());
                    told.add(new String(conn.input().readAllBytes(), StandardCharsets.UTF_8));
                }));
                Client client = server.connect()) {
            client.send("one\r\ntwö\nrest\nof it".getBytes(StandardCharsets.UTF_8))
                    .endInput();
            assertThat(told()).isEqualTo("one");
            assertThat(told()).isEqualTo("twö");
            assertThat(told()).isEqualTo("rest\nof it");
        }
    }

    @Test
    void inputOfAnyLengthIsTakenWhateverTheLargestMessageIs() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (TestServer server = server().with("message.max", "10").start(Streams.handler(conn -> {
                    conn.input().read();
                    sent.await();
                    told.add("" + conn.input().readAllBytes().length);
                }));
                Client client = server.connect()) {
            client.send(new byte[100_000]);
            sent.countDown();
            client.endInput();
            assertThat(told()).isEqualTo("99999");
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void descriptorsAreTakenAfterTheMessageTheyCameWith() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        StreamHandler reading = new StreamHandler(4) {
            @Override
            protected void serve(StreamConnection conn) throws IOException {
                for (int next; (next = conn.input().read()) >= 0; ) {
                    for (FileDescriptor descriptor : conn.context().takeDescriptors()) {
                        try (FileInputStream in = new FileInputStream(descriptor)) {
                            told.add((char) next + new String(in.readAllBytes(), StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        };
        try (TestServer server = server().start(reading);
                AFUNIXSocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(server.path()))) {
            for (String each : List.of("x", "y")) {
                try (FileInputStream in = new FileInputStream(file.toFile())) {
                    client.setOutboundFileDescriptors(in.getFD());
                    client.write(Handlers.bytes(each));
                    assertThat(told()).isEqualTo(each + "content");
                }
            }
        }
    }
}

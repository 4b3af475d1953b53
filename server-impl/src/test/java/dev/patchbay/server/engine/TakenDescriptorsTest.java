package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Descriptors that a handler has taken are its own. */
class TakenDescriptorsTest extends EngineTest {

    private static class Taker implements Handler {
        final BlockingQueue<List<FileDescriptor>> taken = new LinkedBlockingQueue<>();

        @Override
        public void opened(ConnContext conn) {
            conn.acceptDescriptors(16);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
            taken.add(conn.takeDescriptors());
        }
    }

    @Test
    void descriptorsThatWereTakenOutliveTheConnection() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        Taker taker = new Taker();
        List<FileDescriptor> taken;
        try (TestServer server = server().start(taker)) {
            try (AFUNIXSocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(server.path()));
                    FileInputStream in = new FileInputStream(file.toFile());
                    FileInputStream again = new FileInputStream(file.toFile())) {
                client.setOutboundFileDescriptors(in.getFD(), again.getFD());
                client.write(Handlers.bytes("x"));
                taken = taker.taken.poll(20, TimeUnit.SECONDS);
            }
            RecordedEvents.next(server.events.closed);
        }
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        assertThat(taken).hasSize(2);
        for (FileDescriptor descriptor : taken) {
            assertThat(descriptor.valid()).isTrue();
            try (FileInputStream in = new FileInputStream(descriptor)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("content");
            }
        }
    }

    @Test
    void takingDescriptorsLeavesNoneOpen() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        Taker taker = new Taker();
        try (TestServer server = server().start(taker);
                AFUNIXSocketChannel client = AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(server.path()));
                FileInputStream in = new FileInputStream(file.toFile())) {
            int before = open();
            for (int i = 0; i < 300; i++) {
                client.setOutboundFileDescriptors(in.getFD(), in.getFD());
                client.write(Handlers.bytes("x"));
                client.setOutboundFileDescriptors((FileDescriptor[]) null);
                for (FileDescriptor descriptor : taker.taken.poll(20, TimeUnit.SECONDS)) {
                    new FileInputStream(descriptor).close();
                }
            }
            assertThat(open()).isLessThan(before + 50);
        }
    }

    private static int open() {
        return Path.of("/proc/self/fd").toFile().list().length;
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks that run when everything that was written before has been handed to the kernel. */
class AfterSentTest extends EngineTest {

    private static final int LARGE = 2_000_000;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnContext> contexts = new LinkedBlockingQueue<>();

    /** Hands out its connection, and does nothing else. */
    private class Quiet implements Handler {
        @Override
        public void opened(ConnContext conn) {
            contexts.add(conn);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws Exception {
            in.position(in.limit());
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.add("released " + reason);
        }
    }

    @Test
    void taskRunsOnceAfterTheCallThatHasWritten() throws Exception {
        Handler handler = new Quiet() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
                conn.write(Handlers.bytes("answer"));
                conn.afterSent(() -> calls.add("sent " + conn.bytesOut()));
                conn.afterSent(() -> calls.add("sent as well"));
                calls.add("call ends");
            }
        };
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            assertThat(client.send("?").receiveText(6)).isEqualTo("answer");
            assertThat(RecordedEvents.next(calls, 3)).containsExactly("call ends", "sent 6", "sent as well");
            assertThat(client.send("?").receiveText(6)).isEqualTo("answer");
            assertThat(RecordedEvents.next(calls, 3)).containsExactly("call ends", "sent 12", "sent as well");
        }
    }

    @Test
    void taskRunsAtOnceIfNothingWasWritten() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            RecordedEvents.next(contexts).afterSent(() -> calls.add("sent"));
            assertThat(RecordedEvents.next(calls)).isEqualTo("sent");
            assertThat(client.channel().isConnected()).isTrue();
        }
    }

    @Test
    void taskWaitsUntilTheClientHasReadEnough() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            conn.afterSent(() -> calls.add("nothing written"));
            conn.write(ByteBuffer.allocate(LARGE));
            conn.afterSent(() -> calls.add("sent " + conn.bytesOut()));
            assertThat(conn.offer(ByteBuffer.allocate(1))).isFalse();
            assertThat(RecordedEvents.next(calls)).isEqualTo("nothing written");
            assertThat(calls.poll(50, TimeUnit.MILLISECONDS)).isNull();
            client.receive(LARGE);
            assertThat(RecordedEvents.next(calls)).isEqualTo("sent " + LARGE);
        }
    }

    @Test
    void bytesKeepTheirOrderAroundTasks() throws Exception {
        try (TestServer server = server().with("write.high", "10000000").start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            int blocks = 3000;
            for (int i = 0; i < blocks; i++) {
                int number = i;
                conn.write(ByteBuffer.allocate(1000).putInt(0, i));
                conn.afterSent(() -> calls.add("sent " + number));
            }
            for (int i = 0; i < blocks; i++) {
                assertThat(ByteBuffer.wrap(client.receive(1000)).getInt()).isEqualTo(i);
            }
            for (int i = 0; i < blocks; i++) {
                assertThat(RecordedEvents.next(calls)).isEqualTo("sent " + i);
            }
        }
    }

    @Test
    void closeWaitsForTheTask() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            conn.execute(() -> {
                conn.write(ByteBuffer.allocate(LARGE));
                conn.afterSent(() -> calls.add("sent " + conn.bytesOut()));
                conn.close();
            });
            assertThat(client.receiveAll()).hasSize(LARGE);
            assertThat(RecordedEvents.next(calls)).isEqualTo("sent " + LARGE);
            assertThat(RecordedEvents.next(calls)).isEqualTo("released HANDLER_CLOSED");
        }
    }

    @Test
    void taskIsDroppedWhenTheConnectionEndsFirst() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            conn.write(ByteBuffer.allocate(LARGE));
            conn.afterSent(() -> calls.add("sent"));
            client.channel().close();
            RecordedEvents.next(server.events.closed);
            assertThat(calls).containsExactly("released CLIENT_CLOSED");
            conn.afterSent(() -> calls.add("sent"));
            assertThat(calls).hasSize(1);
        }
    }

    @Test
    void taskIsDroppedWhenTheConnectionIsHandedOverFirst() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            conn.write(ByteBuffer.allocate(LARGE));
            conn.afterSent(() -> calls.add("sent"));
            server.handler(2, "second", 1, ECHO);
            server.removed(1);
            client.receive(LARGE);
            assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            assertThat(calls).containsExactly("released SWAPPED");
        }
    }

    @Test
    void taskRunsAfterTheEndOfOutput() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            conn.write(Handlers.bytes("all"));
            conn.endOutput();
            conn.afterSent(() -> calls.add("sent"));
            assertThat(RecordedEvents.next(calls)).isEqualTo("sent");
            assertThat(client.receiveAll()).isEqualTo("all");
        }
    }

    @Test
    void taskRunsWhenDescriptorsHaveBeenSent() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect();
                FileInputStream in = new FileInputStream(file.toFile())) {
            ConnContext conn = RecordedEvents.next(contexts);
            FileDescriptor descriptor = in.getFD();
            conn.execute(() -> {
                conn.write(ByteBuffer.allocate(LARGE));
                conn.write(Handlers.bytes("d"), new FileDescriptor[] {descriptor});
                conn.afterSent(() -> calls.add("sent " + conn.bytesOut()));
            });
            client.receive(LARGE + 1);
            assertThat(RecordedEvents.next(calls)).isEqualTo("sent " + (LARGE + 1));
        }
    }

    @Test
    void tasksThatAnyThreadAsksForRunOnceEach() throws Exception {
        try (TestServer server = server().start(new Quiet());
                Client client = server.connect()) {
            ConnContext conn = RecordedEvents.next(contexts);
            int threads = 4;
            int each = 2000;
            Thread[] writers = new Thread[threads];
            for (int t = 0; t < threads; t++) {
                writers[t] = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        conn.write(ByteBuffer.allocate(100));
                        conn.afterSent(() -> calls.add("sent"));
                    }
                });
                writers[t].start();
            }
            client.receive(threads * each * 100);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(RecordedEvents.next(calls, threads * each)).containsOnly("sent");
            conn.close();
            assertThat(RecordedEvents.next(calls)).isEqualTo("released HANDLER_CLOSED");
        }
    }
}

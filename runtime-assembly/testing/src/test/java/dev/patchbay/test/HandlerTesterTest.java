package dev.patchbay.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shout.ShoutHandler;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.FrameTooLongException;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.embed.ServerOptions;
import dev.patchbay.handler.echo.EchoHandler;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test can have happen, each with a handler that shows it. */
@Timeout(60)
class HandlerTesterTest {

    private static void write(ConnContext conn, String text) {
        conn.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    // ---- time

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void timersRunWhenTimeIsAdvancedAndNotBefore(HandlerExecution execution) {
        Handler reminds = (conn, in) -> {
            in.position(in.limit());
            conn.after(Duration.ofHours(1), () -> write(conn, "time!"));
        };
        try (HandlerTester tester = HandlerTester.of(() -> reminds).execution(execution)) {
            TestClient client = tester.connect().send("x");
            tester.advance(Duration.ofMinutes(59));
            client.expectNothing();
            tester.advance(Duration.ofMinutes(2));
            client.expect("time!");
        }
    }

    @Test
    void idleTimeoutEndsTheConnection() {
        ServerOptions options = new ServerOptions().idleTimeout(Duration.ofMinutes(5));
        try (HandlerTester tester = HandlerTester.of(EchoHandler::new).with(options)) {
            TestClient client = tester.connect();
            tester.advance(Duration.ofMinutes(4));
            client.send("a").expect("a");
            tester.advance(Duration.ofMinutes(4));
            client.send("b").expect("b");
            tester.advance(Duration.ofMinutes(6));
            client.expectEnd(ReleaseReason.IDLE_TIMEOUT);
        }
    }

    // ---- back-pressure

    /** Writes numbers until the client has all of them, never more than it reads. */
    private static final class Feed implements Handler {
        @Override
        public void opened(ConnContext conn) {
            writable(conn);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
        }

        @Override
        public void writable(ConnContext conn) {
            int next = (int) conn.attributes().getOrDefault("next", 0);
            while (next < 100 && conn.offer(ByteBuffer.wrap((next + "\n").getBytes(UTF_8)))) {
                next++;
            }
            conn.attributes().put("next", next);
        }
    }

    private static String numbers() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            all.append(i).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void clientThatDoesNotReadHoldsTheFeedUpAndGetsAllOfItLater(HandlerExecution execution) {
        try (HandlerTester tester = HandlerTester.of(Feed::new)
                .execution(execution)
                .with(new ServerOptions().writeHigh(32).writeLow(8))) {
            TestClient client = tester.connect();
            client.expect(numbers());
            TestClient slow = tester.connect().stopReading();
            client.send("x");
            slow.read(5).resumeReading().expect(numbers());
        }
    }

    @Test
    void writeOfACallThatMayBlockWaitsForAClientThatDoesNotRead() {
        AtomicInteger done = new AtomicInteger();
        Handler writes = (conn, in) -> {
            in.position(in.limit());
            for (int i = 0; i < 10; i++) {
                write(conn, "0123456789".repeat(2000));
                done.incrementAndGet();
            }
        };
        try (HandlerTester tester = HandlerTester.of(() -> writes)
                .execution(HandlerExecution.VIRTUAL)
                .with(new ServerOptions().writeHigh(32).writeLow(8))) {
            TestClient client = tester.connect().stopReading().send("x");
            assertThat(done.get()).isBetween(1, 3);
            client.resumeReading().expect("0123456789".repeat(20_000));
            assertThat(done.get()).isEqualTo(10);
        }
    }

    @Test
    void clientThatClosesEndsAWriteThatWaits() {
        Throwable[] thrown = new Throwable[1];
        Handler writes = (conn, in) -> {
            in.position(in.limit());
            try {
                for (int i = 0; i < 10; i++) {
                    write(conn, "0123456789".repeat(2000));
                }
            } catch (ConnectionEndedException e) {
                thrown[0] = e;
                throw e;
            }
        };
        try (HandlerTester tester = HandlerTester.of(() -> writes)
                .execution(HandlerExecution.VIRTUAL)
                .with(new ServerOptions().writeHigh(32).writeLow(8))) {
            TestClient client = tester.connect().stopReading().send("x");
            client.close();
            client.expectEnd(ReleaseReason.CLIENT_CLOSED);
            assertThat(thrown[0]).isNotNull();
        }
    }

    // ---- several connections

    /** Sends each line to all clients of a room. */
    private static final class Chat implements Handler {
        @Override
        public void opened(ConnContext conn) {
            conn.group("room").join(conn.ref());
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                byte[] said = (conn.peer().uid() + ": " + UTF_8.decode(line) + "\n").getBytes(UTF_8);
                conn.group("room").send(ByteBuffer.wrap(said));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void whatOneClientSaysReachesAllClientsAlsoAfterASwap(HandlerExecution execution) {
        try (HandlerTester tester = HandlerTester.of(Chat::new).execution(execution)) {
            TestClient ann = tester.connect(new PeerCredentials(1, 1001, List.of()));
            TestClient bob = tester.connect(new PeerCredentials(2, 1002, List.of()));
            ann.send("hi\n").expect("1001: hi\n");
            bob.expect("1001: hi\n");
            tester.swap();
            bob.send("ho\n").expect("1002: ho\n");
            ann.expect("1002: ho\n");
            tester.group("room").send(ByteBuffer.wrap("all\n".getBytes(UTF_8)));
            ann.expect("all\n");
            bob.expect("all\n").expectNothing();
        }
    }

    // ---- swaps

    @Test
    void heldConnectionGoesOnWithTheNextHandler() {
        try (HandlerTester tester = HandlerTester.of(ShoutHandler::new)) {
            TestClient client = tester.connect().expect("hello\n").send("a");
            tester.hold();
            client.send("b\n").expectNothing();
            tester.swap();
            client.expect("AB\n");
        }
    }

    @Test
    void promisedAnswerKeepsTheOldHandlerInChargeUntilTheTimeout() {
        Handler promises = (conn, in) -> {
            in.position(in.limit());
            conn.pending();
        };
        try (HandlerTester tester =
                HandlerTester.of(() -> promises).with(new ServerOptions().swapTimeout(Duration.ofSeconds(5)))) {
            TestClient client = tester.connect().send("x");
            tester.swapTo(new EchoHandler());
            client.send("y").expectNothing();
            tester.advance(Duration.ofSeconds(6));
            client.expectEnd(ReleaseReason.SWAP_TIMEOUT);
        }
    }

    @Test
    void drainEndsWhatIsNotUnderWay() {
        try (HandlerTester tester = HandlerTester.of(EchoHandler::new)) {
            TestClient client = tester.connect().send("x").expect("x");
            tester.drain();
            tester.advance(Duration.ofSeconds(1));
            client.expectEnd(ReleaseReason.DRAINED);
        }
    }

    // ---- descriptors

    /** Writes the content of each file that it is sent, and sends back the descriptor of another one. */
    private record FileReader(Path answer) implements Handler {
        @Override
        public void opened(ConnContext conn) {
            conn.acceptDescriptors(2);
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) throws IOException {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                write(conn, UTF_8.decode(line) + ":");
                for (FileDescriptor each : conn.takeDescriptors()) {
                    try (FileInputStream file = new FileInputStream(each)) {
                        write(conn, new String(file.readAllBytes(), UTF_8));
                    }
                }
            }
            try (FileInputStream file = new FileInputStream(answer.toFile())) {
                conn.write(ByteBuffer.wrap("!".getBytes(UTF_8)), file.getFD());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void descriptorsArePassedInBothDirections(HandlerExecution execution, @TempDir Path folder) throws IOException {
        Path sent = Files.writeString(folder.resolve("sent"), "content");
        Path answer = Files.writeString(folder.resolve("answer"), "of the handler");
        try (HandlerTester tester =
                        HandlerTester.of(() -> new FileReader(answer)).execution(execution);
                FileInputStream file = new FileInputStream(sent.toFile())) {
            TestClient client = tester.connect();
            client.send("a\n".getBytes(UTF_8), file.getFD()).expect("a:content!");
            FileDescriptor passed = client.expectDescriptors(1).get(0);
            try (FileInputStream read = new FileInputStream(passed)) {
                assertThat(new String(read.readAllBytes(), UTF_8)).isEqualTo("of the handler");
            }
            assertThat(file.getFD().valid()).as("the test's own stays open").isTrue();
        }
    }

    @Test
    void descriptorsThatNobodyAcceptsOrTakesAreClosed(@TempDir Path folder) throws IOException {
        long before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            try (HandlerTester tester = HandlerTester.of(EchoHandler::new);
                    FileOutputStream file =
                            new FileOutputStream(folder.resolve("file").toFile())) {
                tester.connect().send("a".getBytes(UTF_8), file.getFD()).expect("a");
            }
        }
        assertThat(openDescriptors()).isLessThan(before + 10);
    }

    private static long openDescriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var entries = Files.list(folder)) {
            return entries.count();
        }
    }

    // ---- failures that are wanted

    @Test
    void failureForAClientThatBreaksTheProtocolIsExpected() {
        try (HandlerTester tester = HandlerTester.of(ShoutHandler::new)) {
            TestClient client = tester.connect().expect("hello\n").send("x".repeat(9000));
            assertThat(client.expectFailure(FrameTooLongException.class)).hasMessageContaining("8192");
            client.expectEnd(ReleaseReason.HANDLER_FAILED);
        }
    }

    @Test
    void configurationThatIsNotValidIsRefusedWithItsFault() {
        HandlerTester tester =
                HandlerTester.of(EchoHandler::new).with(new ServerOptions().idleTimeout(Duration.ofDays(-1)));
        assertThatThrownBy(tester::connect)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle.timeout");
        tester.close();
    }

    @Test
    void testerThatNobodyConnectsToCanBeClosed() {
        HandlerTester tester = HandlerTester.of(EchoHandler::new);
        tester.close();
        assertThat(tester.connect().send("a").expect("a")).isNotNull();
        tester.close();
        tester.close();
    }

    @Test
    void callThatKeepsTheEventLoopForAMomentIsWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        Handler waits = (conn, in) -> {
            in.position(in.limit());
            never.await(5, TimeUnit.MILLISECONDS);
            write(conn, "ok");
        };
        try (HandlerTester tester = HandlerTester.of(() -> waits).execution(HandlerExecution.EVENT_LOOP)) {
            tester.connect().send("x").expect("ok");
        }
    }
}

package dev.patchbay.server.poll;

import static dev.patchbay.server.poll.Pollable.READABLE;
import static dev.patchbay.server.poll.Pollable.WRITABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** What both pollers promise, with no engine around them. */
@ParameterizedClass
@MethodSource("pollers")
@Timeout(60)
class PollerTest {

    private static final long BOUND_MILLIS = 20_000;

    @Parameter
    String name;

    @TempDir
    Path directory;

    private Poller poller;
    private final Chunk chunk = new Chunk(4096);
    private final List<AFUNIXSocketChannel> channels = new ArrayList<>();

    static List<String> pollers() {
        return Platform.epollUnavailable() == null ? List.of("epoll", "portable") : List.of("portable");
    }

    @BeforeEach
    void open() throws IOException {
        poller = name.equals("epoll") ? Platform.epoll() : new PortablePoller();
    }

    @AfterEach
    void close() throws IOException {
        Thread.interrupted();
        poller.close();
        for (AFUNIXSocketChannel channel : channels) {
            channel.close();
        }
    }

    private static final class Recorded implements Pollable {
        @Override
        public void ready(int readiness) {}
    }

    @Test
    void interruptedThreadEndsAWaitAndStaysInterrupted() throws Exception {
        for (int i = 0; i < 3; i++) {
            Thread.currentThread().interrupt();
            poller.wakeup();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(poller.await(BOUND_MILLIS)).isLessThanOrEqualTo(1);
        }
        CompletableFuture<Void> woken = CompletableFuture.runAsync(() -> {
            try {
                poller.await(-1);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Thread.currentThread().interrupt();
        poller.wakeup();
        assertThat(Thread.interrupted()).isTrue();
        woken.get(BOUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void manyWakeupsEndOneWait() throws IOException {
        for (int i = 0; i < 100_000; i++) {
            poller.wakeup();
        }
        int ready = poller.await(BOUND_MILLIS);
        for (int i = 0; i < ready; i++) {
            assertThat(poller.target(i)).isNull();
        }
        assertThat(poller.await(0)).isZero();
    }

    private record Pair(AFUNIXSocketChannel client, AFUNIXSocketChannel channel, Port port, Pollable target) {}

    private Pair pair() throws IOException {
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        channels.addAll(List.of(pair.getSocket1(), pair.getSocket2()));
        pair.getSocket2().configureBlocking(false);
        Pollable target = new Recorded();
        Port port = poller.open(ClientSocket.of(pair.getSocket2()), target);
        return new Pair(pair.getSocket1(), pair.getSocket2(), port, target);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    /** Waits until the socket is ready so. */
    private void awaitReady(Pair pair, int bit) throws IOException {
        for (; ; ) {
            int ready = poller.await(BOUND_MILLIS);
            for (int i = 0; i < ready; i++) {
                int readiness = poller.readiness(i);
                if (poller.target(i) == pair.target && (readiness & bit) != 0) {
                    return;
                }
            }
        }
    }

    /** Writes until the socket is full; returns the number of bytes. */
    private long fill(Pair pair) throws IOException {
        long total = 0;
        for (int count = chunk.capacity(); count == chunk.capacity(); total += count) {
            count = pair.port.write(chunk, 0, chunk.capacity());
        }
        return total;
    }

    private void drain(Pair pair, long bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(4096);
        for (long left = bytes; left > 0; ) {
            left -= pair.client.read(into.clear());
        }
    }

    @Test
    void roomIsReportedAfterAWriteThatWasShortAndNotOtherwise() throws IOException {
        Pair pair = pair();
        for (int i = 0; i < 3; i++) {
            while (poller.await(0) > 0) {
                poller.target(0);
            }
            drain(pair, pair.port.write(chunk, 0, 100));
            assertThat(poller.await(0)).isZero();
            long written = fill(pair);
            drain(pair, written);
            awaitReady(pair, WRITABLE);
            // The next complete writes are taken for the end of the shortage.
            for (int n = 0; n < 20; n++) {
                drain(pair, pair.port.write(chunk, 0, 100));
            }
        }
    }

    @Test
    void roomThatComesBeforeTheWaitIsReported() throws IOException {
        Pair pair = pair();
        long written = fill(pair);
        drain(pair, written);
        fill(pair);
        drain(pair, 4096);
        pair.client.write(bytes("x"));
        awaitReady(pair, READABLE);
        drain(pair, written - 4096);
        awaitReady(pair, WRITABLE);
    }

    @Test
    void threadThatIsInterruptedWaitsAndReadsAndWrites() throws Exception {
        Pair pair = pair();
        pair.client.write(bytes("hello"));
        Thread.currentThread().interrupt();
        awaitReady(pair, READABLE);
        Thread.currentThread().interrupt();
        assertThat(pair.port.read(chunk, 0, 100)).isEqualTo(5);
        assertThat(pair.port.write(chunk, 0, 5)).isEqualTo(5);
        assertThat(Thread.interrupted()).isTrue();
        ByteBuffer answer = ByteBuffer.allocate(5);
        assertThat(pair.client.read(answer)).isEqualTo(5);
        assertThat(pair.channel.isOpen()).isTrue();
    }

    @Test
    void interruptEndsAWaitAtMostAndDoesNotMakeTheNextOnesSpin() throws Exception {
        Thread.currentThread().interrupt();
        poller.await(1);
        long before = System.nanoTime();
        int waits = 0;
        while (System.nanoTime() - before < TimeUnit.MILLISECONDS.toNanos(300)) {
            poller.await(100);
            waits++;
        }
        assertThat(waits).isLessThan(50);
    }

    @Test
    void wakeupOfAnInterruptedThreadReachesTheWaitingOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Integer> wait = CompletableFuture.supplyAsync(() -> {
                try {
                    return poller.await(BOUND_MILLIS);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Thread.currentThread().interrupt();
            poller.wakeup();
            assertThat(Thread.interrupted()).isTrue();
            wait.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void socketThatIsClosedInTheMeantimeIsNotToldOf() throws Exception {
        Pair one = pair();
        Pair other = pair();
        one.client.write(bytes("x"));
        other.client.write(bytes("x"));
        awaitBothReady();
        one.port.close();
        other.port.close();
        assertThat(poller.target(0)).isNull();
        assertThat(poller.target(1)).isNull();
        one.port.close();
    }

    private void awaitBothReady() throws IOException {
        assertThat(poller.await(BOUND_MILLIS)).isEqualTo(2);
    }

    @Test
    void readinessIsToldOnceUntilAReadComesUpShort() throws Exception {
        Pair pair = pair();
        pair.client.write(bytes("hello"));
        awaitReady(pair, READABLE);
        assertThat(poller.await(0)).isZero();
        assertThat(pair.port.read(chunk, 0, 100)).isEqualTo(5);
        pair.client.write(bytes("hello"));
        awaitReady(pair, READABLE);
    }

    @Test
    void wakeupAndCloseAreHarmlessAfterClose() throws Exception {
        Pair pair = pair();
        pair.client.write(bytes("x"));
        poller.close();
        poller.close();
        poller.wakeup();
        assertThat(pair.port.read(chunk, 0, 100)).isEqualTo(1);
        pair.port.close();
    }

    @Test
    void listeningEndsOnceAndIsNotResumedAfterwards() throws Exception {
        AFUNIXSocketAddress address = AFUNIXSocketAddress.of(directory.resolve("s"));
        try (AFUNIXServerSocketChannel server = AFUNIXServerSocketChannel.open()) {
            server.bind(address);
            server.configureBlocking(false);
            Poller.Listening listening = poller.listen(server, new Recorded());
            listening.pause(true);
            channels.add(AFUNIXSocketChannel.open(address));
            assertThat(poller.await(50)).isZero();
            listening.pause(false);
            assertThat(poller.await(BOUND_MILLIS)).isEqualTo(1);
            listening.cancel();
            assertThat(poller.target(0)).isNull();
            listening.cancel();
            listening.pause(false);
            assertThat(poller.await(50)).isZero();
        }
    }

    /** A thread asks for what it needs while the loop reports something else of the same socket. */
    @Test
    void whatATurnAsksForIsNotLostWhileTheLoopTellsSomethingElse() throws Exception {
        Pair pair = pair();
        pair.client.configureBlocking(false);
        ByteBuffer swallowed = ByteBuffer.allocateDirect(1 << 20);
        Chunk out = new Chunk(1 << 20);
        for (int i = 0; i < 3000; i++) {
            while (pair.port.write(out, 0, 1 << 16) == 1 << 16) {}
            CompletableFuture<Integer> turn = CompletableFuture.supplyAsync(() -> {
                try {
                    return pair.port.read(chunk, 0, 100);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            pair.client.read(swallowed.clear());
            poller.await(1);
            turn.get(10, TimeUnit.SECONDS);
            poller.await(0);
            pair.client.write(bytes("x"));
            awaitReady(pair, READABLE);
            assertThat(pair.port.read(chunk, 0, 1)).isEqualTo(1);
            while (pair.client.read(swallowed.clear()) > 0) {}
        }
    }

    @Test
    void tooManyDescriptorsAreRecognised() throws Exception {
        Pair pair = pair();
        pair.port.acceptDescriptors(1);
        send(pair.client, 2);
        awaitReady(pair, READABLE);
        assertThatThrownBy(() -> receive(pair.port))
                .isInstanceOf(TooManyDescriptorsException.class)
                .hasMessageContaining("2 file descriptors")
                .hasMessageContaining("at most 1");
    }

    @Test
    void moreDescriptorsThanJunixsocketHasRoomForAreRecognised() throws Exception {
        Assumptions.assumeTrue(name.equals("portable"), "epoll has room for all that the kernel allows");
        Pair pair = pair();
        pair.port.acceptDescriptors(253);
        send(pair.client, 61);
        awaitReady(pair, READABLE);
        assertThatThrownBy(() -> receive(pair.port))
                .isInstanceOf(TooManyDescriptorsException.class)
                .hasMessageContaining("60");
    }

    @Test
    void descriptorsThatAreNotTakenYetSurviveAnotherLimit() throws Exception {
        Pair pair = pair();
        pair.port.acceptDescriptors(5);
        send(pair.client, 2);
        awaitReady(pair, READABLE);
        assertThat(pair.port.read(chunk, 0, 100)).isEqualTo(1);
        pair.port.acceptDescriptors(6);
        List<FileDescriptor> taken = pair.port.takeDescriptors();
        assertThat(taken).hasSize(2).allMatch(FileDescriptor::valid);
        DescriptorCopies.close(taken.toArray(new FileDescriptor[0]));
    }

    private List<FileDescriptor> receive(Port port) throws IOException {
        port.read(chunk, 0, 100);
        return port.takeDescriptors();
    }

    private void send(AFUNIXSocketChannel client, int count) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            FileDescriptor[] all = new FileDescriptor[count];
            Arrays.fill(all, in.getFD());
            client.setOutboundFileDescriptors(all);
            client.write(bytes("x"));
            client.setOutboundFileDescriptors((FileDescriptor[]) null);
        }
    }
}

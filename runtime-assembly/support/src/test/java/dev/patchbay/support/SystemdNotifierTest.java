package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Receives the messages on a real datagram socket. */
@Timeout(60)
class SystemdNotifierTest {

    private static final long PID = 4711;
    private static final CompletionStage<Void> ALIVE = CompletableFuture.completedFuture(null);

    @TempDir
    private Path directory;

    private AFUNIXDatagramChannel hearing;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void listen() throws IOException {
        hearing = AFUNIXDatagramChannel.open();
        Path path = directory.resolve("notify");
        hearing.bind(AFUNIXSocketAddress.of(path));
        environment.put("NOTIFY_SOCKET", path.toString());
    }

    @AfterEach
    void close() throws IOException {
        hearing.close();
    }

    @Test
    void readyReloadingAndStoppingAreTold() throws IOException {
        try (SystemdNotifier notifier = new SystemdNotifier(environment, PID)) {
            notifier.reload(() -> {});
            notifier.ready("serving echo=/run/echo", () -> ALIVE);
            assertThat(heard()).isEqualTo("READY=1\nSTATUS=serving echo=/run/echo");

            long before = System.nanoTime() / 1000;
            notifier.reload(() -> {});
            String reloading = heard();
            assertThat(reloading).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            assertThat(Long.parseLong(reloading.replaceAll("(?s).*=", ""))).isBetween(before, System.nanoTime() / 1000);
            assertThat(heard()).isEqualTo("READY=1");

            notifier.stopping();
            notifier.stopping();
            notifier.reload(() -> {});
            assertThat(heard()).isEqualTo("STOPPING=1");
            assertThatNothingMoreIsHeard();
        }
    }

    @Test
    void anAbstractAddressIsHeardToo() throws IOException {
        String name = "patchbay-test-" + directory;
        hearing.close();
        hearing = AFUNIXDatagramChannel.open();
        hearing.bind(AFUNIXSocketAddress.inAbstractNamespace(name));
        environment.put("NOTIFY_SOCKET", "@" + name);
        try (SystemdNotifier notifier = new SystemdNotifier(environment, PID)) {
            notifier.stopping();
            assertThat(heard()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void thereIsNoSignOfLifeWithoutAPulse() throws Exception {
        environment.put("WATCHDOG_USEC", "2000");
        environment.put("WATCHDOG_PID", Long.toString(PID));
        BlockingQueue<CompletableFuture<Void>> pulses = new LinkedBlockingQueue<>();
        try (SystemdNotifier notifier = new SystemdNotifier(environment, PID)) {
            notifier.ready("", () -> {
                CompletableFuture<Void> pulse = new CompletableFuture<>();
                pulses.add(pulse);
                return pulse;
            });
            heard();
            CompletableFuture<Void> first = pulses.poll(30, TimeUnit.SECONDS);
            assertThat(pulses.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThatNothingMoreIsHeard();

            first.complete(null);
            assertThat(heard()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void oneFailedPulseDoesNotEndTheSignsOfLife() throws IOException {
        environment.put("WATCHDOG_USEC", "2000");
        AtomicInteger pulses = new AtomicInteger();
        try (SystemdNotifier notifier = new SystemdNotifier(environment, PID)) {
            notifier.ready("", () -> {
                if (pulses.getAndIncrement() == 0) {
                    throw new IllegalStateException("the bundle is stopping");
                }
                return ALIVE;
            });
            heard();
            assertThat(heard()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void aWatchdogOfAnotherProcessAndOneThatIsNoNumberAreIgnored() throws IOException {
        environment.put("WATCHDOG_USEC", "2000");
        environment.put("WATCHDOG_PID", "1");
        try (SystemdNotifier another = new SystemdNotifier(environment, PID)) {
            another.ready("", () -> {
                throw new AssertionError("no keep-alive message is due");
            });
        }
        environment.put("WATCHDOG_PID", Long.toString(PID));
        environment.put("WATCHDOG_USEC", "2s");
        try (SystemdNotifier wrong = new SystemdNotifier(environment, PID)) {
            wrong.ready("", () -> {
                throw new AssertionError("no keep-alive message is due");
            });
        }
        heard();
        heard();
        assertThatNothingMoreIsHeard();
    }

    @Test
    void aMissingServiceManagerIsIgnored() throws IOException {
        hearing.close();
        for (String address :
                new String[] {environment.get("NOTIFY_SOCKET"), "@nobody", "vsock:2:1", "", "/" + "x".repeat(200)}) {
            environment.put("NOTIFY_SOCKET", address);
            try (SystemdNotifier notifier = new SystemdNotifier(environment, PID)) {
                notifier.ready("", () -> ALIVE);
                notifier.stopping();
            }
        }
        hearing = AFUNIXDatagramChannel.open();
    }

    private String heard() throws IOException {
        hearing.configureBlocking(true);
        ByteBuffer message = ByteBuffer.allocate(4096);
        hearing.receive(message);
        return StandardCharsets.UTF_8.decode(message.flip()).toString();
    }

    private void assertThatNothingMoreIsHeard() throws IOException {
        hearing.configureBlocking(false);
        ByteBuffer message = ByteBuffer.allocate(4096);
        // What it returns is null either way: the sender has no name.
        hearing.receive(message);
        assertThat(message.position()).as("bytes heard").isZero();
    }
}

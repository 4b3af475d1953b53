package dev.patchbay.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** The extension finds what it has to find: runs tests that leak, and looks at how they ended. */
class NoLeaksTest {

    private static final List<Closeable> LEFT_OPEN = new ArrayList<>();

    private static volatile CountDownLatch over;

    @BeforeEach
    void prepare() {
        over = new CountDownLatch(1);
    }

    @AfterEach
    void letWhatLeakedGo() throws IOException {
        over.countDown();
        for (Closeable open : LEFT_OPEN) {
            open.close();
        }
        LEFT_OPEN.clear();
    }

    @Test
    void aThreadThatDoesNotEndFailsItsTest() {
        assertThat(failureOf("leavesAThread")).contains("patchbay-left", "Leaky.awaitTheEnd");
    }

    @Test
    void aSocketFileFailsItsTest() {
        assertThat(failureOf("leavesASocketFile")).contains("deep/left.sock");
    }

    @Test
    void aPrivateDirectoryFailsItsTest() {
        assertThat(failureOf("leavesAPrivateDirectory")).contains(".echo.sock.bay");
    }

    @ParameterizedTest
    @CsvSource({
        "leavesASocket, 1 descriptor(s) of socket:[",
        "leavesAListeningSocket, 1 descriptor(s) of socket:[",
        "leavesAForeignSocket, 1 descriptor(s) of socket:[",
        "leavesAPipe, 1 descriptor(s) of pipe:[",
        "leavesASelector, 1 descriptor(s) of anon_inode:[eventpoll]",
        "leavesASelector, 1 descriptor(s) of anon_inode:[eventfd]",
        "leavesAFile, /left.txt",
        "leavesARemovedFile, /left.txt (deleted)"
    })
    @EnabledOnOs(OS.LINUX)
    void aDescriptorThatStaysOpenFailsItsTest(String method, String leak) {
        assertThat(failureOf(method)).contains(leak);
    }

    @Test
    void aDescriptorThatTheCollectorClosesIsNoLeak() {
        assertThat(failureOf(Patient.class, "dropsAFile")).isEmpty();
    }

    @Test
    void aTestThatCleansUpPasses() {
        assertThat(failureOf("cleansUp")).isEmpty();
    }

    private static String failureOf(String method) {
        return failureOf(Leaky.class, method);
    }

    private static String failureOf(Class<?> tests, String method) {
        List<TestExecutionResult> results = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(tests, method))
                .build();
        launcher().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.add(result);
                }
            }
        });
        assertThat(results).hasSize(1);
        return results.get(0).getThrowable().map(Throwable::getMessage).orElse("");
    }

    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build());
    }

    /** Not run by the build, which takes no nested classes. */
    static class Leaky {

        @RegisterExtension
        final NoLeaks noLeaks = new NoLeaks(Duration.ofMillis(1));

        @TempDir
        Path directory;

        @Test
        void leavesAThread() throws InterruptedException {
            startWaiting("patchbay-left");
        }

        @Test
        void leavesASocketFile() throws IOException {
            bind(Files.createDirectory(directory.resolve("deep")).resolve("left.sock"));
        }

        @Test
        void leavesAPrivateDirectory() throws IOException {
            Files.createDirectory(directory.resolve(".echo.sock.bay"));
        }

        @Test
        void leavesASocket() throws IOException {
            LEFT_OPEN.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        }

        @Test
        void leavesAListeningSocket() throws IOException {
            ServerSocketChannel server = ServerSocketChannel.open();
            LEFT_OPEN.add(server.bind(null));
        }

        @Test
        void leavesAForeignSocket() throws IOException {
            Path socket = directory.resolve("left.sock");
            LEFT_OPEN.add(AFUNIXServerSocketChannel.open().bind(AFUNIXSocketAddress.of(socket)));
            Files.delete(socket);
        }

        @Test
        void leavesAPipe() throws IOException {
            Pipe pipe = Pipe.open();
            LEFT_OPEN.add(pipe.source());
            pipe.sink().close();
        }

        @Test
        void leavesASelector() throws IOException {
            LEFT_OPEN.add(Selector.open());
        }

        @Test
        void leavesAFile() throws IOException {
            LEFT_OPEN.add(Files.newOutputStream(directory.resolve("left.txt")));
        }

        @Test
        void leavesARemovedFile() throws IOException {
            leavesAFile();
            Files.delete(directory.resolve("left.txt"));
        }

        @Test
        void cleansUp() throws Exception {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            Selector.open().close();
            Path socket = directory.resolve("echo.sock");
            bind(socket);
            Files.delete(socket);
            Files.createFile(directory.resolve("file"));
            startWaiting("of-somebody-else");
            Thread ours = new Thread(() -> {}, "patchbay-short");
            ours.start();
            ours.join();
        }

        private static void bind(Path socket) throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket));
            }
        }

        private static void startWaiting(String name) throws InterruptedException {
            CountDownLatch started = new CountDownLatch(1);
            new Thread(() -> awaitTheEnd(started), name).start();
            started.await();
        }

        private static void awaitTheEnd(CountDownLatch started) {
            started.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not run by the build either. */
    static class Patient {

        @RegisterExtension
        final NoLeaks noLeaks = new NoLeaks();

        @TempDir
        Path directory;

        @Test
        void dropsAFile() throws IOException {
            new FileOutputStream(directory.resolve("dropped.txt").toFile()).write(1);
        }
    }
}

package dev.patchbay.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The extension finds what it has to find: runs tests that leak, and looks at how they ended. */
class NoLeaksTest {

    private static volatile CountDownLatch over;

    @BeforeEach
    void prepare() {
        over = new CountDownLatch(1);
    }

    @AfterEach
    void letLeakedThreadsGo() {
        over.countDown();
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

    @Test
    void aTestThatCleansUpPasses() {
        assertThat(failureOf("cleansUp")).isEmpty();
    }

    private static String failureOf(String method) {
        List<TestExecutionResult> results = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Leaky.class, method))
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
        void cleansUp() throws Exception {
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
}

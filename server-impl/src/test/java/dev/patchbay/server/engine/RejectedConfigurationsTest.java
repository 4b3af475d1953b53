package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A configuration that is rejected because its socket cannot be made, while clients come. */
class RejectedConfigurationsTest extends EngineTest {

    private static final int REJECTED = 300;
    private static final int CLIENTS = 2;

    @Test
    void everyClientIsServedWhileOtherLoopsAreRejectedAndTheServerCanBeLeft() throws Exception {
        Files.createDirectory(directory.resolve("taken"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestServer server = server().start(ECHO)) {
            List<Future<Integer>> served = new ArrayList<>();
            String path = server.path().toString();
            for (int i = 0; i < CLIENTS; i++) {
                served.add(threads.submit(serve(server, done)));
            }
            for (int i = 0; i < REJECTED; i++) {
                server.with("loops", Integer.toString(2 + i % 2));
                assertThatIOException()
                        .isThrownBy(() -> server.reconfigure(
                                "socket.path", directory.resolve("taken").toString()));
            }
            done.set(true);
            for (Future<Integer> count : served) {
                assertThat(count.get(30, TimeUnit.SECONDS)).isPositive();
            }
            server.with("socket.path", path);
            assertThat(server.server().loopSnapshots()).hasSize(1);
            server.removed(1);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void everyClientIsServedWhileLoopsChange() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestServer server = server().start(ECHO)) {
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                served.add(threads.submit(serve(server, done)));
            }
            for (int i = 0; i < 100; i++) {
                server.reconfigure("loops", Integer.toString(1 + i % 3));
            }
            done.set(true);
            for (Future<Integer> count : served) {
                assertThat(count.get(30, TimeUnit.SECONDS)).isPositive();
            }
            server.removed(1);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> serve(TestServer server, AtomicBoolean done) {
        Path path = server.path();
        return () -> {
            int count = 0;
            while (!done.get()) {
                try (Client client = new Client(path)) {
                    assertThat(client.send("x").receiveText(1)).isEqualTo("x");
                }
                count++;
            }
            return count;
        };
    }
}

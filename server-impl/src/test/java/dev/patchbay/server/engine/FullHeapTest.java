package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler fills the heap to the last few bytes and lets the error through: its connection ends, and nothing else. */
@Timeout(180)
class FullHeapTest extends EngineTest {

    private static final long BOUND_SECONDS = 40;
    private static final String[] CALLBACKS = {"received", "task", "released"};

    @Test
    void callThatFillsTheHeapEndsItsConnectionAndTheServerServesOnAndStopsInOrder() throws Exception {
        Path socket = directory.resolve("test.sock");
        try (ServerProcess server = new ServerProcess(lane, socket, "true", FullHeapProcess.class, "-Xmx48m")) {
            try (Client good = new Client(socket)) {
                within(server, "the first echo", () -> echoes(good));
                for (int i = 0; i < 2 * CALLBACKS.length; i++) {
                    String callback = CALLBACKS[i % CALLBACKS.length];
                    try (Client victim = new Client(socket)) {
                        within(server, "an echo before " + callback, () -> echoes(victim));
                        victim.send(callback + "\n");
                        within(server, "the end after " + callback, () -> ends(victim));
                    }
                    server.await("freed");
                    within(server, "the good client after " + callback, () -> echoes(good));
                    try (Client late = new Client(socket)) {
                        within(server, "a new client after " + callback, () -> echoes(late));
                    }
                }
            }
            server.endInput();
            assertThat(server.await("stopped")).isEqualTo("stopped, forced 0, left 0, untold 0, told or missed true");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void clientThatComesWhileTheHeapIsFullIsServedOrEndedAndNotLeftWaiting() throws Exception {
        Path socket = directory.resolve("test.sock");
        try (ServerProcess server = new ServerProcess(lane, socket, "true", FullHeapProcess.class, "-Xmx48m")) {
            for (int i = 0; i < 2 * CALLBACKS.length; i++) {
                String callback = CALLBACKS[i % CALLBACKS.length];
                try (Client good = new Client(socket);
                        Client victim = new Client(socket)) {
                    within(server, "an echo before " + callback, () -> echoes(good));
                    within(server, "an echo of the victim before " + callback, () -> echoes(victim));
                    victim.send(callback + "\n");
                    within(server, "the end after " + callback, () -> ends(victim));
                    for (int k = 0; k < 3; k++) {
                        try (Client late = new Client(socket)) {
                            within(server, "a client amid " + callback, () -> servedOrEnded(late));
                        }
                    }
                    within(server, "the good client amid " + callback, () -> servedOrEnded(good));
                }
                server.await("freed");
            }
        }
    }

    private static void servedOrEnded(Client client) {
        try {
            echoes(client);
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void within(ServerProcess server, String what, Action action) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                        done.complete(null);
                    } catch (Throwable t) {
                        done.completeExceptionally(t);
                    }
                },
                what);
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not in time: " + what + "; the server told " + server.rest()
                    + ", and its threads:\n" + server.threads());
        } catch (Exception e) {
            throw new AssertionError(what + "; the server told " + server.rest(), e);
        }
    }

    private static void echoes(Client client) throws IOException {
        assertThat(client.send("ping\n").receiveText(5)).isEqualTo("ping\n");
    }

    private static void ends(Client client) {
        try {
            assertThat(client.receiveAll()).isEmpty();
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}

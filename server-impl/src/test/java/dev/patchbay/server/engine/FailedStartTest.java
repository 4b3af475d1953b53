package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.engine.loop.EngineResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A start that fails for another reason than the socket. */
class FailedStartTest extends EngineTest {

    private final Sockets sockets = new Sockets();

    @Test
    void errorLeavesNothingBehindAndIsThrownOn() throws Exception {
        sockets.refusal = new UnsatisfiedLinkError("no native library");
        try (TestServer server = new TestServer(lane, directory, new EngineResources(), sockets)) {
            assertThatThrownBy(() -> server.start(ECHO))
                    .isInstanceOf(UnsatisfiedLinkError.class)
                    .hasMessage("no native library");
            assertThat(server.server().state()).isEqualTo(ServerState.FAILED);
            assertThat(server.server().loopSnapshots()).isEmpty();
            assertThat(server.server().pulse()).isCompleted();
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("failed");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void reasonIsThereWhenTheFailureIsTold() throws Exception {
        sockets.refusal = new UnsatisfiedLinkError("no native library");
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TestServer server = new TestServer(lane, directory, new EngineResources(), sockets)) {
            server.listener(new ServerEvents() {
                @Override
                public void serverFailed(String name, Throwable cause) {
                    seen.complete(server.server().state() + ": "
                            + server.server().failure().getMessage());
                }
            });
            assertThatThrownBy(() -> server.start(ECHO)).isInstanceOf(UnsatisfiedLinkError.class);
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("FAILED: no native library");
        }
    }

    @Test
    void interruptThatIsPendingNeitherFailsTheStartNorGetsLost() throws Exception {
        try (TestServer server = server()) {
            Thread.currentThread().interrupt();
            try {
                server.start(ECHO);
                server.reconfigure(
                        "socket.path", directory.resolve("other.sock").toString());
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            try (Client client = server.connect()) {
                assertThat(client.send("x").receiveText(1)).isEqualTo("x");
            }
        }
    }
}

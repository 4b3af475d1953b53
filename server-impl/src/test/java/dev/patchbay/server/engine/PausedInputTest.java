package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A handler that wants to be shown no input for a while: what has arrived waits, and is not lost. */
class PausedInputTest extends EngineTest {

    @Test
    void pausedInputIsPresentedOnlyAfterItWasResumed() throws Exception {
        CompletableFuture<ConnContext> paused = new CompletableFuture<>();
        Recorder recorder = new Recorder() {
            @Override
            public void opened(ConnContext conn) {
                conn.pauseInput();
                paused.complete(conn);
            }
        };
        try (TestServer server = server().start(recorder);
                Client client = server.connect()) {
            client.send("a\n");
            ConnContext conn = paused.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> task = new CompletableFuture<>();
            conn.execute(() -> task.complete(null));
            task.get(10, TimeUnit.SECONDS);
            assertThat(recorder.calls).isEmpty();
            conn.resumeInput();
            assertThat(client.receiveText(2)).isEqualTo("a\n");
        }
    }

    @Test
    void clientThatClosesWhileInputIsPausedIsToldOnceAndItsLastBytesArePresentedAfterTheResume() throws Exception {
        CompletableFuture<ConnContext> closed = new CompletableFuture<>();
        Recorder recorder = new Recorder() {
            @Override
            public void opened(ConnContext conn) {
                conn.pauseInput();
            }

            @Override
            public void clientClosed(ConnContext conn) {
                calls.add("clientClosed");
                closed.complete(conn);
            }
        };
        try (TestServer server = server().start(recorder)) {
            try (Client client = server.connect()) {
                client.send("a\n");
            }
            ConnContext conn = closed.get(10, TimeUnit.SECONDS);
            assertThat(recorder.calls).containsExactly("clientClosed");
            conn.resumeInput();
            conn.closed().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(recorder.calls).containsExactly("clientClosed", "line a", "released CLIENT_CLOSED");
        }
    }

    @Test
    void whatWasLeftIsPresentedAgainAfterAResumeEvenIfNothingMoreArrives() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = server().start(hesitant(calls));
                Client client = server.connect()) {
            assertThat(client.send("again").receiveText(5)).isEqualTo("again");
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void resumeIsInTimeAlsoIfAsMuchWasLeftAsMayWait() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TestServer server = server().with("message.max", "5").start(hesitant(calls));
                Client client = server.connect()) {
            assertThat(client.send("again").receiveText(5)).isEqualTo("again");
            assertThat(calls).hasValue(2);
        }
    }

    /** Leaves its first input, pauses, and has resumed when the call returns. */
    private static Handler hesitant(AtomicInteger calls) {
        return (conn, in) -> {
            if (calls.incrementAndGet() == 1) {
                conn.pauseInput();
                conn.resumeInput();
            } else {
                conn.write(in);
            }
        };
    }

    @Test
    void whatWasLeftIsPresentedAgainAfterAResumeBeforeTheEndIsTold() throws Exception {
        Handler oneByOne = (conn, in) -> {
            conn.write(ByteBuffer.wrap(new byte[] {in.get()}));
            conn.pauseInput();
            conn.execute(conn::resumeInput);
        };
        try (TestServer server = server().start(oneByOne);
                Client client = server.connect()) {
            assertThat(client.send("piece by piece").endInput().receiveAll()).isEqualTo("piece by piece");
        }
    }
}

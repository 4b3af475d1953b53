package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Start, change, drain and stop of a server. */
class LifecycleTest extends EngineTest {

    @Test
    void statesComeInOrderAndTheSocketFileGoes() throws Exception {
        TestServer server = server();
        assertThat(server.server().state()).isEqualTo(ServerState.CREATED);
        server.start(ECHO);
        assertThat(server.server().state()).isEqualTo(ServerState.RUNNING);
        assertThat(server.path()).exists();
        server.close();
        assertThat(server.server().state()).isEqualTo(ServerState.STOPPED);
        assertThat(RecordedEvents.next(server.events.life, 3)).containsExactly("started", "draining", "stopped");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void stopBeforeStartMakesTheStartImpossible() throws Exception {
        TestServer server = server();
        assertThat(server.server().stop().get(1, TimeUnit.SECONDS).graceful()).isTrue();
        assertThatThrownBy(() -> server.start(ECHO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("STOPPED");
        server.close();
    }

    @Test
    void startThatFailsLeavesNothingBehind() throws Exception {
        Files.writeString(directory.resolve("test.sock"), "precious");
        try (TestServer server = server()) {
            assertThatThrownBy(() -> server.start(ECHO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("a regular file");
            assertThat(server.server().state()).isEqualTo(ServerState.FAILED);
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("failed");
        }
        assertThat(directory).isDirectoryContaining("glob:**test.sock");
        assertThat(Files.list(directory)).hasSize(1);
        assertThat(Files.readString(directory.resolve("test.sock"))).isEqualTo("precious");
    }

    @Test
    void drainServesWhatClientsHadSentAndThenCloses() throws Exception {
        Handlers.Blocking handler = new Handlers.Blocking("x", false);
        try (TestServer server = server().start(handler);
                Client client = server.connect()) {
            client.send("one\n");
            assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
            client.send("two\n");
            CompletableFuture<DrainResult> stopped = server.server().stop();
            handler.letGo.countDown();
            assertThat(client.receiveAll()).isEqualTo("x:one\nx:two\n");
            assertThat(stopped.get(10, TimeUnit.SECONDS).graceful()).isTrue();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAINED);
        }
        assertThat(handler.calls).contains("released 1 DRAINED");
    }

    @Test
    void drainWaitsForAnAnswerThatIsStillToCome() throws Exception {
        CompletableFuture<ConnContext> asked = new CompletableFuture<>();
        CompletableFuture<ConnContext.Pending> pending = new CompletableFuture<>();
        Handler later = (conn, in) -> {
            in.position(in.limit());
            pending.complete(conn.pending());
            asked.complete(conn);
        };
        try (TestServer server = server().start(later);
                Client client = server.connect()) {
            client.send("?");
            ConnContext conn = asked.get(10, TimeUnit.SECONDS);
            CompletableFuture<DrainResult> stopped = server.server().stop();
            assertThat(RecordedEvents.next(server.events.life, 2)).contains("draining");
            assertThat(conn.isDraining()).isTrue();
            conn.write(Handlers.bytes("!"));
            pending.get().close();
            assertThat(client.receiveAll()).isEqualTo("!");
            assertThat(stopped.get(10, TimeUnit.SECONDS).graceful()).isTrue();
        }
    }

    @Test
    void clientInTheMiddleOfAMessageIsForcedOutAndTheOthersFinish() throws Exception {
        Handler lines = (conn, in) -> {
            if (in.get(in.limit() - 1) == '\n') {
                conn.write(in);
            }
        };
        TestServer server = server().with("drain.timeout", "1h").start(lines);
        try (server;
                Client quiet = server.connect();
                Client busy = server.connect()) {
            assertThat(quiet.send("x\n").receiveText(2)).isEqualTo("x\n");
            assertThat(busy.send("x\n").receiveText(2)).isEqualTo("x\n");
            busy.send("half a li");
            CompletableFuture<DrainResult> stopped = server.server().stop();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAINED);
            assertThat(stopped).isNotDone();
            server.reconfigure("drain.timeout", "1ms");
            assertThat(busy.receiveAll()).isEmpty();
            DrainResult result = stopped.get(10, TimeUnit.SECONDS);
            assertThat(result.graceful()).isFalse();
            assertThat(result.finished()).isEqualTo(1);
            assertThat(result.forced()).isEqualTo(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        }
    }

    @Test
    void clientThatNeverReadsIsForcedOutWhenTheTimeIsOver() throws Exception {
        Handler flood = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(5_000_000));
        };
        try (TestServer server = server().with("drain.timeout", "100ms").start(flood);
                Client client = server.connect()) {
            client.send("?");
            client.receive(1);
            DrainResult result = server.server().stop().get(10, TimeUnit.SECONDS);
            assertThat(result.forced()).isEqualTo(1);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        }
    }

    @Test
    void callThatBlocksIsInterruptedWhenTheDrainIsOver() throws Exception {
        Handlers.Blocking handler = new Handlers.Blocking("x", false);
        try (TestServer server = server().with("drain.timeout", "100ms").start(handler);
                Client client = server.connect()) {
            client.send("one\n");
            assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.server().stop().get(10, TimeUnit.SECONDS).forced())
                    .isEqualTo(1);
            assertThat(RecordedEvents.next(handler.calls, 3))
                    .containsExactly("opened 1 after nobody", "interrupted", "released 1 DRAIN_TIMEOUT");
        }
    }

    @Test
    void callThatBlocksIsInterruptedWhenItsClientCloses() throws Exception {
        Assumptions.assumeTrue(lane.mayBlock(), "a call on an event loop is not interrupted for that");
        Handlers.Blocking handler = new Handlers.Blocking("x", false);
        try (TestServer server = server().start(handler)) {
            Client client = server.connect();
            client.send("one\n");
            assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(RecordedEvents.next(server.events.closed).connection()).isEqualTo(1);
            assertThat(handler.calls).contains("interrupted");
        }
    }

    @Test
    void operatorClosesAConnection() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client client = server.connect()) {
            assertThat(RecordedEvents.next(server.events.opened)).isEqualTo(1);
            assertThat(server.server().closeConnection(1)).isTrue();
            assertThat(client.receiveAll()).isEmpty();
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.OPERATOR_CLOSED);
            assertThat(server.server().closeConnection(1)).isFalse();
        }
    }

    @Test
    void newPathIsListenedToBeforeTheOldOneGoesAndClientsStay() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client old = server.connect()) {
            Path before = server.path();
            server.reconfigure("socket.path", directory.resolve("other.sock").toString());
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("new").receiveText(3)).isEqualTo("new");
            }
            assertThat(old.send("old").receiveText(3)).isEqualTo("old");
            assertThat(server.server().address()).isEqualTo(server.path().toString());
            assertThat(before).doesNotExist();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void pathThatIsTakenLeavesEverythingAsItWas() throws Exception {
        Files.createDirectory(directory.resolve("taken"));
        try (TestServer server = server().start(ECHO);
                Client old = server.connect()) {
            assertThatThrownBy(() -> server.reconfigure(
                            "socket.path", directory.resolve("taken").toString()))
                    .hasMessageContaining("a directory");
            assertThat(old.send("old").receiveText(3)).isEqualTo("old");
            server.with("socket.path", directory.resolve("test.sock").toString());
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("new").receiveText(3)).isEqualTo("new");
            }
        }
    }

    @Test
    void permissionsChangeWhileListening() throws Exception {
        try (TestServer server = server().start(ECHO)) {
            assertThat(mode(server)).isEqualTo("rw-------");
            server.reconfigure("socket.permissions", "0666");
            assertThat(mode(server)).isEqualTo("rw-rw-rw-");
        }
    }

    private static String mode(TestServer server) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path()));
    }

    @Test
    void otherLoopsServeNewConnectionsAndOldOnesStay() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client old = server.connect()) {
            assertThat(old.send("a").receiveText(1)).isEqualTo("a");
            server.reconfigure("loops", "3");
            for (int i = 0; i < 6; i++) {
                try (Client fresh = server.connect()) {
                    assertThat(fresh.send("new").receiveText(3)).isEqualTo("new");
                }
            }
            server.reconfigure("engine", "portable");
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("new").receiveText(3)).isEqualTo("new");
            }
            assertThat(server.server().pollerName()).isEqualTo("portable");
            assertThat(old.send("old").receiveText(3)).isEqualTo("old");
        }
    }

    @Test
    void loopsThatChangeTwiceWhileOneIsBlockedLeaveNobodyWaiting() throws Exception {
        Handlers.Blocking handler = new Handlers.Blocking("x", false);
        try (TestServer server = server().handler(1, "first", 0, HandlerExecution.EVENT_LOOP, handler)
                        .start();
                Client old = server.connect()) {
            old.send("one\n");
            assertThat(handler.entered.await(10, TimeUnit.SECONDS)).isTrue();
            for (String loops : List.of("2", "3", "1", "2")) {
                server.reconfigure("loops", loops);
            }
            handler.letGo.countDown();
            assertThat(old.receiveText(6)).isEqualTo("x:one\n");
            assertThat(old.send("two\n").receiveText(6)).isEqualTo("x:two\n");
            for (int i = 0; i < 4; i++) {
                try (Client fresh = server.connect()) {
                    assertThat(fresh.send("new\n").receiveText(6)).isEqualTo("x:new\n");
                }
            }
        }
    }

    @Test
    void newPathAndOtherLoopsInOneStepServeNewConnections() throws Exception {
        try (TestServer server = server().start(ECHO);
                Client old = server.connect()) {
            assertThat(old.send("a").receiveText(1)).isEqualTo("a");
            server.with("loops", "2");
            server.reconfigure("socket.path", directory.resolve("other.sock").toString());
            for (int i = 0; i < 3; i++) {
                try (Client fresh = server.connect()) {
                    assertThat(fresh.send("new").receiveText(3)).isEqualTo("new");
                }
            }
            assertThat(old.send("old").receiveText(3)).isEqualTo("old");
        }
    }

    @Test
    void limitsHoldAtOnceForLiveConnections() throws Exception {
        try (TestServer server = server().start((conn, in) -> {});
                Client client = server.connect()) {
            client.send(new byte[500]);
            server.reconfigure("message.max", "600");
            client.send(new byte[100]);
            assertThat(RecordedEvents.next(server.events.closed).reason()).isEqualTo(ReleaseReason.MESSAGE_TOO_LARGE);
        }
    }
}

package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.poll.Platform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The listening socket goes while the server runs: something in the process has closed it. */
class LostSocketTest extends EngineTest {

    private final Sockets sockets = new Sockets();

    private TestServer server(EngineResources resources) {
        return new TestServer(lane, directory, resources, sockets);
    }

    @Test
    void itIsOpenedAgainWithItsModeAndOldClientsNoticeNothing() throws Exception {
        try (TestServer server = server(new EngineResources())
                        .with("socket.permissions", "0640")
                        .start(ECHO);
                Client old = server.connect()) {
            assertThat(old.send("a").receiveText(1)).isEqualTo("a");
            for (int i = 0; i < 2; i++) {
                assertThat(RecordedEvents.next(server.events.life)).isEqualTo("started");
                sockets.lose();
                if (i == 0) {
                    assertThat(RecordedEvents.next(server.events.errors)).contains("was lost", "opened again");
                }
            }
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("started");
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("b").receiveText(1)).isEqualTo("b");
            }
            assertThat(old.send("c").receiveText(1)).isEqualTo("c");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path())))
                    .isEqualTo("rw-r-----");
            assertThat(server.server().state()).isEqualTo(ServerState.RUNNING);
            server.server().pulse().get(20, TimeUnit.SECONDS);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void interruptFlagThatAHandlerLeavesOnALoopCostsNobodyTheSocket() throws Exception {
        Assumptions.assumeFalse(lane.mayBlock(), "the handler is not called on a loop");
        Handler rude = (conn, in) -> {
            conn.write(in);
            Thread.currentThread().interrupt();
        };
        try (TestServer server = server(new EngineResources()).start(rude)) {
            for (int i = 0; i < 20; i++) {
                try (Client client = server.connect()) {
                    client.send("x").receiveText(1);
                } catch (IOException thisConnectionHasItsOwnTrouble) {
                    assertThat(thisConnectionHasItsOwnTrouble).isNotNull();
                }
            }
            assertThat(server.path()).exists();
            assertThat(sockets.opened).hasSize(1);
        }
    }

    @Test
    void serverThatCannotListenAgainFailsWithEverythingReleased() throws Exception {
        Deadlines deadlines = new Deadlines();
        EngineResources resources =
                new EngineResources(Platform.blockingExecutor("patchbay-handler"), deadlines, System::nanoTime);
        try (TestServer server = server(resources).start(ECHO);
                Client old = server.connect()) {
            assertThat(old.send("a").receiveText(1)).isEqualTo("a");
            assertThat(RecordedEvents.next(server.events.life)).isEqualTo("started");
            sockets.refusal = new IOException("the directory has gone");
            sockets.lose();
            assertThat(RecordedEvents.next(server.events.errors)).contains("was lost");
            String told = null;
            while (told == null) {
                deadlines.pass();
                told = server.events.life.poll(10, TimeUnit.MILLISECONDS);
            }
            assertThat(told).isEqualTo("failed");
            assertThat(server.server().state()).isEqualTo(ServerState.FAILED);
            assertThat(server.server().failure()).hasMessageContaining("the directory has gone");
            RecordedEvents.Closed closed = null;
            while (closed == null) {
                deadlines.pass();
                closed = server.events.closed.poll(10, TimeUnit.MILLISECONDS);
            }
            assertThat(closed.reason()).isEqualTo(ReleaseReason.HOST_FAILED);
            assertThat(old.receiveAll()).isEmpty();
            assertThatThrownBy(() -> server.server().pulse().get(1, TimeUnit.SECONDS))
                    .hasMessageContaining("server test has failed")
                    .hasMessageContaining("the directory has gone");
            assertThat(directory).isEmptyDirectory();
            server.removed(1);
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).forced())
                    .isEqualTo(1);
            assertThat(server.server().state()).isEqualTo(ServerState.STOPPED);
        }
    }

    @Test
    void lostSocketLeavesNoLoopSpinning() throws Exception {
        Deadlines deadlines = new Deadlines();
        EngineResources resources =
                new EngineResources(Platform.blockingExecutor("patchbay-handler"), deadlines, System::nanoTime);
        try (TestServer server = server(resources).start(ECHO)) {
            sockets.refusal = new IOException("not now");
            sockets.lose();
            assertThat(RecordedEvents.next(server.events.errors)).contains("was lost");
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            Thread loop = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("patchbay-test-loop-0"))
                    .findFirst()
                    .orElseThrow();
            long before = threads.getThreadCpuTime(loop.getId());
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (System.nanoTime() < until) {
                server.server().pulse().get(20, TimeUnit.SECONDS);
                loop.join(50);
            }
            assertThat(threads.getThreadCpuTime(loop.getId()) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
            sockets.refusal = null;
            for (String told = null; told == null || sockets.opened.size() < 2; ) {
                deadlines.pass();
                told = server.events.life.poll(10, TimeUnit.MILLISECONDS);
                told = told == null ? "" : told;
            }
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("b").receiveText(1)).isEqualTo("b");
            }
        }
    }

    @Test
    void stopWhileTheSocketIsLostIsClean() throws Exception {
        Deadlines deadlines = new Deadlines();
        EngineResources resources =
                new EngineResources(Platform.blockingExecutor("patchbay-handler"), deadlines, System::nanoTime);
        try (TestServer server = server(resources).start(ECHO)) {
            sockets.refusal = new IOException("not now");
            sockets.lose();
            assertThat(RecordedEvents.next(server.events.errors)).contains("was lost");
            assertThat(server.server().stop().get(20, TimeUnit.SECONDS).graceful())
                    .isTrue();
            sockets.refusal = null;
            deadlines.pass();
            assertThat(server.path()).doesNotExist();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anotherPathPutsALostSocketRight() throws Exception {
        Deadlines deadlines = new Deadlines();
        EngineResources resources =
                new EngineResources(Platform.blockingExecutor("patchbay-handler"), deadlines, System::nanoTime);
        try (TestServer server = server(resources).start(ECHO)) {
            sockets.refusal = new IOException("not now");
            sockets.lose();
            assertThat(RecordedEvents.next(server.events.errors)).contains("was lost");
            sockets.refusal = null;
            server.reconfigure("socket.path", directory.resolve("other.sock").toString());
            deadlines.pass();
            try (Client fresh = server.connect()) {
                assertThat(fresh.send("b").receiveText(1)).isEqualTo("b");
            }
        }
        assertThat(directory).isEmptyDirectory();
    }
}

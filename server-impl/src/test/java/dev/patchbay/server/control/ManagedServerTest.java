package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.LdapFilter;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers by name: configured, drained and started again, as an operator and Configuration Admin do. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ManagedServerTest {

    private static final long BOUND = 20;

    @TempDir
    Path directory;

    private final EngineResources host = new EngineResources();
    private final ServerRegistry servers = new ServerRegistry();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Handler blocking = (conn, in) -> {
        entered.countDown();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conn.write(in);
    };

    private ManagedServer server;

    @BeforeEach
    void makeServer() {
        server = server("a");
    }

    private ManagedServer server(String name) {
        ManagedServer fresh = new ManagedServer(name, host, LdapFilter::parse);
        fresh.handlers().put(1, blocking, Map.of("handler.name", "blocking"), "test");
        servers.add(fresh);
        return fresh;
    }

    @AfterEach
    void letEverythingGo() throws Exception {
        letGo.countDown();
        for (var shown : servers.servers()) {
            servers.drain(shown.name(), Duration.ZERO);
        }
        server.close().get(BOUND, TimeUnit.SECONDS);
        host.close();
    }

    private Path socket(String name) {
        return directory.resolve(name + ".sock");
    }

    private Map<String, Object> configuration(String name, String... keysAndValues) {
        Map<String, Object> all =
                new HashMap<>(Map.of("socket.path", socket(name).toString(), "drain.timeout", "1h"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return all;
    }

    private SocketChannel occupy(String name) throws Exception {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(socket(name)));
        client.write(ByteBuffer.wrap(new byte[] {'?'}));
        assertThat(entered.await(BOUND, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private static int answer(SocketChannel client) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return client.read(one) < 0 ? -1 : one.get(0);
    }

    @Test
    void whatBecomesOfTheNextConfigurationIsToldWithWhatWasWritten() throws Exception {
        var first = servers.nextConfiguration("a").toCompletableFuture();
        var second = first.thenCompose(result -> servers.nextConfiguration("a"));
        assertThat(first).isNotDone();

        server.configure(configuration("a"));
        server.configure(configuration("a", "loops", "many"));

        assertThat(first.get(BOUND, TimeUnit.SECONDS).inForce()).isTrue();
        ConfigurationResult rejected = second.get(BOUND, TimeUnit.SECONDS);
        assertThat(rejected.faults()).hasSize(1).first().asString().startsWith("loops = many: ");
        assertThat(rejected.written()).containsEntry("loops", "many").containsEntry("drain.timeout", "1h");
    }

    @Test
    void aPathThatCannotBeUsedIsAResultWithAFault() throws Exception {
        server.configure(configuration("a"));
        Files.createFile(socket("b"));
        var next = servers.nextConfiguration("a").toCompletableFuture();

        server.configure(configuration("b"));

        assertThat(next.get(BOUND, TimeUnit.SECONDS).faults())
                .hasSize(1)
                .first()
                .asString()
                .contains("a regular file is there");
    }

    @Test
    void aConfigurationIsCheckedWithoutAnEffect() {
        server.configure(configuration("a"));

        assertThat(servers.check("a", Map.of("socket.path", "x", "idle", "5m")))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("idle: is not a key of a server; the nearest is idle.timeout"))
                .anyMatch(fault -> fault.startsWith("socket.path = x: "));
        assertThat(servers.server("a").orElseThrow().faults()).isEmpty();
    }

    @Test
    void configurationThatComesDuringADrainIsAppliedWithoutWaiting() throws Exception {
        server.configure(configuration("a"));
        try (SocketChannel client = occupy("a")) {
            CompletableFuture<DrainResult> drained = server.drain();
            CompletableFuture<String> started = new CompletableFuture<>();
            server.events().add(startedTo(started), Interest.TROUBLE);

            server.configure(configuration("a", "message.max", "4711"));

            assertThat(drained).isNotDone();
            assertThat(server.snapshot().state()).isEqualTo(ServerState.DRAINING);
            letGo.countDown();
            assertThat(answer(client)).isEqualTo('?');
            assertThat(drained.get(BOUND, TimeUnit.SECONDS).graceful()).isTrue();
            assertThat(started.get(BOUND, TimeUnit.SECONDS))
                    .isEqualTo(socket("a").toString());
            assertThat(server.snapshot().configuration()).containsEntry("message.max", "4711");
        }
    }

    private static ServerEvents startedTo(CompletableFuture<String> started) {
        return new ServerEvents() {
            @Override
            public void serverStarted(String name, String address) {
                started.complete(address);
            }
        };
    }

    @Test
    void drainCallsOffAStartThatWaits() throws Exception {
        server.configure(configuration("a"));
        try (SocketChannel client = occupy("a")) {
            server.drain();
            CompletableFuture<Void> start = servers.start("a").toCompletableFuture();
            assertThat(servers.start("a").toCompletableFuture()).isNotDone();
            CompletableFuture<DrainResult> drained = server.drain(Duration.ZERO);
            assertThatThrownBy(() -> start.get(BOUND, TimeUnit.SECONDS)).hasMessageContaining("told to stop again");
            drained.get(BOUND, TimeUnit.SECONDS);
            assertThat(server.snapshot().state()).isEqualTo(ServerState.STOPPED);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void drainWithANegativeTimeIsRefusedAndCallsOffNothing() throws Exception {
        server.configure(configuration("a"));
        try (SocketChannel client = occupy("a")) {
            server.drain();
            CompletableFuture<Void> start = server.startWhenStopped();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.drain(Duration.ofSeconds(-1)))
                    .withMessageContaining("PT-1S, which is negative");
            letGo.countDown();
            start.get(BOUND, TimeUnit.SECONDS);
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(server.snapshot().state()).isEqualTo(ServerState.RUNNING);
    }

    @Test
    void operatorStartsADrainedAndAFailedServerAgain() throws Exception {
        assertThatThrownBy(() -> servers.start("a").toCompletableFuture().get(BOUND, TimeUnit.SECONDS))
                .hasMessageContaining("no valid configuration");
        server.configure(configuration("a"));
        servers.start("a").toCompletableFuture().get(BOUND, TimeUnit.SECONDS);
        assertThat(servers.drain("a")
                        .toCompletableFuture()
                        .get(BOUND, TimeUnit.SECONDS)
                        .finished())
                .isZero();
        Files.createDirectory(socket("a"));
        assertThatThrownBy(() -> servers.start("a").toCompletableFuture().get(BOUND, TimeUnit.SECONDS))
                .hasMessageContaining("a directory is there");
        assertThat(server.snapshot().state()).isEqualTo(ServerState.FAILED);
        assertThat(server.snapshot().faults()).singleElement().asString().contains("a directory is there");
        Files.delete(socket("a"));
        servers.start("a").toCompletableFuture().get(BOUND, TimeUnit.SECONDS);
        assertThat(server.snapshot().state()).isEqualTo(ServerState.RUNNING);
        assertThat(server.snapshot().faults()).isEmpty();
        assertThat(server.snapshot().eventLoops())
                .allSatisfy(loop -> assertThat(loop.name()).startsWith("patchbay-a-loop-"));
    }

    @Test
    void failureIsShownWithItsReasonAsSoonAsItIsTold() throws Exception {
        Files.createDirectory(socket("a"));
        CompletableFuture<String> seen = new CompletableFuture<>();
        server.events()
                .add(
                        new ServerEvents() {
                            @Override
                            public void serverFailed(String name, Throwable cause) {
                                seen.complete(
                                        String.join("; ", server.snapshot().faults()));
                            }
                        },
                        Interest.TROUBLE);
        server.configure(configuration("a"));
        assertThat(seen.get(BOUND, TimeUnit.SECONDS)).contains("a directory is there");
    }

    @Test
    void closedServerTakesNoConfigurationAndStartsNoLoop() throws Exception {
        server.configure(configuration("a"));
        server.close().get(BOUND, TimeUnit.SECONDS);
        server.configure(configuration("a"));
        assertThat(server.snapshot().state()).isEqualTo(ServerState.STOPPED);
        assertThatIllegalStateException()
                .isThrownBy(() -> server.apply(configuration("a")))
                .withMessageContaining("was closed");
        assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("was closed");
        assertThat(socket("a")).doesNotExist();
    }

    @Test
    void allAreToldToStopBeforeAnyIsWaitedFor() throws Exception {
        server.configure(configuration("a"));
        ManagedServer other = server("b");
        other.configure(configuration("b"));
        try (SocketChannel client = occupy("a")) {
            CompletableFuture<Map<String, DrainResult>> all = servers.drainAll().toCompletableFuture();
            assertThat(server.snapshot().state()).isEqualTo(ServerState.DRAINING);
            assertThat(other.snapshot().state()).isNotEqualTo(ServerState.RUNNING);
            assertThat(all).isNotDone();
            letGo.countDown();
            assertThat(answer(client)).isEqualTo('?');
            assertThat(all.get(BOUND, TimeUnit.SECONDS)).containsOnlyKeys("a", "b");
            assertThat(all.get().get("a").finished()).isEqualTo(1);
        } finally {
            other.close().get(BOUND, TimeUnit.SECONDS);
        }
    }

    @Test
    void closedServerIsListedUntilItHasStoppedAndAnotherTakesItsPathMeanwhile() throws Exception {
        server.configure(configuration("a"));
        try (SocketChannel client = occupy("a")) {
            CompletableFuture<Void> closed = servers.close(server);
            server.unbound().get(BOUND, TimeUnit.SECONDS);
            assertThat(servers.server("a").orElseThrow().state()).isEqualTo(ServerState.DRAINING);
            ManagedServer next = server("a");
            next.configure(configuration("a"));
            assertThat(servers.server("a").orElseThrow().state()).isEqualTo(ServerState.RUNNING);
            letGo.countDown();
            assertThat(answer(client)).isEqualTo('?');
            closed.get(BOUND, TimeUnit.SECONDS);
            assertThat(servers.server("a").orElseThrow().state()).isEqualTo(ServerState.RUNNING);
            servers.close(next).get(BOUND, TimeUnit.SECONDS);
            assertThat(servers.servers()).isEmpty();
        }
    }
}

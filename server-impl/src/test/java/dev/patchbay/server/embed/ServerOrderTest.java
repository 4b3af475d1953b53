package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.embed.Registration;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerOptions;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every order of start, configure, stop and close has the outcome that the table of {@link Server} gives. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ServerOrderTest {

    private static final long BOUND = 20;

    /** Where the server is when the call comes. */
    enum Given {
        RUNNING,
        DRAINING,
        STOPPED,
        FAILED,
        CLOSING,
        CLOSED
    }

    /** What is called. */
    enum Call {
        START(test -> test.server.start()),
        CONFIGURE(test -> test.server.configure(new ServerOptions().messageMax(4711))),
        STOP(test -> test.server.stop()),
        STOP_LATER(test -> test.server.stop(Duration.ofHours(2))),
        STOP_NOW(test -> test.server.stop(Duration.ZERO)),
        CLOSE(test -> test.server.close()),
        ADD(test -> test.server.add((conn, in) -> {}, new HandlerOptions().ranking(-1))),
        REPLACE(test -> test.server.replace((conn, in) -> {})),
        REPLACE_STANDBY(test -> test.standby.replace((conn, in) -> {})),
        REMOVE_STANDBY(test -> test.standby.close()),
        IN_CHARGE(test -> test.standby.inCharge()),
        LISTEN(test -> test.server.listen(new ServerEvents() {})),
        REMOVE_LISTENER(test -> test.listening.close()),
        LOOK(test -> test.server.lookForPlugins());

        private final Action action;

        Call(Action action) {
            this.action = action;
        }
    }

    /** On which thread. */
    enum On {
        ANY_THREAD,
        INTERRUPTED_THREAD,
        HANDLERS_THREAD,
        LISTENERS_THREAD
    }

    interface Action {
        void apply(ServerOrderTest test) throws Exception;
    }

    /** One cell. */
    record Cell(Given given, Call call, On on) {

        boolean isPossible() {
            boolean live = given == Given.RUNNING || given == Given.DRAINING || given == Given.CLOSING;
            return switch (on) {
                case HANDLERS_THREAD -> live;
                case LISTENERS_THREAD -> given != Given.CLOSED && given != Given.CLOSING;
                default -> true;
            };
        }

        Class<?> failure() {
            boolean closed = given == Given.CLOSING || given == Given.CLOSED;
            return switch (call) {
                case START ->
                    closed || given == Given.DRAINING
                            ? IllegalStateException.class
                            : given == Given.FAILED ? IOException.class : null;
                case CONFIGURE, ADD, REPLACE, REPLACE_STANDBY, LISTEN, LOOK ->
                    closed ? IllegalStateException.class : null;
                default -> null;
            };
        }

        /** Where the server comes to in the end, when all calls of its handlers have returned. */
        ServerState end() {
            return switch (given) {
                case RUNNING -> endsIt() ? ServerState.STOPPED : ServerState.RUNNING;
                case STOPPED -> call == Call.START ? ServerState.RUNNING : ServerState.STOPPED;
                case FAILED -> endsIt() ? ServerState.STOPPED : ServerState.FAILED;
                default -> ServerState.STOPPED;
            };
        }

        private boolean endsIt() {
            return call == Call.STOP || call == Call.STOP_LATER || call == Call.STOP_NOW || call == Call.CLOSE;
        }

        /** Whether the call waits for the handler's. */
        boolean waits() {
            return call == Call.CLOSE
                    && on == On.ANY_THREAD
                    && (given == Given.RUNNING || given == Given.DRAINING || given == Given.CLOSING);
        }
    }

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Given given : Given.values()) {
            for (Call call : Call.values()) {
                for (On on : On.values()) {
                    Cell cell = new Cell(given, call, on);
                    if (cell.isPossible()) {
                        cells.add(cell);
                    }
                }
            }
        }
        return cells;
    }

    @TempDir
    Path directory;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    private volatile Server server;
    private volatile HandlerRegistration standby;
    private volatile Registration listening;
    private volatile Cell cell;

    @ParameterizedTest
    @MethodSource("cells")
    void callHasTheOutcomeOfTheTable(Cell tried) throws Exception {
        cell = tried;
        server = Server.at(directory.resolve("test.sock"))
                .with("drain.timeout", "1h")
                .handler(new Occupied())
                .events(new Listener())
                .start();
        standby = server.add((conn, in) -> {}, new HandlerOptions().ranking(-1));
        listening = server.listen(new ServerEvents() {});
        try (SocketChannel client = occupy()) {
            arrange();
            call();
            Throwable failure = outcome.get(BOUND, TimeUnit.SECONDS);
            assertThat(failure == null ? null : failure.getClass()).isEqualTo(tried.failure());
            go.countDown();
            awaitEnd();
            assertThat(server.snapshot().state()).isEqualTo(tried.end());
            if (tried.call() == Call.CONFIGURE && tried.failure() == null) {
                assertConfigured();
            }
            assertThat(client.isOpen()).isTrue();
        } finally {
            go.countDown();
            Files.deleteIfExists(directory.resolve("test.sock"));
            server.close();
        }
        assertThat(directory).isEmptyDirectory();
    }

    private SocketChannel occupy() throws Exception {
        SocketChannel client = connect();
        client.write(ByteBuffer.wrap(new byte[] {'?'}));
        assertThat(entered.await(BOUND, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(directory.resolve("test.sock")));
        return client;
    }

    private void arrange() throws Exception {
        switch (cell.given()) {
            case RUNNING -> {}
            case DRAINING -> server.stop();
            case STOPPED -> {
                go.countDown();
                server.stop().toCompletableFuture().get(BOUND, TimeUnit.SECONDS);
            }
            case FAILED -> fail();
            case CLOSING -> {
                Thread.currentThread().interrupt();
                server.close();
                assertThat(Thread.interrupted()).isTrue();
            }
            case CLOSED -> {
                go.countDown();
                server.close();
            }
        }
    }

    private void fail() throws Exception {
        go.countDown();
        server.stop().toCompletableFuture().get(BOUND, TimeUnit.SECONDS);
        Files.createDirectory(directory.resolve("test.sock"));
        try {
            server.start();
        } catch (IOException aDirectoryIsThere) {
            assertThat(aDirectoryIsThere).hasMessageContaining("a directory is there");
        }
    }

    private void call() throws Exception {
        switch (cell.on()) {
            case ANY_THREAD -> callBeside();
            case INTERRUPTED_THREAD -> {
                Thread.currentThread().interrupt();
                perform();
                assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
            }
            case HANDLERS_THREAD -> go.countDown();
            case LISTENERS_THREAD -> {
                if (cell.given() == Given.RUNNING) {
                    connect().close();
                }
                assertThat(told.await(BOUND, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private void callBeside() throws Exception {
        Thread caller = new Thread(this::perform, "caller");
        caller.start();
        if (cell.waits()) {
            while (server.snapshot().state() != ServerState.DRAINING) {
                caller.join(1);
            }
            caller.join(20);
            assertThat(outcome).isNotDone();
            go.countDown();
        }
        caller.join();
    }

    private void perform() {
        try {
            cell.call().action.apply(this);
            outcome.complete(null);
        } catch (Throwable e) {
            outcome.complete(e);
        }
    }

    private void awaitEnd() throws Exception {
        while (server.snapshot().state() == ServerState.DRAINING) {
            server.stop().toCompletableFuture().get(BOUND, TimeUnit.SECONDS);
        }
    }

    private void assertConfigured() throws IOException {
        if (server.snapshot().state() != ServerState.RUNNING) {
            Files.deleteIfExists(directory.resolve("test.sock"));
            server.start();
        }
        assertThat(server.snapshot().configuration()).containsEntry("message.max", "4711");
    }

    /** Stays in its call until it is let go, and then, if it is its turn, makes the call that is tried. */
    private final class Occupied implements Handler {
        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            in.position(in.limit());
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException theServerStops) {
                return;
            }
            if (cell.on() == On.HANDLERS_THREAD) {
                perform();
            }
        }
    }

    /** Makes the call that is tried when it is told that the server is where it is to be. */
    private final class Listener implements ServerEvents {
        private int opened;

        private void told(Given now) {
            if (cell.on() == On.LISTENERS_THREAD && cell.given() == now && !outcome.isDone()) {
                perform();
                told.countDown();
            }
        }

        @Override
        public void connectionOpened(String name, long connection, PeerCredentials peer) {
            if (++opened == 2) {
                told(Given.RUNNING);
            }
        }

        @Override
        public void serverDraining(String name, int connections) {
            told(Given.DRAINING);
        }

        @Override
        public void serverStopped(String name, int finished, int forced, Duration took) {
            told(Given.STOPPED);
        }

        @Override
        public void serverFailed(String name, Throwable cause) {
            told(Given.FAILED);
        }
    }
}

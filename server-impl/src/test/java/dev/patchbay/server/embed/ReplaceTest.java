package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerOptions;
import dev.patchbay.api.runtime.SwapResult;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler is replaced by another one, and the program learns when that is over. */
class ReplaceTest extends EmbedTest {

    private static final HandlerOptions BETTER = new HandlerOptions().ranking(1);
    private static final HandlerOptions WORSE = new HandlerOptions().ranking(-1);

    private Server start(Handler handler) throws Exception {
        return Server.at(socket()).handler(handler).start();
    }

    @ParameterizedTest
    @EnumSource
    void firstHandlerIsReplacedAndTheResultIsThatOfTheEvent(HandlerExecution execution) throws Exception {
        HandlerOptions options = new HandlerOptions().execution(execution);
        BlockingQueue<SwapResult> reported = new LinkedBlockingQueue<>();
        List<SocketChannel> clients = new ArrayList<>();
        try (Server server =
                Server.at(socket()).handler(answering("one"), options).start()) {
            server.listen(new ServerEvents() {
                @Override
                public void handlerSwapped(String name, String from, String to, int moved, Duration took) {
                    reported.add(new SwapResult(moved, 0, 0, took));
                }
            });
            for (int i = 0; i < 5; i++) {
                clients.add(connect());
                assertThat(ask(clients.get(i))).isEqualTo("one");
            }
            SwapResult swap = result(server.replace(answering("two")));

            assertThat(swap.moved()).isEqualTo(5);
            assertThat(swap.closed()).isZero();
            assertThat(swap.stuck()).isZero();
            assertThat(reported.take().moved()).isEqualTo(swap.moved());
            assertThat(server.snapshot().handlers()).singleElement().satisfies(only -> {
                assertThat(only.execution()).isEqualTo(execution);
            });
            for (SocketChannel client : clients) {
                assertThat(ask(client)).isEqualTo("two");
                client.close();
            }
        }
    }

    @Test
    void noCallIntoTheOldHandlerIsRunningWhenTheSwapIsOver() throws Exception {
        Occupied old = new Occupied(true);
        try (Server server = start(old);
                SocketChannel client = connect()) {
            send(client);
            await(old.entered);
            CompletionStage<SwapResult> swap = server.replace(answering("new"));
            int[] running = {-1};
            CompletionStage<SwapResult> seen = swap.whenComplete((result, failure) -> running[0] = old.inCalls.get());
            assertThat(swap.toCompletableFuture()).isNotDone();
            old.go.countDown();

            assertThat(result(seen).moved()).isEqualTo(1);
            assertThat(running[0]).isZero();
            assertThat(old.released).hasValue(1);
            assertThat(answer(client)).isEqualTo("old");
            assertThat(ask(client)).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handlerMayReplaceItselfInACall(HandlerExecution execution) throws Exception {
        CompletableFuture<Server> server = new CompletableFuture<>();
        CompletableFuture<SwapResult> swap = new CompletableFuture<>();
        Handler leaving = (conn, in) -> {
            in.position(in.limit());
            server.join().replace(answering("new")).thenAccept(swap::complete);
            conn.write(ByteBuffer.wrap("bye".getBytes(StandardCharsets.US_ASCII)));
        };
        try (Server started = Server.at(socket())
                        .with(new ServerOptions().swapTimeout(Duration.ofHours(1)))
                        .handler(leaving, new HandlerOptions().execution(execution))
                        .start();
                SocketChannel client = connect()) {
            server.complete(started);
            assertThat(ask(client)).isEqualTo("bye");
            assertThat(result(swap).moved()).isEqualTo(1);
            assertThat(ask(client)).isEqualTo("new");
        }
    }

    @Test
    void betterHandlerIsInChargeWhenAllConnectionsHaveMoved() throws Exception {
        Occupied old = new Occupied(true);
        try (Server server = start(old);
                SocketChannel client = connect()) {
            send(client);
            await(old.entered);
            HandlerRegistration better = server.add(answering("new"), BETTER);
            assertThat(better.inCharge().toCompletableFuture()).isNotDone();
            old.go.countDown();

            assertThat(result(better.inCharge()).moved()).isEqualTo(1);
            assertThat(answer(client) + ask(client)).isEqualTo("oldnew");
            better.close();
            assertThat(better.inCharge().toCompletableFuture()).isCompletedExceptionally();
        }
    }

    @Test
    void handlerThatStandsByIsInChargeWhenTheBetterOneIsRemoved() throws Exception {
        try (Server server = Server.at(socket()).start();
                SocketChannel client = connect()) {
            HandlerRegistration better = server.add(answering("one"));
            HandlerRegistration standby = server.add(answering("two"), WORSE);
            assertThat(ask(client)).isEqualTo("one");
            CompletionStage<SwapResult> inCharge = standby.inCharge();
            assertThat(inCharge.toCompletableFuture()).isNotDone();
            better.close();

            assertThat(result(inCharge).moved()).isEqualTo(1);
            assertThat(ask(client)).isEqualTo("two");
        }
    }

    @Test
    void handlerThatNeverWasInChargeFailsItsStage() throws Exception {
        CompletionStage<SwapResult> removed;
        CompletionStage<SwapResult> replaced;
        CompletionStage<SwapResult> left;
        try (Server server = start(answering("one"))) {
            HandlerRegistration first = server.add(answering("two"), WORSE);
            removed = first.inCharge();
            first.close();
            HandlerRegistration second = server.add(answering("two"), WORSE);
            replaced = second.inCharge();
            assertThat(result(second.replace(answering("six"))).moved()).isZero();
            left = second.inCharge();
        }
        assertFails(removed, "handler handler was removed before it was in charge");
        assertFails(replaced, "handler handler was replaced before it was in charge");
        assertFails(left, "server server was closed before the handler was in charge");
    }

    private static void assertFails(CompletionStage<?> stage, String message) {
        assertThatThrownBy(() -> result(stage))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void handlerOfAStoppedServerIsReplacedAtOnce() throws Exception {
        try (Server server = start(answering("one"))) {
            result(server.stop());
            CompletionStage<SwapResult> swap = server.replace(answering("two"));
            HandlerRegistration standby = server.add(answering("six"), WORSE);
            assertThat(swap.toCompletableFuture()).isCompleted();
            assertThat(standby.inCharge().toCompletableFuture()).isNotDone();
            server.start();
            try (SocketChannel client = connect()) {
                assertThat(ask(client)).isEqualTo("two");
            }
        }
    }

    @Test
    void handlerIsAddedInThePlaceOfNone() throws Exception {
        try (Server server = Server.at(socket()).start();
                SocketChannel client = connect()) {
            send(client);
            assertThat(server.snapshot().holding()).isTrue();
            assertThat(result(server.replace(answering("one"))).closed()).isZero();
            assertThat(answer(client)).isEqualTo("one");
            result(server.replace(answering("two")));
            assertThat(ask(client)).isEqualTo("two");
            assertThat(server.snapshot().handlers()).hasSize(1);
        }
    }

    @Test
    void swapThatIsOvertakenEndsWhenTheHandlersBeforeItAreLeft() throws Exception {
        Occupied old = new Occupied(true);
        try (Server server = start(old);
                SocketChannel client = connect()) {
            send(client);
            await(old.entered);
            CompletionStage<SwapResult> first = server.replace(answering("one"));
            CompletionStage<SwapResult> second = server.replace(answering("two"));
            CompletionStage<SwapResult> third =
                    server.add(answering("six"), BETTER).inCharge();
            assertThat(third.toCompletableFuture()).isNotDone();
            old.go.countDown();

            for (CompletionStage<SwapResult> swap : List.of(first, second, third)) {
                assertThat(result(swap).moved()).isEqualTo(1);
            }
            assertThat(answer(client) + ask(client)).isEqualTo("oldsix");
        }
    }

    @Test
    void callThatOutlastsTheTimeoutIsCountedAsClosed() throws Exception {
        Occupied old = new Occupied(true);
        // The call has as long again to end after its interrupt, or else it is stuck.
        try (Server server = Server.at(socket())
                        .with(new ServerOptions().swapTimeout(Duration.ofSeconds(1)))
                        .handler(old)
                        .start();
                SocketChannel busy = connect();
                SocketChannel idle = connect()) {
            send(busy);
            await(old.entered);
            awaitConnections(server, 2);
            SwapResult swap = result(server.replace(answering("new")));

            assertThat(List.of(swap.moved(), swap.closed(), swap.stuck())).containsExactly(1, 1, 0);
            assertThat(ask(idle)).isEqualTo("new");
        }
    }

    /** Waits until so many connections are with the handler, which answers none of them yet. */
    private static void awaitConnections(Server server, int count) {
        while (server.connections().stream()
                        .filter(connection -> connection.handler().isPresent())
                        .count()
                < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void callThatNeverReturnsIsCountedAsStuck() throws Exception {
        Occupied old = new Occupied(false);
        try (Server server = Server.at(socket())
                        .with(new ServerOptions().swapTimeout(Duration.ofMillis(10)))
                        .handler(old)
                        .start();
                SocketChannel busy = connect()) {
            send(busy);
            await(old.entered);
            SwapResult swap = result(server.replace(answering("new")));

            assertThat(List.of(swap.moved(), swap.closed(), swap.stuck())).containsExactly(0, 0, 1);
            assertThat(old.inCalls).hasValue(1);
            old.go.countDown();
        }
    }

    @Test
    void closeOfTheServerEndsAllWaitingForACallThatNeverReturns() throws Exception {
        Occupied old = new Occupied(false);
        Server server = Server.at(socket())
                .with(new ServerOptions().swapTimeout(Duration.ofHours(1)))
                .start();
        try (server;
                SocketChannel busy = connect()) {
            HandlerRegistration place = server.add(old);
            send(busy);
            await(old.entered);
            CompletionStage<SwapResult> swap = place.replace(answering("new"));
            CompletableFuture<Void> removal = CompletableFuture.runAsync(place::close);
            server.stop(Duration.ZERO);
            server.close();

            assertFails(swap, "server server was closed before every call of the handlers before had returned");
            result(removal);
        } finally {
            old.go.countDown();
        }
    }

    @Test
    void placeKeepsItsOptionsUnlessOthersAreGiven() throws Exception {
        try (Server server = Server.at(socket())
                .with(new ServerOptions().handlerTarget("(handler.name=shop)"))
                .start()) {
            HandlerRegistration place = server.add(
                    answering("one"), new HandlerOptions().name("shop").execution(HandlerExecution.EVENT_LOOP));
            result(place.replace(answering("two")));
            assertThat(server.snapshot().handlers()).singleElement().satisfies(only -> {
                assertThat(only.name()).isEqualTo("shop");
                assertThat(only.execution()).isEqualTo(HandlerExecution.EVENT_LOOP);
            });
            result(place.replace(
                    answering("six"),
                    new HandlerOptions().execution(HandlerExecution.VIRTUAL).ranking(7)));
            assertThat(server.snapshot().handlers()).singleElement().satisfies(only -> {
                assertThat(only.name()).isEqualTo("shop");
                assertThat(only.execution()).isEqualTo(HandlerExecution.VIRTUAL);
                assertThat(only.ranking()).isEqualTo(7);
            });
            result(place.replace(answering("ten"), new HandlerOptions().name("other")));
            assertThat(server.snapshot().holding()).isTrue();
        }
    }

    @Test
    void registrationStandsForTheHandlerThatReplacesItsOwn() throws Exception {
        try (Server server = Server.at(socket()).start();
                SocketChannel client = connect()) {
            HandlerRegistration place = server.add(answering("one"));
            result(server.replace(answering("two")));
            assertThat(ask(client)).isEqualTo("two");
            place.close();
            place.close();
            assertThat(server.snapshot().handlers()).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(() -> place.replace(answering("six")))
                    .withMessageContaining("was removed from server server; add the new one instead");
        }
    }

    @Test
    void sameHandlerInItsOwnPlaceIsNoSwap() throws Exception {
        Handler handler = answering("one");
        try (Server server = start(handler);
                SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("one");
            assertThat(result(server.replace(handler)).moved()).isZero();
            assertThat(ask(client)).isEqualTo("one");
        }
    }

    @Test
    void handlerOfAPluginIsReplacedByItsFileOnly() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("plugins"));
        PluginJar.write(folder.resolve("plugin.jar"), "one");
        try (Server server = Server.at(socket()).plugins(folder).start();
                SocketChannel client = connect()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.replace(answering("two")))
                    .withMessageContaining("plugin.jar; replace that file, or add a handler with a higher ranking");
            assertThat(ask(client)).isEqualTo("one");
            result(server.add(answering("two"), BETTER).inCharge());
            result(server.replace(answering("six")));
            assertThat(ask(client)).isEqualTo("six");
        }
    }

    @Test
    void serverMayBeClosedWhenASwapIsOver() throws Exception {
        Occupied old = new Occupied(true);
        Server server = start(old);
        try (server;
                SocketChannel client = connect()) {
            send(client);
            await(old.entered);
            CompletionStage<Void> end = server.replace(answering("new")).thenRun(server::close);
            old.go.countDown();
            result(end);
        }
        assertThat(directory).isEmptyDirectory();
    }
}

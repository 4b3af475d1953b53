package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Registration;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.ServerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest extends EmbedTest {

    @Test
    void serverIsStartedWithALambdaInOneLine() throws IOException {
        try (Server server = Server.at(socket()).handler(answering("yes")).start();
                SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("yes");
            assertThat(server.address()).isEqualTo(socket().toString());
            assertThat(server.snapshot().state()).isEqualTo(ServerState.RUNNING);
            assertThat(server.snapshot().handler()).hasValue("handler");
            assertThat(server.connections()).hasSize(1);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void betterHandlerTakesOverAndGivesBackWhenItIsTakenAway() throws IOException {
        try (Server server = Server.at(socket()).handler(answering("one")).start();
                SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("one");
            Registration second = server.add(answering("two"), new HandlerOptions().ranking(1));
            assertThat(ask(client)).isEqualTo("two");
            second.close();
            assertThat(ask(client)).isEqualTo("one");
        }
    }

    @Test
    void programSendsToAGroupThatHandlersJoinBeforeAndAfterAStop() throws Exception {
        Handler subscribing = (conn, in) -> {
            in.position(in.limit());
            conn.group("news").join(conn.ref());
            conn.write(StandardCharsets.US_ASCII.encode("yes"));
        };
        try (Server server = Server.at(socket()).handler(subscribing).start()) {
            ConnectionGroup news = server.group("news");
            assertThat(news.send(StandardCharsets.US_ASCII.encode("new"))).isZero();
            for (int i = 0; i < 2; i++) {
                try (SocketChannel client = connect()) {
                    assertThat(ask(client)).isEqualTo("yes");
                    assertThat(news.send(StandardCharsets.US_ASCII.encode("new")))
                            .isOne();
                    assertThat(answer(client)).isEqualTo("new");
                }
                server.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
                assertThat(news.size()).isZero();
                server.start();
            }
        }
    }

    @Test
    void filterChoosesAmongTheHandlersAndChangesLive() throws IOException {
        try (Server server = Server.at(socket())
                        .handler(answering("abc"), new HandlerOptions().name("a"))
                        .handler(answering("xyz"), new HandlerOptions().name("x"))
                        .with("handler.target", "(handler.name=x)")
                        .start();
                SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("xyz");
            server.configure(Map.of("handler.target", "(handler.name=a)"));
            assertThat(ask(client)).isEqualTo("abc");
        }
    }

    @Test
    void wrongConfigurationNamesEveryFaultAndLeavesNothingBehind() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.at(socket())
                        .with("loops", "many")
                        .with("idle.timeout", "soon")
                        .start())
                .withMessageContaining("loops = many")
                .withMessageContaining("idle.timeout = soon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.at(socket()).with("lops", "1").start())
                .withMessageContaining("lops");
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> Server.at(socket()).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a regular file is there");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void changeThatIsWrongChangesNothing() throws IOException {
        try (Server server = Server.at(socket()).handler(answering("yes")).start();
                SocketChannel client = connect()) {
            assertThatIllegalArgumentException().isThrownBy(() -> server.configure(Map.of("message.max", "0")));
            assertThat(server.snapshot().configuration()).containsEntry("message.max", "1048576");
            assertThat(ask(client)).isEqualTo("yes");
        }
    }

    @Test
    void listenerIsToldAndStopTellsHowItWent() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ServerEvents listener = new ServerEvents() {
            @Override
            public void serverStarted(String server, String address) {
                told.add(server + " started");
            }
        };
        Server server = Server.at(socket()).name("shop").events(listener).start();
        try (server) {
            assertThat(told.take()).isEqualTo("shop started");
            assertThat(server.stop().toCompletableFuture().get().graceful()).isTrue();
        }
        server.close();
    }

    @Test
    void handlerThatTakesItselfAwayDoesNotWaitForItself() throws Exception {
        CompletableFuture<Registration> mine = new CompletableFuture<>();
        Handler leaving = (conn, in) -> {
            in.position(in.limit());
            mine.join().close();
            conn.write(ByteBuffer.wrap("bye".getBytes(StandardCharsets.US_ASCII)));
        };
        try (Server server = Server.at(socket())
                        .handler(answering("yes"))
                        .with("swap.timeout", "1h")
                        .start();
                SocketChannel client = connect()) {
            mine.complete(server.add(leaving, new HandlerOptions().ranking(1)));
            assertThat(ask(client)).isEqualTo("bye");
            assertThat(ask(client)).isEqualTo("yes");
        }
    }

    @Test
    void closeWithinATaskOfAConnectionReturnsAndTheServerEnds() throws Exception {
        CompletableFuture<Server> closing = new CompletableFuture<>();
        CompletableFuture<ServerState> afterwards = new CompletableFuture<>();
        Handler handler = (conn, in) -> {
            in.position(in.limit());
            conn.execute(() -> {
                closing.join().close();
                afterwards.complete(closing.join().snapshot().state());
            });
        };
        Server server =
                Server.at(socket()).handler(handler).with("drain.timeout", "1h").start();
        try (server;
                SocketChannel client = connect()) {
            closing.complete(server);
            client.write(ByteBuffer.wrap(new byte[] {'?'}));
            assertThat(afterwards.get(20, TimeUnit.SECONDS)).isEqualTo(ServerState.DRAINING);
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(server.snapshot().state()).isEqualTo(ServerState.STOPPED);
    }

    @Test
    void pluginIsLoadedReplacedAndRemoved() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("plugins"));
        Path jar = folder.resolve("plugin.jar");
        PluginJar.write(jar, "one");
        try (Server server = Server.at(socket())
                        .with("hold.timeout", "1h")
                        .plugins(folder)
                        .start();
                SocketChannel client = connect()) {
            assertThat(ask(client)).isEqualTo("one");
            PluginJar.write(jar, "two");
            server.lookForPlugins();
            assertThat(ask(client)).isEqualTo("two");
            Files.writeString(jar, "this is no jar");
            server.lookForPlugins();
            assertThat(ask(client)).isEqualTo("two");
            Files.delete(jar);
            server.lookForPlugins();
            assertThat(server.snapshot().holding()).isTrue();
        }
        Files.delete(folder);
    }
}

package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.EchoMethods;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The handler is replaced by another of its kind, and clients notice nothing. */
@Timeout(60)
class SwapTest {

    private static final String REQUEST = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[1],\"id\":1}";
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"result\":[1],\"id\":1}";

    @TempDir
    Path directory;

    private RunningServer server;
    private JsonRpcHandler second;
    private final CallsTest.Methods methods = new CallsTest.Methods();

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory, "message.max", "1000");
        server.publish(new EchoMethods(), "", "echo");
        server.publish(methods, "", "later", "keep");
        second = server.another();
    }

    @AfterEach
    void stop() {
        server.close();
        second.close();
    }

    @Test
    void aConnectionKeepsItsFramingAlsoInTheMiddleOfAMessage() throws Exception {
        try (RpcClient lines = server.connect();
                RpcClient headers = server.connect()) {
            assertThat(lines.ask(REQUEST)).isEqualTo(ANSWER);
            assertThat(headers.framed(REQUEST).readFramed()).isEqualTo(ANSWER);
            lines.send(REQUEST.substring(0, 20));
            headers.send("Content-Length: " + REQUEST.length() + "\r\n\r\n" + REQUEST.substring(0, 20));
            server.install(2, second);
            lines.line(REQUEST.substring(20));
            headers.send(REQUEST.substring(20));
            assertThat(lines.read()).isEqualTo(ANSWER);
            assertThat(headers.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void aMessageThatIsBeingLeftOutIsLeftOutToItsEnd() throws Exception {
        try (RpcClient lines = server.connect();
                RpcClient headers = server.connect()) {
            lines.send("x".repeat(2000));
            headers.send("Content-Length: 10000\r\n\r\n" + "x".repeat(2000));
            assertThat(lines.read()).contains("-32600");
            assertThat(headers.readFramed()).contains("-32600");
            server.install(2, second);
            lines.send("{}\n" + REQUEST + "\n");
            headers.send("x".repeat(8000)).framed(REQUEST);
            assertThat(lines.read()).isEqualTo(ANSWER);
            assertThat(headers.readFramed()).isEqualTo(ANSWER);
        }
    }

    @Test
    void aSwapWaitsForAnAnswerThatIsStillToCome() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(REQUEST.replace("echo", "later").replace("[1]", "[]"));
            CompletableFuture<String> promise = methods.promises.take();
            server.install(2, second);
            CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> {
                try {
                    server.remove(1);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            promise.complete("from the first");
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"from the first\",\"id\":1}");
            removal.get(30, TimeUnit.SECONDS);
            assertThat(client.ask(REQUEST)).isEqualTo(ANSWER);
        }
    }

    @Test
    void aHandleOnAClientOutlivesTheHandlerAndWaitsWhileThereIsNone() throws Exception {
        try (RpcClient client = server.connect()) {
            client.ask(REQUEST.replace("echo", "keep").replace("[1]", "[]"));
            var kept = methods.clients.take();
            server.remove(1);
            kept.notify("one", List.of());
            kept.notify("two", List.of());
            server.install(2, second);
            assertThat(client.read()).contains("\"one\"");
            assertThat(client.read()).contains("\"two\"");
            kept.notify("three", List.of());
            assertThat(client.read()).contains("\"three\"");
        }
    }
}

package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.testing.QuietConnection;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written to a client that does not read, or that nobody can reach any more. */
@Timeout(60)
class SlowOrGoneClientsTest {

    private static final String[] FUNCTIONS = {"note", "later", "push"};

    private final Methods methods = new Methods();

    /** What the tests call. */
    public static final class Methods {
        final BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        final BlockingQueue<CompletableFuture<String>> promises = new LinkedBlockingQueue<>();
        final BlockingQueue<ConnContext> connections = new LinkedBlockingQueue<>();

        public void note() {
            interrupted.add(Thread.currentThread().isInterrupted());
        }

        public CompletionStage<String> later(ConnContext connection) {
            connections.add(connection);
            CompletableFuture<String> promise = new CompletableFuture<>();
            promises.add(promise);
            return promise;
        }

        public void push(JsonRpcClient client) {
            client.notify("pushed", List.of());
        }
    }

    /** A connection of which the host knows that nobody can be reached. */
    private static class Gone extends QuietConnection {
        private final RuntimeException thrown;

        Gone(RuntimeException thrown) {
            this.thrown = thrown;
        }

        @Override
        public void write(ByteBuffer data) {
            throw thrown;
        }
    }

    private static Gone gone() {
        return new Gone(new ConnectionEndedException("quiet", 1, ReleaseReason.CLIENT_CLOSED));
    }

    private MethodRegistry table() {
        MethodRegistry table = new MethodRegistry();
        PublishedService service = new PublishedService(methods, Jackson.newMapper());
        Map<String, Object> properties =
                Map.of("jsonrpc.function", FUNCTIONS, "jsonrpc.execution", HandlerExecution.EVENT_LOOP.name());
        table.put(1, 0, Publication.of(service, properties).methods());
        return table;
    }

    private static String request(String method, String rest) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"" + rest + "}\n";
    }

    @Test
    void notificationsOfAClientThatHasGoneAreServedAfterARequestOfIts() {
        Gone conn = gone();
        try (JsonRpcHandler handler = new JsonRpcHandler(Settings.DEFAULTS, table())) {
            handler.opened(conn);
            String input = request("note", ",\"id\":1") + request("push", "") + request("note", "");
            ByteBuffer in = ByteBuffer.wrap(input.getBytes(StandardCharsets.UTF_8));
            handler.received(conn, in);
            assertThat(in.hasRemaining()).isFalse();
            handler.released(conn, ReleaseReason.CLIENT_CLOSED);
        }
        assertThat(methods.interrupted).containsExactly(false, false);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void answerIsSentByAThreadThatIsInterruptedWhileTheClientIsSlow(@TempDir Path directory) throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            server.publish(methods, "", FUNCTIONS);
            client.send(request("later", ",\"id\":1"));
            CompletableFuture<String> promise = methods.promises.take();
            ConnContext conn = methods.connections.take();
            int lines = 0;
            for (; conn.isWritable(); lines++) {
                conn.write(ByteBuffer.wrap(("x".repeat(9_999) + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread completing = new Thread(() -> {
                Thread.currentThread().interrupt();
                promise.complete("done");
                interrupted.complete(Thread.interrupted());
            });
            completing.start();
            for (int i = 0; i < lines; i++) {
                assertThat(client.read()).hasSize(9_999);
            }
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"done\",\"id\":1}");
            assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
            completing.join();
        }
    }

    @Test
    void noticeOfAReleasedHandlerIsSentByItsSuccessor() {
        QuietConnection conn = new QuietConnection();
        Gone before = new Gone(new IllegalStateException("released")) {
            @Override
            public Map<String, Object> attributes() {
                return conn.attributes();
            }
        };
        conn.attributes().put("dev.patchbay.handler.json.subscribed", true);
        MethodRegistry table = new MethodRegistry();
        ErrorResponses errors = new ErrorResponses(Jackson.newMapper().writer(), table.other(), "");
        SharedResources shared = new SharedResources(
                Dialect.plain(table),
                () -> ActiveSettings.of(Settings.DEFAULTS),
                Runnable::run,
                new WorkspacePool(),
                errors);
        Session first = new Session(before, shared);
        first.released(false);
        new Session(conn, shared).opened();
        first.client(errors.writer()).notify("late", null);
        assertThat(conn.bytesOut()).isPositive();
    }
}

package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CallsTest {

    private static final String[] FUNCTIONS = {
        "later",
        "hold",
        "elsewhere",
        "stubborn",
        "progress",
        "fail",
        "refuse",
        "failLater",
        "cyclic",
        "whoAmI",
        "keep",
        "nothing"
    };

    @TempDir
    Path directory;

    private RunningServer server;
    private final Methods methods = new Methods();

    /** An error with a meaning of its own. */
    static final class OutOfStock extends JsonRpcException {
        private static final long serialVersionUID = 1L;

        private final int left;

        OutOfStock(int left) {
            super(4711, "out of stock");
            this.left = left;
        }

        @Override
        public Object data() {
            return Map.of("left", left);
        }
    }

    /** What the tests call. */
    public static final class Methods {
        final BlockingQueue<CompletableFuture<String>> promises = new LinkedBlockingQueue<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        final BlockingQueue<JsonRpcClient> clients = new LinkedBlockingQueue<>();

        public CompletionStage<String> later() {
            CompletableFuture<String> promise = new CompletableFuture<>();
            promise.whenComplete((value, thrown) -> outcomes.add(promise.isCancelled() ? "cancelled" : "completed"));
            promises.add(promise);
            return promise;
        }

        public String hold() throws InterruptedException {
            begun.countDown();
            try {
                go.await();
                outcomes.add("finished");
            } catch (InterruptedException e) {
                outcomes.add("interrupted");
                throw e;
            }
            return "held";
        }

        public CompletionStage<String> elsewhere() {
            CompletableFuture<String> promise = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean interrupt) {
                    Thread other = new Thread(() -> complete("by another thread"));
                    other.start();
                    try {
                        other.join(20_000);
                        outcomes.add(other.isAlive() ? "stuck" : "completed");
                    } catch (InterruptedException e) {
                        outcomes.add("interrupted");
                    }
                    return false;
                }
            };
            promises.add(promise);
            return promise;
        }

        public CompletionStage<String> stubborn() {
            return new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean interrupt) {
                    throw new IllegalStateException("this cannot be cancelled");
                }
            };
        }

        public int progress(int steps, JsonRpcClient client) {
            for (int i = 1; i <= steps; i++) {
                client.notify("progress", Map.of("step", i));
            }
            return steps;
        }

        public void fail() {
            throw new IllegalStateException("the password is secret");
        }

        public void refuse(int left) {
            throw new OutOfStock(left);
        }

        public CompletionStage<Void> failLater() {
            return CompletableFuture.supplyAsync(() -> {
                throw new OutOfStock(1);
            });
        }

        public Object cyclic() {
            Object[] self = new Object[1];
            self[0] = self;
            return self;
        }

        public String whoAmI(ConnContext connection) {
            return connection.server() + " " + connection.peer().pid();
        }

        public void keep(JsonRpcClient client) {
            clients.add(client);
        }

        public void nothing() {}
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory);
        server.publish(methods, "", FUNCTIONS);
        server.publish(methods, "quick", HandlerExecution.EVENT_LOOP, FUNCTIONS);
    }

    @AfterEach
    void stop() {
        methods.go.countDown();
        server.close();
    }

    private static String request(String method, String params, int id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}";
    }

    private static String result(String value, int id) {
        return "{\"jsonrpc\":\"2.0\",\"result\":" + value + ",\"id\":" + id + "}";
    }

    private static String name(HandlerExecution execution, String method) {
        return execution == HandlerExecution.EVENT_LOOP ? "quick." + method : method;
    }

    @Test
    void aMethodWithoutResultGivesNull() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("nothing", "[]", 1))).isEqualTo(result("null", 1));
        }
    }

    @Test
    void answersMayOvertakeEachOther() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request("hold", "[]", 1));
            methods.begun.await();
            assertThat(client.ask(request("nothing", "[]", 2))).isEqualTo(result("null", 2));
            methods.go.countDown();
            assertThat(client.read()).isEqualTo(result("\"held\"", 1));
        }
    }

    @Test
    void answersKeepTheOrderOfTheirRequestsIfThatIsConfigured() throws Exception {
        server.set("in.order", "true");
        try (RpcClient client = server.connect()) {
            client.line(request("hold", "[]", 1));
            client.line(request("nothing", "[]", 2))
                    .line("[" + request("quick.nothing", "[]", 3) + "]")
                    .line("?");
            client.line(request("quick.later", "[]", 4)).line(request("quick.nothing", "[]", 5));
            methods.promises.take().complete("then");
            methods.go.countDown();
            assertThat(client.read()).isEqualTo(result("\"held\"", 1));
            assertThat(client.read()).isEqualTo(result("null", 2));
            assertThat(client.read()).isEqualTo("[" + result("null", 3) + "]");
            assertThat(client.read()).contains("-32700");
            assertThat(client.read()).isEqualTo(result("\"then\"", 4));
            assertThat(client.read()).isEqualTo(result("null", 5));
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void aStageIsAnsweredWhenItCompletes(HandlerExecution execution) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request(name(execution, "later"), "[]", 1));
            CompletableFuture<String> promise = methods.promises.take();
            assertThat(client.ask(request("nothing", "[]", 2))).isEqualTo(result("null", 2));
            promise.complete("now");
            assertThat(client.read()).isEqualTo(result("\"now\"", 1));
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void notificationsOfAMethodComeInOrderAndBeforeItsResult(HandlerExecution execution) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request(name(execution, "progress"), "[100]", 1));
            for (int i = 1; i <= 100; i++) {
                assertThat(client.read())
                        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"progress\",\"params\":{\"step\":" + i + "}}");
            }
            assertThat(client.read()).isEqualTo(result("100", 1));
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void whatAMethodThrowsIsAnInternalErrorThatTellsNothing(HandlerExecution execution) throws Exception {
        try (RpcClient client = server.connect()) {
            String error = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"},\"id\":1}";
            assertThat(client.ask(request(name(execution, "fail"), "[]", 1))).isEqualTo(error);
            assertThat(client.ask(request(name(execution, "cyclic"), "[]", 1))).isEqualTo(error);
        }
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void anErrorOfTheMethodsOwnReachesTheClientWithCodeAndData(HandlerExecution execution) throws Exception {
        String error =
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":4711,\"message\":\"out of stock\",\"data\":{\"left\":1}},\"id\":1}";
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request(name(execution, "refuse"), "[1]", 1))).isEqualTo(error);
            assertThat(client.ask(request(name(execution, "failLater"), "[]", 1)))
                    .isEqualTo(error);
        }
    }

    @Test
    void anErrorInANotificationIsNotAnswered() throws Exception {
        try (RpcClient client = server.connect()) {
            for (String method : List.of("fail", "quick.fail", "refuse", "quick.refuse", "failLater", "unknown")) {
                client.line("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}");
            }
            assertThat(client.ask(request("quick.nothing", "[]", 2))).isEqualTo(result("null", 2));
        }
    }

    @Test
    void anAnswerToNoQuestionIsNotAnswered() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}");
            client.line("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"\"},\"id\":null}");
            client.line("[{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}]");
            assertThat(client.ask(request("quick.nothing", "[]", 2))).isEqualTo(result("null", 2));
        }
    }

    @Test
    void theConnectionIsInjected() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask(request("whoAmI", "[]", 1)))
                    .isEqualTo(result("\"json " + ProcessHandle.current().pid() + "\"", 1));
        }
    }

    @Test
    void aMethodIsInterruptedWhenItsClientGoes() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request("hold", "[]", 1));
            methods.begun.await();
        }
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void aStageIsCancelledWhenItsClientGoes(HandlerExecution execution) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request(name(execution, "later"), "[]", 1));
            methods.promises.take();
        }
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @EnumSource(HandlerExecution.class)
    void aStageThatIsCancelledMayWaitForAnotherThreadThatCompletesIt(HandlerExecution execution) throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request(name(execution, "elsewhere"), "[]", 1));
            methods.promises.take();
        }
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("completed");
    }

    @Test
    void aStageThatThrowsWhenItIsCancelledKeepsNoOtherFromIt() throws Exception {
        try (RpcClient client = server.connect()) {
            for (int id = 1; id <= 10; id++) {
                client.line(request("quick.stubborn", "[]", id));
            }
            client.line(request("quick.later", "[]", 11));
            methods.promises.take();
        }
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("cancelled");
    }

    @Test
    void aNotificationIsServedEvenThoughItsClientHasGone() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line("{\"jsonrpc\":\"2.0\",\"method\":\"hold\"}").line(request("later", "[]", 1));
            methods.begun.await();
            methods.promises.take();
        }
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("cancelled");
        methods.go.countDown();
        assertThat(methods.outcomes.poll(30, TimeUnit.SECONDS)).isEqualTo("finished");
    }

    @Test
    void aClientThatEndsItsInputStillGetsAnAnswerThatTakesItsTime() throws Exception {
        try (RpcClient client = server.connect()) {
            client.line(request("hold", "[]", 1)).endOutput();
            methods.begun.await();
            methods.go.countDown();
            assertThat(client.read()).isEqualTo(result("\"held\"", 1));
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aClientCanBeNotifiedLongAfterTheCallUntilItGoes() throws Exception {
        JsonRpcClient kept;
        try (RpcClient client = server.connect()) {
            client.ask(request("keep", "[]", 1));
            kept = methods.clients.take();
            kept.notify("news", List.of("it rains"));
            kept.notify("news", null);
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"news\",\"params\":[\"it rains\"]}");
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"news\"}");
            assertThat(kept.isOpen()).isTrue();
        }
        kept.closed().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(kept.isOpen()).isFalse();
        kept.notify("news", null);
    }

    @Test
    void parametersOfANotificationAreAnArrayOrAnObject() throws Exception {
        try (RpcClient client = server.connect()) {
            client.ask(request("keep", "[]", 1));
            JsonRpcClient kept = methods.clients.take();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> kept.notify("news", 5))
                    .withMessageContaining("neither an array nor an object");
            kept.notify("news", List.of());
            assertThat(client.read()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"news\",\"params\":[]}");
        }
    }
}

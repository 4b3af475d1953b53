package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls and errors that a handler counts are those that clients have made and got. */
@Timeout(60)
class CallCountsTest {

    private static final int CLIENTS = 50;
    private static final int ROUNDS = 20;

    @TempDir
    Path directory;

    /** Methods with every outcome. */
    public static final class Outcomes {

        public int good(int number) {
            return number;
        }

        public CompletionStage<Integer> later(int number) {
            return CompletableFuture.supplyAsync(() -> number);
        }

        public int bad(int code) {
            throw new JsonRpcException(code, "as asked");
        }

        public int broken() {
            throw new IllegalStateException("not today");
        }
    }

    private static RunningServer.Published publish(RunningServer server, HandlerExecution execution) {
        return server.publish(new Outcomes(), "o", execution, "good", "later", "bad", "broken");
    }

    private static JsonRpcMethodSnapshot of(RunningServer server, String method) {
        return server.methods().calls().stream()
                .filter(calls -> calls.name().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "EVENT_LOOP"})
    void eachOutcomeIsCountedUnderItsMethodAndCode(HandlerExecution execution) throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            publish(server, execution);
            client.ask(call("o.good", "[1]"));
            client.ask(call("o.good", "[\"one\"]"));
            client.ask(call("o.later", "[1]"));
            client.ask(call("o.bad", "[17]"));
            client.ask(call("o.broken", "[]"));
            client.ask("[" + notification("o.good", "[2]") + "," + call("o.bad", "[18]") + "]");
            assertThat(of(server, "o.good"))
                    .isEqualTo(new JsonRpcMethodSnapshot("o.good", 3, Map.of(JsonRpcException.INVALID_PARAMS, 1L), 0));
            assertThat(of(server, "o.later")).isEqualTo(new JsonRpcMethodSnapshot("o.later", 1, Map.of(), 0));
            assertThat(of(server, "o.bad")).isEqualTo(new JsonRpcMethodSnapshot("o.bad", 2, Map.of(17, 1L, 18, 1L), 0));
            assertThat(of(server, "o.broken"))
                    .isEqualTo(
                            new JsonRpcMethodSnapshot("o.broken", 1, Map.of(JsonRpcException.INTERNAL_ERROR, 1L), 0));
        }
    }

    @Test
    void notificationThatFailsCountsUnderTheCodeThatARequestWouldHaveGot() throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            publish(server, HandlerExecution.EVENT_LOOP);
            client.line(notification("o.bad", "[17]"));
            client.line(notification("o.broken", "[]"));
            client.line(notification("o.good", "[true]"));
            client.line(notification("o.gone", "[]"));
            client.ask(call("o.good", "[1]"));
            assertThat(of(server, "o.bad").errors()).isEqualTo(Map.of(17, 1L));
            assertThat(of(server, "o.broken").errors()).isEqualTo(Map.of(JsonRpcException.INTERNAL_ERROR, 1L));
            assertThat(of(server, "o.good").errors()).isEqualTo(Map.of(JsonRpcException.INVALID_PARAMS, 1L));
            assertThat(of(server, JsonRpcMethodSnapshot.OTHER).errors())
                    .isEqualTo(Map.of(JsonRpcException.METHOD_NOT_FOUND, 1L));
        }
    }

    @Test
    void requestsThatReachNoMethodHaveOneNameWhateverTheirsIs() throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            publish(server, HandlerExecution.VIRTUAL);
            int known = server.methods().calls().size();
            for (int i = 0; i < 1000; i++) {
                client.ask(call("gone" + i, "[]"));
            }
            client.ask("{\"jsonrpc\":\"2.0\",\"id\":1}");
            client.ask("[]");
            client.ask("no json");
            assertThat(server.methods().calls()).hasSize(known);
            assertThat(of(server, JsonRpcMethodSnapshot.OTHER))
                    .isEqualTo(new JsonRpcMethodSnapshot(
                            JsonRpcMethodSnapshot.OTHER,
                            1003,
                            Map.of(
                                    JsonRpcException.METHOD_NOT_FOUND, 1000L,
                                    JsonRpcException.INVALID_REQUEST, 2L,
                                    JsonRpcException.PARSE_ERROR, 1L),
                            0));
        }
    }

    @Test
    void codesThatAMethodInventsAreBounded() throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            publish(server, HandlerExecution.EVENT_LOOP);
            for (int code = 1; code <= 100; code++) {
                client.ask(call("o.bad", "[" + code + "]"));
            }
            JsonRpcMethodSnapshot bad = of(server, "o.bad");
            assertThat(bad.errors())
                    .hasSize(32)
                    .allSatisfy((code, count) -> assertThat(count).isEqualTo(1));
            assertThat(bad.otherErrors()).isEqualTo(68);
            assertThat(bad.calls()).isEqualTo(100);
        }
    }

    @Test
    void countsStayWhenAMethodGoesAndComesBack() throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            RunningServer.Published first = publish(server, HandlerExecution.VIRTUAL);
            client.ask(call("o.good", "[1]"));
            server.withdraw(first);
            client.ask(call("o.good", "[1]"));
            assertThat(of(server, "o.good").calls()).isEqualTo(1);
            publish(server, HandlerExecution.VIRTUAL);
            client.ask(call("o.good", "[1]"));
            assertThat(of(server, "o.good").calls()).isEqualTo(2);
            assertThat(of(server, JsonRpcMethodSnapshot.OTHER).calls()).isEqualTo(1);
        }
    }

    @Test
    void theReservedMethodsAreCountedToo() throws Exception {
        try (RunningServer server = RunningServer.start(directory);
                RpcClient client = server.connect()) {
            client.ask(call("rpc.discover", "[]"));
            assertThat(of(server, "rpc.discover").calls()).isEqualTo(1);
        }
    }

    @Test
    void countsOfFiftyClientsWhileServicesAreReplacedAddUp() throws Exception {
        try (RunningServer server = RunningServer.start(directory)) {
            RunningServer.Published present = publish(server, HandlerExecution.VIRTUAL);
            List<CompletableFuture<int[]>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.supplyAsync(() -> work(server), task -> new Thread(task).start()));
            }
            for (int i = 0; i < 50; i++) {
                RunningServer.Published next =
                        publish(server, i % 2 == 0 ? HandlerExecution.EVENT_LOOP : HandlerExecution.VIRTUAL);
                server.withdraw(present);
                present = next;
            }
            long answered = 0;
            long refused = 0;
            for (CompletableFuture<int[]> client : clients) {
                int[] counted = client.get(60, TimeUnit.SECONDS);
                answered += counted[0];
                refused += counted[1];
            }
            assertThat(answered + refused).isEqualTo(CLIENTS * ROUNDS * 2);
            JsonRpcMethodSnapshot good = of(server, "o.good");
            JsonRpcMethodSnapshot bad = of(server, "o.bad");
            assertThat(good.calls() + bad.calls()).isEqualTo(answered);
            assertThat(good.errors()).isEmpty();
            assertThat(bad.errors()).isEqualTo(Map.of(17, bad.calls()));
            assertThat(of(server, JsonRpcMethodSnapshot.OTHER).calls()).isEqualTo(refused);
        }
    }

    /** Returns how many requests a method has answered, and how many found none. */
    private static int[] work(RunningServer server) {
        int[] counted = new int[2];
        try (RpcClient client = server.connect()) {
            for (int i = 0; i < ROUNDS; i++) {
                for (String request : List.of(call("o.good", "[" + i + "]"), call("o.bad", "[17]"))) {
                    String answer = client.ask(request);
                    counted[answer.contains("-32601") ? 1 : 0]++;
                }
            }
            return counted;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.patchbay.handler.json.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.embed.Server;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.embed.JsonRpc;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program without OSGi. */
@Timeout(60)
class EmbeddedHandlerTest {

    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.methodsChanged\"}";

    @TempDir
    Path directory;

    /** As in the documentation. */
    @JsonRpcFunctions(
            scope = "math",
            function = {"add", "count"})
    public static final class MathMethods {
        public long add(long a, long b) {
            return a + b;
        }

        public int count(int to, JsonRpcClient client) {
            for (int i = 1; i <= to; i++) {
                client.notify("math.tick", Map.of("number", i));
            }
            return to;
        }
    }

    /** Without an annotation on the class. */
    public static final class Language {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @JsonRpcMethod("textDocument/hover")
        public String hover() {
            return "hover";
        }

        @JsonRpcMethod("language/stay")
        public String stay() throws InterruptedException {
            begun.countDown();
            go.await();
            return "stayed";
        }
    }

    /** Of the same names as another. */
    @JsonRpcFunctions(scope = "math", function = "add")
    public static final class OtherMath {
        public String add(long a, long b) {
            return "other";
        }
    }

    /** Nothing of which can be published. */
    @JsonRpcFunctions(
            scope = "rpc",
            function = {"mine", "missing"})
    public static final class Wrong {
        public void mine() {}
    }

    private Server start(JsonRpcMethods methods) throws Exception {
        return Server.at(directory.resolve("json.sock")).handler(methods).start();
    }

    private RpcClient connect() throws Exception {
        return RpcClient.connect(directory.resolve("json.sock"));
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}";
    }

    @Test
    void methodsOfObjectsAreCalledNotifyAndAreDescribed() throws Exception {
        try (JsonRpcMethods methods = JsonRpc.methods(new MathMethods(), new Language());
                Server server = start(methods);
                RpcClient client = connect();
                RpcClient framed = connect()) {
            assertThat(client.ask(request("math.add", "{\"a\":40,\"b\":2}"))).contains("\"result\":42");
            assertThat(client.ask(request("math.count", "[1]")))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"math.tick\",\"params\":{\"number\":1}}");
            assertThat(client.read()).contains("\"result\":1");
            assertThat(framed.framed(request("textDocument/hover", "[]")).readFramed())
                    .contains("\"result\":\"hover\"");
            assertThat(client.ask(request("rpc.discover", "[]")))
                    .contains("\"openrpc\"", "\"math.add\"", "\"textDocument/hover\"");
            assertThat(server.snapshot().connections()).isEqualTo(2);
        }
    }

    @Test
    void objectsComeAndGoWhileClientsStay() throws Exception {
        try (JsonRpcMethods methods = JsonRpc.methods();
                Server server = start(methods);
                RpcClient client = connect()) {
            assertThat(client.ask(request("rpc.subscribe", "[]"))).contains("\"result\"");
            JsonRpcMethods.Registration first = methods.add(new MathMethods());
            assertThat(client.read()).isEqualTo(CHANGED);
            JsonRpcMethods.Registration second = methods.add(new OtherMath());
            assertThat(client.read()).isEqualTo(CHANGED);
            assertThat(client.ask(request("math.add", "[1,2]"))).contains("\"result\":3");
            first.close();
            assertThat(client.read()).isEqualTo(CHANGED);
            assertThat(client.ask(request("math.add", "[1,2]"))).contains("\"result\":\"other\"");
            second.close();
            second.close();
            assertThat(client.read()).isEqualTo(CHANGED);
            assertThat(client.ask(request("math.add", "[1,2]"))).contains("-32601");
            assertThat(server.snapshot().connections()).isEqualTo(1);
        }
    }

    @Test
    void anObjectThatIsWithdrawnFinishesItsCalls() throws Exception {
        Language language = new Language();
        try (JsonRpcMethods methods = JsonRpc.methods();
                Server server = start(methods);
                RpcClient client = connect()) {
            JsonRpcMethods.Registration registration = methods.add(language);
            client.line(request("language/stay", "[]"));
            language.begun.await();
            methods.with("unregister.timeout", "1ms");
            assertThatThrownBy(registration::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("unregister.timeout");
            methods.with("unregister.timeout", "1m");
            CompletableFuture<Void> withdrawn = CompletableFuture.runAsync(registration::close);
            language.go.countDown();
            assertThat(client.read()).contains("stayed");
            withdrawn.get(30, TimeUnit.SECONDS);
            assertThat(client.ask(request("textDocument/hover", "[]"))).contains("-32601");
            assertThat(server.snapshot().connections()).isEqualTo(1);
        }
    }

    @Test
    void limitsApplyAtOnceAndOneThatIsWrongChangesNothing() throws Exception {
        try (JsonRpcMethods methods = JsonRpc.methods(new MathMethods()).with("batch.max", 1);
                Server server = start(methods);
                RpcClient client = connect()) {
            String batch = "[" + request("math.add", "[1,2]") + "," + request("math.add", "[3,4]") + "]";
            assertThat(client.ask(batch)).contains("-32600", "the limit of 1");
            assertThatThrownBy(() -> methods.with("batch.max", "many"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("batch.max = many");
            assertThatThrownBy(() -> methods.with("handler.name", "x"))
                    .hasMessageContaining("handler.name is not a key");
            assertThat(client.ask(batch)).contains("-32600");
            methods.with("batch.max", 2).with("threads.max", 1).with("threads.max", 300);
            assertThat(client.ask(batch)).contains("\"result\":3", "\"result\":7");
            assertThat(server.snapshot().connections()).isEqualTo(1);
        }
    }

    @Test
    void anObjectThatCannotBePublishedIsRefusedWithEveryFault() {
        assertThatThrownBy(() -> JsonRpc.methods(new Wrong()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rpc.mine is not published")
                .hasMessageContaining("rpc.missing is not published");
        assertThatThrownBy(() -> JsonRpc.methods(new Object()))
                .hasMessageContaining("nothing is published")
                .hasMessageContaining("@JsonRpcMethod");
        assertThatThrownBy(() -> JsonRpc.methods((Object) null)).isInstanceOf(NullPointerException.class);
    }
}

package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.Param;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names that are no Java names, on the wire. */
@Timeout(60)
class MethodNamesTest {

    @TempDir
    Path directory;

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private RunningServer server;

    /** Methods of the Language Server Protocol, and odder ones. */
    public final class Language {
        @JsonRpcMethod("textDocument/hover")
        @Description("Hovers.")
        public String hover(@Param("line") int line) {
            return "hover " + line;
        }

        @JsonRpcMethod("$/cancelRequest")
        public void cancel(@Param("id") int id) {
            cancelled.countDown();
        }

        @JsonRpcMethod(" \"\\\n\u00fc\ud83d\ude00 ")
        public String odd() {
            return "odd";
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(directory);
        server.publish(new Language(), "ignored");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anyNameIsCalledOverBothFramings() throws Exception {
        String hover = "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/hover\",\"params\":{\"line\":7},\"id\":1}";
        String escaped = hover.replace("textDocument/hover", "textDocument\\/\\u0068over");
        String answer = "{\"jsonrpc\":\"2.0\",\"result\":\"hover 7\",\"id\":1}";
        String odd = "{\"jsonrpc\":\"2.0\",\"method\":\" \\\"\\\\\\n\u00fc\\ud83d\\ude00 \",\"id\":2}";
        try (RpcClient lines = server.connect();
                RpcClient framed = server.connect()) {
            assertThat(lines.ask(hover)).isEqualTo(answer);
            assertThat(lines.ask(escaped)).isEqualTo(answer);
            assertThat(lines.ask(odd)).contains("\"result\":\"odd\"");
            assertThat(framed.framed(hover).readFramed()).isEqualTo(answer);
            assertThat(framed.framed(odd).readFramed()).contains("\"result\":\"odd\"");
        }
    }

    @Test
    void aNotificationMayHaveAnyName() throws Exception {
        try (RpcClient framed = server.connect()) {
            framed.framed("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":3}}");
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theDocumentDescribesThemAsItDoesTheOthers() throws Exception {
        try (RpcClient client = server.connect()) {
            assertThat(client.ask("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.discover\",\"id\":1}"))
                    .contains(
                            "{\"name\":\"textDocument/hover\",\"description\":\"Hovers.\",\"paramStructure\":\"either\","
                                    + "\"params\":[{\"name\":\"line\",\"required\":true,",
                            "\"name\":\"$/cancelRequest\"",
                            "\"name\":\" \\\"\\\\\\n\u00fc\ud83d\ude00 \"");
        }
    }
}

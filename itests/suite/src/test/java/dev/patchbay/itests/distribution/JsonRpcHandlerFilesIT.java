package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.RpcLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JSON-RPC handlers by files in {@code conf/}. */
@Timeout(180)
class JsonRpcHandlerFilesIT {

    private static final String PID = "dev.patchbay.handler.json";

    @TempDir
    Path directory;

    private void write(String file, String text) throws IOException {
        HomeFolder home = new HomeFolder(directory);
        Path unfinished = Files.createTempFile(directory, "conf", ".tmp");
        Files.writeString(unfinished, text);
        Files.move(
                unfinished,
                home.conf().resolve(file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static void assertThatEchoIsThere(RpcLines client, boolean there) throws IOException {
        String answer = client.call("echo", "[1]", 1);
        assertThat(answer).contains(there ? "\"result\":[1]" : "-32601");
    }

    @Test
    void filesMakeChangeAndRemoveHandlersAndAFaultyOneFailsAlone() throws Exception {
        HomeFolder home = new HomeFolder(directory);
        try (Patchbay patchbay = Patchbay.start(directory);
                RpcLines json = new RpcLines(home.socket("json"))) {
            write(PID + "~few.cfg", "methods.target = (jsonrpc.scope=example)\n");
            patchbay.log().await("INFO", "handler few offers the methods of");
            home.configure("few", "socket.path = ${patchbay.home}/run/few.sock", "handler.target = (handler.name=few)");
            home.awaitSocket("few", true);
            try (RpcLines few = new RpcLines(home.socket("few"))) {
                assertThat(few.call("example.countdown", "[-1]", 1)).contains("\"code\":1001");
                assertThatEchoIsThere(few, false);

                write(PID + "~wrong.cfg", "handler.name = few\nmethods.targt = (a=b)\n");
                patchbay.log()
                        .await("ERROR", PID + "~wrong is rejected", "methods.targt is not a key", "methods.target");
                write(PID + "~few.cfg", "methods.target = (jsonrpc.function=echo)\n");
                patchbay.log().await("INFO", "handler few has changed");
                assertThatEchoIsThere(few, true);
                write(PID + "-json.cfg", "methods.target = (jsonrpc.scope=example)\n");
                patchbay.log().await("INFO", "handler json offers the methods of");
                patchbay.log().await("INFO", "handler json of the configuration " + PID + " has ended");
                assertThatEchoIsThere(json, false);
                Files.delete(home.conf().resolve(PID + "-json.cfg"));
                patchbay.log().await("INFO", "handler json of the configuration " + PID + "~json has ended");
                assertThatEchoIsThere(json, true);
            }
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
        try (Patchbay again = Patchbay.start(directory);
                RpcLines few = new RpcLines(home.socket("few"));
                RpcLines json = new RpcLines(home.socket("json"))) {
            again.log().awaitAnywhere("ERROR", PID + "~wrong is rejected");
            assertThatEchoIsThere(few, true);
            assertThat(few.call("example.countdown", "[-1]", 1)).contains("-32601");
            assertThatEchoIsThere(json, true);
        }
    }
}

package dev.patchbay.itests.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Chatter;
import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.RpcLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program with its own module descriptor and without OSGi. Its handlers are on the module path and in module layers.
 */
@Timeout(120)
class ModulePathIT {

    private static final int CLIENTS = 16;
    private static final int SWAPS = 20;
    private static final int ANSWERS_BETWEEN = 200;

    @TempDir
    private Path folder;

    /** Returns the letter in front of an answer, if the rest is the message. */
    private static String author(String message, String answer) {
        return answer.substring(1).equals(message.substring(1)) ? answer.substring(0, 1) : null;
    }

    @Test
    void layersAreSwappedUnderLoadAndLetGoOfAndNothingIsLost() throws Exception {
        ModularProgram.compile(folder);
        ModularProgram.plugIn(folder, 'B', "VIRTUAL");
        ModularProgram.plugIn(folder, 'A', "EVENT_LOOP");
        List<Chatter> chatters = new ArrayList<>();
        try (ModularProgram program = ModularProgram.start(folder)) {
            for (int i = 0; i < CLIENTS; i++) {
                chatters.add(new Chatter(program.socket("answers"), ModulePathIT::author));
            }
            for (int i = 1; i <= SWAPS; i++) {
                ModularProgram.replace(folder, i % 2 == 0 ? 'A' : 'B');
                program.look();
                for (Chatter chatter : chatters) {
                    chatter.awaitAnswerOf(i % 2 == 0 ? "A" : "B");
                    chatter.awaitAnswers(ANSWERS_BETWEEN);
                }
            }
            int answers = 0;
            for (Chatter chatter : chatters) {
                answers += chatter.finish();
            }
            System.out.println(SWAPS + " swaps of module layers, " + answers + " answers, all right");
            assertThat(program.layers()).isEqualTo("layers made " + (SWAPS + 1) + ", left 1");
            assertThat(program.end()).isZero();
            assertThat(program.socket("answers")).doesNotExist();
        } finally {
            for (Chatter chatter : chatters) {
                chatter.close();
            }
        }
    }

    @Test
    void aHandlerOfTheModulePathAnswersAndTheLogNamesTheEngineThatThisJavaHas() throws Exception {
        ModularProgram.compile(folder);
        try (ModularProgram program = ModularProgram.start(folder);
                Client client = Client.connect(program.socket("echo"))) {
            assertThat(client.echo("hello")).isEqualTo("hello");
            int java = Runtime.version().feature();
            program.output()
                    .awaitAnywhere("server echo runs on engine " + (java >= 25 ? "epoll" : "portable"), "Java " + java);
            client.endOutput();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(program.end()).isZero();
        }
    }

    @Test
    void methodsOfAnObjectAreCalledWithJsonRpc() throws Exception {
        ModularProgram.compile(folder);
        try (ModularProgram program = ModularProgram.start(folder);
                RpcLines client = new RpcLines(program.socket("rpc"))) {
            assertThat(client.call("host.add", "[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]", 1))
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":{\"x\":4,\"y\":6},\"id\":1}");
            assertThat(client.call("textDocument/hover", "[]", 2)).contains("\"result\":\"hover\"");
            assertThat(client.call("rpc.discover", "[]", 3)).contains("\"host.add\"", "\"Point\"");
            assertThat(program.end()).isZero();
        }
    }
}

package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerOptions;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The options of a program are what the server has and how its handlers are registered. */
class ProgramOptionsTest extends EmbedTest {

    @HandlerProperties(name = "shop", execution = HandlerExecution.EVENT_LOOP)
    private static final class Annotated implements dev.patchbay.api.Handler {
        @Override
        public void received(dev.patchbay.api.ConnContext conn, java.nio.ByteBuffer in) {}
    }

    @Test
    void valuesOfEveryTypeAreThoseOfTheServer() throws Exception {
        ServerOptions options = new ServerOptions()
                .socketPermissions(PosixFilePermissions.fromString("rw-rw----"))
                .idleTimeout(Duration.ofMinutes(90))
                .messageMax(65_536)
                .allowUids(List.of("0", "65534"))
                .engine("portable");
        try (Server server = Server.at(socket()).with(options).start()) {
            assertThat(server.snapshot().configuration())
                    .containsEntry("socket.permissions", "0660")
                    .containsEntry("idle.timeout", "90m")
                    .containsEntry("message.max", "65536")
                    .containsEntry("allow.uids", "0,65534")
                    .containsEntry("engine", "portable");
            server.configure(new ServerOptions()
                    .idleTimeout(Duration.ZERO)
                    .writeHigh(100)
                    .writeLow(50));
            assertThat(server.snapshot().configuration())
                    .containsEntry("idle.timeout", "0")
                    .containsEntry("write.high", "100")
                    .containsEntry("message.max", "65536");
        }
    }

    @Test
    void faultsNameTheKeyAndWhatToWrite() {
        ServerOptions wrong = new ServerOptions()
                .idleTimeout(Duration.ofSeconds(-1))
                .swapTimeout(Duration.ofDays(366))
                .messageMax(0)
                .engine("turbo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.at(socket()).with(wrong).start())
                .withMessageContaining("idle.timeout = PT-1S: is not a duration; write whole numbers with units")
                .withMessageContaining("swap.timeout = ")
                .withMessageContaining("message.max = 0: is out of range; write a whole number from 1 to")
                .withMessageContaining("engine = turbo: is not an engine; write one of auto, epoll, portable");
    }

    @Test
    void anEmptyListOfUsersDoesNotMeanEverybody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerOptions().allowUids(List.of()))
                .withMessageContaining("allow.uids: is empty")
                .withMessageContaining("name at least one");
        assertThatNullPointerException()
                .isThrownBy(() -> new ServerOptions().idleTimeout(null))
                .withMessage("idle.timeout");
        assertThatNullPointerException()
                .isThrownBy(() -> Server.at(socket()).with("idle.timeout", null))
                .withMessage("idle.timeout");
    }

    @Test
    void optionsAreNotChangedByTheirMethods() {
        ServerOptions options = new ServerOptions().loops(1);
        assertThat(options.loops(2).toMap()).isEqualTo(Map.of("loops", 2));
        assertThat(options.toMap()).isEqualTo(Map.of("loops", 1));
        assertThat(new HandlerOptions().ranking(1).name("a").ranking(2)).isEqualTo(new HandlerOptions("a", null, 2));
    }

    @Test
    void optionsOfAHandlerComeBeforeItsAnnotationAndThatBeforeTheDefaults() {
        assertThat(new HandlerOptions().properties((conn, in) -> {}))
                .isEqualTo(Map.of("handler.name", "handler", "handler.execution", "VIRTUAL", "service.ranking", 0));
        assertThat(new HandlerOptions().properties(new Annotated()))
                .isEqualTo(Map.of("handler.name", "shop", "handler.execution", "EVENT_LOOP", "service.ranking", 0));
        assertThat(new HandlerOptions()
                        .name("store")
                        .ranking(3)
                        .execution(HandlerExecution.VIRTUAL)
                        .properties(new Annotated()))
                .isEqualTo(Map.of("handler.name", "store", "handler.execution", "VIRTUAL", "service.ranking", 3));
    }
}

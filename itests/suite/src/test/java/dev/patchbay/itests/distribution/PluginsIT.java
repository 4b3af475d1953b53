package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.BrokenHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PluginsIT {

    @Test
    void aHandlerThatIsDroppedInTakesLiveConnectionsOverAndGivesThemBackWhenItIsRemoved(@TempDir Path directory)
            throws Exception {
        HomeFolder home = new HomeFolder(directory);
        home.configure("any", "socket.path = ${patchbay.home}/run/any.sock");
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("any"))) {
            assertThat(client.echo("quiet")).isEqualTo("quiet");

            Path jar = new HandlerBundle(UppercaseHandler.class, "uppercase", 10).dropInto(home.plugins());
            patchbay.log().await("server any: handler echo ", " -> uppercase 1.0.0, 1 connection moved");
            assertThat(client.echo("loud")).isEqualTo("LOUD");

            Files.delete(jar);
            patchbay.log().await("server any: handler uppercase 1.0.0 -> echo ", "1 connection moved");
            assertThat(client.echo("quiet again")).isEqualTo("quiet again");
        }
    }

    @Test
    void aHandlerThatIsThereAtStartServesFromTheFirstConnectionOn(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        Files.createDirectories(home.plugins());
        new HandlerBundle(UppercaseHandler.class, "uppercase", 10).dropInto(home.plugins());
        home.configure(
                "any", "socket.path = ${patchbay.home}/run/any.sock", "handler.target = (handler.name=uppercase)");
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("any"))) {
            assertThat(client.echo("loud")).isEqualTo("LOUD");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void aHandlerThatCannotBeActivatedIsInTheLogAndTheOtherServesOn(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        home.configure("any", "socket.path = ${patchbay.home}/run/any.sock");
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("any"))) {
            client.echo("before");

            new HandlerBundle(BrokenHandler.class, "broken", 10).dropInto(home.plugins());
            patchbay.log().await(BrokenHandler.REASON);
            assertThat(client.echo("after")).isEqualTo("after");

            patchbay.terminate();
            patchbay.awaitExit();
            assertThat(home.log()).contains(BrokenHandler.class.getName(), BrokenHandler.REASON);
        }
    }
}

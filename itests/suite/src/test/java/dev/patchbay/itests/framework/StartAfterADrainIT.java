package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ServerState;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** A server that was drained by an operator starts again when one wants it to. */
public class StartAfterADrainIT extends FrameworkTest {

    private void drain(String server) throws Exception {
        runtime.drain(server).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(snapshot(server).state()).isEqualTo(ServerState.STOPPED);
        assertThat(socket(server)).doesNotExist();
    }

    @Test
    public void byTheCommandToStart() throws Exception {
        start("a");
        drain("a");
        runtime.start("a").toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(connect("a").echo("back")).isEqualTo("back");
    }

    @Test
    public void byTheSameConfigurationOnceMore() throws Exception {
        start("a");
        drain("a");
        start("a");

        assertThat(connect("a").echo("back")).isEqualTo("back");
    }

    @Test
    public void byAnotherConfiguration() throws Exception {
        start("a");
        drain("a");
        start("a", "message.max", "4711");

        assertThat(connect("a").echo("back")).isEqualTo("back");
    }

    @Test
    public void notByAConfigurationWithFaults() throws Exception {
        start("a");
        drain("a");
        configure("a", "loops", "many");
        events.await(Event.Rejected.class, "a");

        assertThat(snapshot("a").state()).isEqualTo(ServerState.STOPPED);
        assertThat(snapshot("a").faults()).hasSize(1);
    }
}

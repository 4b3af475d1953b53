package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.itests.client.Client;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

/** A server that drains does not block other users of Configuration Admin. */
public class DrainInTheBackgroundIT extends FrameworkTest {

    private final LineHandler slow = LineHandler.waiting("slow");
    private ServiceRegistration<Handler> registration;

    private Client occupy(String server) throws Exception {
        registration = register("slow", HandlerExecution.VIRTUAL, 0, slow);
        start(server, "handler.target", "(handler.name=slow)", "drain.timeout", "90s", "swap.timeout", "90s");
        Client client = connect(server);
        client.send("request\n");
        slow.awaitLine();
        return client;
    }

    private static void assertPrompt(long began) {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    public void anotherConfigurationAppliesWhileARemovedServerDrains() throws Exception {
        start("b");
        Client client = occupy("a");

        long began = System.nanoTime();
        configurations.delete("a");
        configure("b", "message.max", "4711");
        assertPrompt(began);

        assertThat(snapshot("b").configuration()).containsEntry("message.max", "4711");
        assertThat(snapshot("a").state()).isEqualTo(ServerState.DRAINING);
        slow.answer();
        assertThat(client.readAsMuchAs("slow:request\n")).isEqualTo("slow:request\n");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Closed.class, "a").reason()).isEqualTo(ReleaseReason.DRAINED);
        assertThat(events.await(Event.Stopped.class, "a")).isEqualTo(new Event.Stopped("a", 1, 0));
    }

    @Test
    public void theSameServerComesBackWhileItsPredecessorDrains() throws Exception {
        Client client = occupy("a");

        long began = System.nanoTime();
        configurations.delete("a");
        start("a");
        assertThat(connect("a").echo("second life")).isEqualTo("second life");
        assertPrompt(began);

        slow.answer();
        assertThat(client.readAsMuchAs("slow:request\n")).isEqualTo("slow:request\n");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Stopped.class, "a")).isEqualTo(new Event.Stopped("a", 1, 0));
        assertThat(snapshot("a").state()).isEqualTo(ServerState.RUNNING);
    }

    @Test
    public void aHandlerLeavesADrainingServerOnlyWhenNoCallOfItRuns() throws Exception {
        Client client = occupy("a");
        configurations.delete("a");
        events.await(Event.Draining.class, "a");

        Thread leaving = new Thread(() -> unregister(registration), "unregister");
        leaving.start();
        leaving.join(200);
        assertThat(leaving.isAlive()).isTrue();
        slow.answer();
        leaving.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(leaving.isAlive()).isFalse();
        assertThat(client.readAsMuchAs("slow:request\n")).isEqualTo("slow:request\n");
    }

    @Test
    public void aConfigurationForAServerThatAnOperatorDrainsWaitsInTheBackground() throws Exception {
        Client client = occupy("a");
        runtime.drain("a");

        long began = System.nanoTime();
        configure("a", "handler.target", "(handler.name=slow)", "drain.timeout", "90s", "message.max", "4711");
        assertPrompt(began);

        assertThat(snapshot("a").state()).isEqualTo(ServerState.DRAINING);
        slow.answer();
        assertThat(client.readAsMuchAs("slow:request\n")).isEqualTo("slow:request\n");
        events.await(Event.Stopped.class, "a");
        events.await(Event.Started.class, "a");
        assertThat(snapshot("a").configuration()).containsEntry("message.max", "4711");
    }

    @Test
    public void anOperatorStartsADrainedServerAgain() throws Exception {
        start("a");
        runtime.drain("a", Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(snapshot("a").state()).isEqualTo(ServerState.STOPPED);
        runtime.start("a").toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(connect("a").echo("again")).isEqualTo("again");

        start("b");
        Map<String, ?> results = runtime.drainAll().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(results).containsOnlyKeys("a", "b");
    }
}

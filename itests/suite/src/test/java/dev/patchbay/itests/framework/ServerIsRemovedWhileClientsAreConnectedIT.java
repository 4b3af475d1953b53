package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.itests.client.Client;
import org.junit.Test;

public class ServerIsRemovedWhileClientsAreConnectedIT extends FrameworkTest {

    @Test
    public void theAnswerUnderWayArrivesAndTheSocketFileIsGone() throws Exception {
        LineHandler slow = LineHandler.waiting("slow");
        register("slow", HandlerExecution.VIRTUAL, 0, slow);
        start("a", "handler.target", "(handler.name=slow)", "drain.timeout", "90s");
        Client client = connect("a");
        client.send("request\n");
        slow.awaitLine();

        configurations.delete("a");
        assertThat(events.await(Event.Draining.class, "a").connections()).isEqualTo(1);
        slow.answer();

        assertThat(client.readAsMuchAs("slow:request\n")).isEqualTo("slow:request\n");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Closed.class, "a").reason()).isEqualTo(ReleaseReason.DRAINED);
        assertThat(events.await(Event.Stopped.class, "a")).isEqualTo(new Event.Stopped("a", 1, 0));
        assertThat(socket("a")).doesNotExist();
    }

    @Test
    public void whatAClientHasSentIsAnsweredBeforeTheEnd() throws Exception {
        start("a");
        Client client = connect("a");
        client.echo("connected");
        client.send("last words");

        configurations.delete("a");

        assertThat(client.readAsMuchAs("last words")).isEqualTo("last words");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    public void anAnswerThatNeverComesIsCutOffAtTheDrainTimeout() throws Exception {
        LineHandler stuck = LineHandler.waiting("stuck");
        register("stuck", HandlerExecution.VIRTUAL, 0, stuck);
        start("a", "handler.target", "(handler.name=stuck)", "drain.timeout", "200ms");
        Client client = connect("a");
        client.send("request\n");
        stuck.awaitLine();

        configurations.delete("a");

        assertThat(client.isAtEnd()).isTrue();
        assertThat(events.await(Event.Closed.class, "a").reason()).isEqualTo(ReleaseReason.DRAIN_TIMEOUT);
        assertThat(events.await(Event.Stopped.class, "a")).isEqualTo(new Event.Stopped("a", 0, 1));
        assertThat(socket("a")).doesNotExist();
    }

    @Test
    public void theOtherServerGoesOn() throws Exception {
        start("a");
        start("b");
        Client other = connect("b");
        other.echo("before");

        configurations.delete("a");
        events.await(Event.Stopped.class, "a");

        assertThat(other.echo("after")).isEqualTo("after");
    }

    @Test
    public void theSameServerComesBackAtOnce() throws Exception {
        start("a");
        connect("a").echo("first life");

        configurations.delete("a");
        start("a");

        assertThat(connect("a").echo("second life")).isEqualTo("second life");
    }
}

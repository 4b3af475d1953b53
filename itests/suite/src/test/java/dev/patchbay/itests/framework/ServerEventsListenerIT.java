package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.itests.client.Client;
import org.junit.Test;

public class ServerEventsListenerIT extends FrameworkTest {

    @Test
    public void isToldTheLifeOfAServerAndOfAConnectionInOrder() throws Exception {
        configure("a");
        assertThat(events.await(Event.Started.class, "a"))
                .isEqualTo(new Event.Started("a", socket("a").toString()));

        Client client = connect("a");
        Event.Opened opened = events.await(Event.Opened.class, "a");
        assertThat(opened.peer().pid()).isEqualTo(ProcessHandle.current().pid());

        client.echo("twelve bytes");
        client.close();
        Event.Closed closed = events.await(Event.Closed.class, "a");
        assertThat(closed.connection()).isEqualTo(opened.connection());
        assertThat(closed.reason()).isEqualTo(ReleaseReason.CLIENT_CLOSED);
        assertThat(closed.totals().bytesIn()).isEqualTo(12);
        assertThat(closed.totals().bytesOut()).isEqualTo(12);
        assertThat(closed.totals().unconsumed()).isZero();
        assertThat(closed.totals().unsent()).isZero();

        configurations.delete("a");
        assertThat(events.await(Event.Draining.class, "a").connections()).isZero();
        assertThat(events.await(Event.Stopped.class, "a")).isEqualTo(new Event.Stopped("a", 0, 0));
        assertThat(events.rest("a")).isEmpty();
    }

    @Test
    public void isToldHowMuchOfAMessageStayedIncomplete() throws Exception {
        register("line", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("line"));
        start("a", "handler.target", "(handler.name=line)");
        Client client = connect("a");

        client.send("whole\nhalf");
        client.readAsMuchAs("line:whole\n");
        client.close();

        Event.Closed closed = events.await(Event.Closed.class, "a");
        assertThat(closed.totals().bytesIn()).isEqualTo(10);
        assertThat(closed.totals().unconsumed()).isEqualTo(4);
    }

    @Test
    public void isToldOfAServerThatWasThereBefore() throws Exception {
        start("a");
        RecordedEvents late = new RecordedEvents();
        var registration = context.registerService(ServerEvents.class, late, null);
        try {
            connect("a").echo("hello");

            late.await(Event.Opened.class, "a");
        } finally {
            registration.unregister();
        }
    }
}

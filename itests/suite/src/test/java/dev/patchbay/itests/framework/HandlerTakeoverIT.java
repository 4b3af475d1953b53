package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.itests.client.Client;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

public class HandlerTakeoverIT extends FrameworkTest {

    @Test
    public void aHigherRankingTakesOverLiveConnectionsAndGivesThemBack() throws Exception {
        register("old", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("old"));
        start("a", "handler.target", "(|(handler.name=old)(handler.name=new))");
        Client client = connect("a");
        client.send("one\nt");
        assertThat(client.readAsMuchAs("old:one\n")).isEqualTo("old:one\n");

        ServiceRegistration<Handler> better =
                register("new", HandlerExecution.VIRTUAL, 10, LineHandler.answering("new"));
        assertThat(events.await(Event.Swapped.class, "a")).isEqualTo(new Event.Swapped("a", "old", "new", 1));
        client.send("wo\nthr");
        assertThat(client.readAsMuchAs("new:two\n")).isEqualTo("new:two\n");

        unregister(better);
        assertThat(events.await(Event.Swapped.class, "a")).isEqualTo(new Event.Swapped("a", "new", "old", 1));
        client.send("ee\n");
        assertThat(client.readAsMuchAs("old:three\n")).isEqualTo("old:three\n");
        assertThat(snapshot("a").totals().closed()).isEmpty();
    }

    @Test
    public void aLowerRankingStandsByAndSaysWhy() throws Exception {
        register("old", HandlerExecution.EVENT_LOOP, 5, LineHandler.answering("old"));
        register("low", HandlerExecution.EVENT_LOOP, 1, LineHandler.answering("low"));
        start("a", "handler.target", "(|(handler.name=old)(handler.name=low))");
        Client client = connect("a");
        client.send("line\n");

        assertThat(client.readAsMuchAs("old:line\n")).isEqualTo("old:line\n");
        assertThat(snapshot("a").handlers())
                .extracting("name", "standing")
                .containsExactly(tuple("old", HandlerStanding.SERVING), tuple("low", HandlerStanding.STANDING_BY));
        assertThat(snapshot("a").handlers().get(1).why()).contains("ranking 1 is below 5");
    }

    @Test
    public void aHandlerThatIsTakenAwayFinishesItsAnswerFirst() throws Exception {
        register("old", HandlerExecution.EVENT_LOOP, 0, LineHandler.answering("old"));
        LineHandler slow = LineHandler.waiting("slow");
        ServiceRegistration<Handler> better = register("slow", HandlerExecution.VIRTUAL, 10, slow);
        start("a", "handler.target", "(|(handler.name=old)(handler.name=slow))");
        Client client = connect("a");
        client.send("one\n");
        slow.awaitLine();

        Thread leaving = new Thread(() -> unregister(better), "unregister");
        leaving.start();
        slow.answer();

        assertThat(client.readAsMuchAs("slow:one\n")).isEqualTo("slow:one\n");
        leaving.join();
        client.send("two\n");
        assertThat(client.readAsMuchAs("old:two\n")).isEqualTo("old:two\n");
    }

    @Test
    public void anOperatorsChoiceGoesBeforeTheRanking() throws Exception {
        register("old", HandlerExecution.EVENT_LOOP, 5, LineHandler.answering("old"));
        register("low", HandlerExecution.EVENT_LOOP, 1, LineHandler.answering("low"));
        start("a", "handler.target", "(|(handler.name=old)(handler.name=low))");
        Client client = connect("a");
        long low = snapshot("a").handlers().get(1).id();

        runtime.chooseHandler("a", low);
        client.send("by hand\n");
        assertThat(client.readAsMuchAs("low:by hand\n")).isEqualTo("low:by hand\n");
        assertThat(snapshot("a").chosenByHand()).isTrue();

        runtime.chooseHandlerByRanking("a");
        client.send("by ranking\n");
        assertThat(client.readAsMuchAs("old:by ranking\n")).isEqualTo("old:by ranking\n");
    }
}

package dev.patchbay.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.itests.client.Client;
import org.junit.Test;

public class RejectedConfigurationIT extends FrameworkTest {

    private static final String LONG_PATH = "/tmp/" + "x".repeat(195);
    private static final String[] THREE_FAULTS = {
        "socket.permissions", "0988", "engine", "steam", "socket.path", LONG_PATH
    };

    @Test
    public void threeFaultsAreNamedAtOnceInTheEventTheSnapshotAndOneLogEntry() throws Exception {
        start("good");
        start("bad");

        try (LogLines log = new LogLines("dev.patchbay")) {
            configure("bad", THREE_FAULTS);
            Event.Rejected rejected = events.await(Event.Rejected.class, "bad");
            // The log is written by a listener on a thread of its own. What is logged of the end of the server comes
            // after it.
            log.await(1, "bad", "0988");
            configurations.delete("bad");
            events.await(Event.Stopped.class, "bad");

            assertThat(rejected.faults()).hasSize(3);
            assertThat(rejected.faults()).anyMatch(fault -> fault.contains("socket.permissions = 0988"));
            assertThat(rejected.faults()).anyMatch(fault -> fault.contains("engine = steam"));
            assertThat(rejected.faults()).anyMatch(fault -> fault.contains("200 bytes") && fault.contains("107"));
            assertThat(log.with("bad", "0988")).hasSize(1);
            assertThat(log.with("bad", "0988", "steam", "200 bytes")).hasSize(1);
        }
    }

    @Test
    public void theServerKeepsItsLastGoodConfigurationAndTheOtherServesOn() throws Exception {
        start("good");
        start("bad", "message.max", "4711");
        Client ofGood = connect("good");
        Client ofBad = connect("bad");
        ofBad.echo("before");

        configure("bad", THREE_FAULTS);
        events.await(Event.Rejected.class, "bad");

        assertThat(ofGood.echo("good")).isEqualTo("good");
        assertThat(ofBad.echo("old connection")).isEqualTo("old connection");
        assertThat(connect("bad").echo("new connection")).isEqualTo("new connection");
        assertThat(snapshot("bad").state()).isEqualTo(ServerState.RUNNING);
        assertThat(snapshot("bad").configuration()).containsEntry("message.max", "4711");
        assertThat(snapshot("bad").faults()).hasSize(3);
        assertThat(snapshot("good").faults()).isEmpty();
    }

    @Test
    public void aServerThatBeginsWithFaultsHasFailedUntilTheyAreMended() throws Exception {
        configure("a", THREE_FAULTS);
        events.await(Event.Rejected.class, "a");
        assertThat(snapshot("a").state()).isEqualTo(ServerState.FAILED);
        assertThat(snapshot("a").faults()).hasSize(3);

        start("a");

        assertThat(snapshot("a").state()).isEqualTo(ServerState.RUNNING);
        assertThat(snapshot("a").faults()).isEmpty();
        assertThat(connect("a").echo("mended")).isEqualTo("mended");
    }

    @Test
    public void aHandlerTargetThatIsNoFilterDoesNotStopTheServer() throws Exception {
        start("a");

        configure("a", "handler.target", "(handler.name=echo");

        assertThat(events.await(Event.Rejected.class, "a").faults())
                .singleElement()
                .asString()
                .contains("handler.target = (handler.name=echo");
        assertThat(connect("a").echo("still here")).isEqualTo("still here");
    }

    @Test
    public void aKeyThatDeclarativeServicesCouldTakeForItsOwnIsAFaultLikeAnyOther() throws Exception {
        start("a");
        Client client = connect("a");
        client.echo("before");

        for (String key : new String[] {
            "handlers.target",
            "handler.name.target",
            "listeners.target",
            "runtime.target",
            "handlers.cardinality.minimum"
        }) {
            configure("a", key, key.endsWith("minimum") ? "5" : "(handler.name=none)");
            assertThat(events.await(Event.Rejected.class, "a").faults())
                    .singleElement()
                    .asString()
                    .contains(key + ": is not a key of a server");
            assertThat(client.echo("undisturbed")).isEqualTo("undisturbed");
            assertThat(snapshot("a").state()).isEqualTo(ServerState.RUNNING);
        }
    }
}

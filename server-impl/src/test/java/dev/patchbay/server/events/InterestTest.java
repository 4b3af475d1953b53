package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who hears what. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class InterestTest {

    private static final PeerCredentials PEER = new PeerCredentials(1, 2, List.of(3L));
    private static final Totals COMPLETE = new Totals(10, 20, 0, 0, Duration.ZERO);

    private static final List<String> EVERYBODY_HEARS = List.of(
            "serverStarted",
            "serverDraining",
            "serverStopped",
            "serverFailed",
            "connectionRefused",
            "handlerSwapped",
            "holdingStarted",
            "holdingEnded",
            "configurationRejected",
            "what");

    /** Reasons that are worth a line in the log, even if nothing was left undone. */
    private static final Set<ReleaseReason> TROUBLE = EnumSet.of(
            ReleaseReason.CONNECTION_LOST,
            ReleaseReason.HANDLER_FAILED,
            ReleaseReason.HOST_FAILED,
            ReleaseReason.MESSAGE_TOO_LARGE,
            ReleaseReason.MESSAGE_TIMEOUT,
            ReleaseReason.OPERATOR_CLOSED,
            ReleaseReason.DRAIN_TIMEOUT,
            ReleaseReason.SWAP_TIMEOUT,
            ReleaseReason.NO_HANDLER,
            ReleaseReason.SLOW_CONSUMER);

    private final EventHub hub = new EventHub("test");
    private final Recorder listener = new Recorder();

    @AfterEach
    void close() {
        hub.close();
    }

    private void tellEverything() {
        hub.serverStarted("test", "/run/test.sock");
        hub.serverDraining("test", 1);
        hub.serverStopped("test", 1, 0, Duration.ZERO);
        hub.serverFailed("test", new IllegalStateException());
        hub.connectionRefused("test", PEER, RefusalReason.NOT_ALLOWED);
        hub.handlerSwapped("test", "a", "b", 1, Duration.ZERO);
        hub.holdingStarted("test", 1);
        hub.holdingEnded("test", "a", Duration.ZERO);
        hub.configurationRejected("test", List.of("fault"));
        hub.error("test", "what", new IllegalStateException());
        hub.connectionOpened("test", 1, PEER);
        hub.connectionClosed("test", 1, ReleaseReason.CLIENT_CLOSED, COMPLETE);
        hub.bytesRead("test", 1, 10);
        hub.bytesWritten("test", 1, 20);
    }

    private List<String> heard() {
        hub.close();
        return listener.soFar();
    }

    @Test
    void whoWantsTroubleHearsNothingOfConnectionsThatWentWell() {
        hub.add(listener, Interest.TROUBLE);
        tellEverything();

        assertThat(heard()).isEqualTo(EVERYBODY_HEARS);
    }

    @Test
    void whoWantsConnectionsHearsOfEachButNotOfItsBytes() {
        hub.add(listener, Interest.CONNECTIONS);
        tellEverything();

        assertThat(heard())
                .startsWith(EVERYBODY_HEARS.toArray(String[]::new))
                .endsWith("what", "connectionOpened", "connectionClosed");
    }

    @Test
    void whoWantsBytesHearsEverything() {
        hub.add(listener, Interest.IO);
        tellEverything();

        assertThat(heard())
                .startsWith(EVERYBODY_HEARS.toArray(String[]::new))
                .endsWith("what", "connectionOpened", "connectionClosed", "bytesRead", "bytesWritten");
    }

    @Test
    void whatOneListenerWantsIsNotToldToAnother() {
        hub.add(new Recorder(), Interest.IO);
        hub.add(listener, Interest.TROUBLE);
        tellEverything();

        assertThat(heard()).isEqualTo(EVERYBODY_HEARS);
    }

    @Test
    void theLogHearsOfConnectionsFromTheMomentAtWhichItsLevelAsksForThem() {
        AtomicBoolean debug = new AtomicBoolean();
        Queue<Long> opened = new ConcurrentLinkedQueue<>();
        OperatorEvents log = new OperatorEvents() {
            @Override
            public boolean wantsEveryConnection() {
                return debug.get();
            }

            @Override
            public void connectionOpened(String server, long connection, PeerCredentials peer) {
                opened.add(connection);
            }
        };
        hub.add(log, Interest.TROUBLE);
        hub.connectionOpened("test", 1, PEER);
        debug.set(true);
        hub.connectionOpened("test", 2, PEER);
        debug.set(false);
        hub.connectionOpened("test", 3, PEER);
        hub.close();

        assertThat(opened).containsExactly(2L);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatEndedBadlyIsTrouble(ReleaseReason reason) {
        hub.add(listener, Interest.TROUBLE);
        hub.connectionClosed("test", 1, reason, COMPLETE);

        assertThat(heard()).hasSize(TROUBLE.contains(reason) ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1"})
    void aConnectionThatLeftSomethingUndoneIsTrouble(long unconsumed, long unsent) {
        hub.add(listener, Interest.TROUBLE);
        hub.connectionClosed(
                "test", 1, ReleaseReason.CLIENT_CLOSED, new Totals(10, 20, unconsumed, unsent, Duration.ZERO));

        assertThat(heard()).containsExactly("connectionClosed");
    }
}

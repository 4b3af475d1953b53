package dev.patchbay.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.control.caller.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final PeerCredentials PEER = new PeerCredentials(4_711_000, 54_321, List.of());
    private static final Set<String> ALL_SERVERS = Set.of();
    private static final Set<EventType> ALL_TYPES = Set.of();

    private final History history = new History();
    private final ServerEvents servers = history.listener();

    private List<Map<String, Object>> all() {
        return history.last(ALL_SERVERS, ALL_TYPES, Integer.MAX_VALUE);
    }

    @Test
    void theNewestEventsAreKept() {
        for (int i = 1; i <= 1_500; i++) {
            servers.connectionOpened("echo", i, PEER);
        }

        assertThat(all()).hasSize(1_000);
        assertThat(all().get(0)).containsEntry("connection", 501L);
        assertThat(history.last(ALL_SERVERS, ALL_TYPES, 2))
                .extracting(event -> event.get("connection"))
                .containsExactly(1_499L, 1_500L);
    }

    @Test
    void eventsAreChosenByServerAndTypeBeforeTheyAreCounted() {
        servers.serverStarted("echo", "/run/echo.sock");
        servers.connectionOpened("echo", 1, PEER);
        servers.connectionClosed(
                "echo", 1, ReleaseReason.CLIENT_CLOSED, new ServerEvents.Totals(1, 2, 0, 0, Duration.ofMillis(3)));
        servers.serverStarted("json", "/run/json.sock");

        assertThat(history.last(Set.of("echo"), ALL_TYPES, 2))
                .extracting(event -> event.get("type"))
                .containsExactly("connectionOpened", "connectionClosed");
        assertThat(history.last(ALL_SERVERS, Set.of(EventType.SERVER_STARTED), 1))
                .extracting(event -> event.get("text"))
                .containsExactly("server json accepts connections at /run/json.sock");
        assertThat(history.last(Set.of("gone"), ALL_TYPES, 5)).isEmpty();
    }

    @Test
    void anEventHasTheTimeAtWhichItHappenedAlthoughItsWordsAreMadeLater() {
        servers.connectionOpened("echo", 1, PEER);
        servers.serverDraining("echo", 1);

        assertThat(all().get(0).get("time")).isEqualTo(all().get(0).get("time"));
        assertThat((Instant) all().get(0).get("time"))
                .isBeforeOrEqualTo((Instant) all().get(1).get("time"));
    }

    @Test
    void longTextsDriveOutOldEventsButNeverTheNewest() {
        servers.serverStarted("echo", "/run/echo.sock");
        servers.configurationRejected("echo", List.of("x".repeat(History.MOST_CHARACTERS)));
        assertThat(all()).hasSize(1);

        servers.serverStarted("echo", "/run/echo.sock");
        assertThat(all()).extracting(event -> event.get("type")).containsExactly("serverStarted");
    }

    @Test
    void whatWasMissedIsAnEventItself() {
        servers.missed("echo", 3);

        assertThat(all())
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("type", "eventsMissed")
                        .containsEntry("events", 3L)
                        .containsEntry(
                                "text", "3 events of server echo missing here, because there were too many at once"));
    }

    @Test
    void theProcessOfAPastEventIsNotOneThatStartedLater() {
        long pid = ProcessHandle.current().pid();
        assertThat(Processes.name(pid, uid(), Instant.now())).isNotNull();
        assertThat(Processes.name(pid, uid(), Instant.EPOCH)).isNull();
    }

    private static long uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

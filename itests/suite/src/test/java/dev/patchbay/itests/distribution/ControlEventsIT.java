package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events through {@code control.sock}, compared with what the clients did. */
@Timeout(180)
class ControlEventsIT {

    private static final int MANY = 8_000;

    private HomeFolder home;

    @BeforeEach
    void emptyHome(@TempDir Path directory) {
        home = new HomeFolder(directory);
    }

    private void connectAndLeave(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Client client = Client.connect(home.socket("echo"))) {
                client.echo("x");
            }
        }
    }

    /** Reads up to the end of the connection with this number. */
    private static List<String> readUpTo(ControlClient subscriber, long connection) throws Exception {
        return readUpTo(subscriber, "\"type\":\"connectionClosed\",\"connection\":" + connection + ",");
    }

    /** Reads up to an event that contains this. */
    private static List<String> readUpTo(ControlClient subscriber, String last) throws Exception {
        List<String> events = new ArrayList<>();
        do {
            events.add(subscriber.read());
        } while (!events.get(events.size() - 1).contains(last));
        return events;
    }

    @Test
    void everyConnectionOfAServerIsTwoEventsInOrder() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory());
                ControlClient subscriber = ControlClient.of(home)) {
            assertThat(subscriber.call("subscribe", "{'servers': ['echo']}")).contains("\"result\":null");
            connectAndLeave(100);

            List<String> events = readUpTo(subscriber, 100);
            assertThat(events).allMatch(event -> event.contains("\"method\":\"patchbay.event\""));
            for (long id = 1; id <= 100; id++) {
                long connection = id;
                assertThat(events)
                        .filteredOn(event -> event.contains("\"connection\":" + connection + ","))
                        .hasSize(2)
                        .satisfies(both -> {
                            assertThat(both.get(0))
                                    .contains(
                                            "connectionOpened",
                                            "\"pid\":" + ProcessHandle.current().pid());
                            assertThat(both.get(1)).contains("CLIENT_CLOSED", "\"bytesIn\":1,\"bytesOut\":1");
                        });
            }
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void manyConnectionsAtOnceAreCountedAndARareEventPasses() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory());
                ControlClient stuck = ControlClient.of(home);
                ControlClient good = ControlClient.of(home);
                ControlClient operator = ControlClient.of(home)) {
            stuck.call("subscribe", "{'servers': ['echo']}");
            good.call("subscribe", "{'servers': ['echo']}");
            connectAndLeave(MANY);
            operator.call("drain", "{'server': 'echo'}");

            // The good one gets the rare event although the stuck one has read nothing yet.
            assertThat(readUpTo(good, "\"serverDraining\"")).anyMatch(event -> event.contains("\"connectionOpened\""));

            long seen = 0;
            long missed = 0;
            while (seen + missed < 2L * MANY) {
                String event = stuck.read();
                if (event.contains("eventsMissed")) {
                    missed += ControlClient.numbers(event, "events").get(0);
                } else {
                    seen += event.contains("\"type\":\"connection") ? 1 : 0;
                }
            }
            assertThat(seen + missed).isEqualTo(2L * MANY);
            assertThat(missed).isPositive();
            operator.call("start", "{'server': 'echo'}");
            // Told again as soon as the second of the many is over.
            String told;
            do {
                connectAndLeave(1);
                told = stuck.read();
            } while (!told.contains("\"connectionOpened\""));
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void aSubscriptionEndsWhenItIsCancelledAndWithItsConnection() throws Exception {
        try (Patchbay patchbay = Patchbay.start(home.directory());
                ControlClient operator = ControlClient.of(home)) {
            try (ControlClient gone = ControlClient.of(home)) {
                gone.call("subscribe");
            }
            for (int i = 0; i < 50; i++) {
                operator.call("subscribe", "{'types': ['connectionOpened']}");
            }
            connectAndLeave(1);
            assertThat(operator.read()).contains("connectionOpened");
            assertThat(operator.call("unsubscribe")).contains("\"result\":null");
            connectAndLeave(1);
            assertThat(operator.call("logLevels")).contains("\"ROOT\"");
            assertThat(operator.call("subscribe", "{'types': ['nonsense']}"))
                    .contains("-32602", "the types are serverStarted, ");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }
}

package dev.patchbay.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SubscriptionsTest {

    private static final PeerCredentials SELF =
            new PeerCredentials(ProcessHandle.current().pid(), 0, List.of());

    /** The listeners that the servers have now. */
    private final List<ServerEvents> listeners = new ArrayList<>();

    private final Subscriptions subscriptions = new Subscriptions(listener -> {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    });

    private final BlockingQueue<Map<String, Object>> received = new LinkedBlockingQueue<>();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @AfterEach
    void end() {
        stuck.countDown();
        subscriptions.close();
    }

    private ServerEvents servers() {
        return listeners.get(0);
    }

    private Map<String, Object> next() throws InterruptedException {
        Map<String, Object> event = received.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("an event within 30 s").isNotNull();
        return event;
    }

    private boolean add(Object connection, Consumer<Map<String, Object>> client) {
        return subscriptions.add(connection, Set.of(), Set.of(), client);
    }

    /** A client that reads nothing until the test has ended, not even when its thread is interrupted. */
    private void readNothing(Map<String, Object> event) {
        boolean waiting = true;
        while (waiting) {
            try {
                stuck.await();
                waiting = false;
            } catch (InterruptedException e) {
                // As a write to a slow client does, it goes on.
                continue;
            }
        }
    }

    @Test
    void serversAreListenedToOnlyWhileThereIsASubscriber() {
        assertThat(listeners).isEmpty();
        add("a", received::add);
        add("b", received::add);
        assertThat(listeners).hasSize(1);
        subscriptions.remove("a");
        assertThat(listeners).hasSize(1);
        subscriptions.remove("b");
        assertThat(listeners).isEmpty();
        add("c", received::add);
        assertThat(listeners).hasSize(1);
    }

    @Test
    void anEventHasItsValuesAndALineForPeople() throws InterruptedException {
        add("a", received::add);
        servers().connectionOpened("echo", 12, new PeerCredentials(1, 54_321, List.of()));
        servers()
                .connectionClosed(
                        "echo",
                        12,
                        ReleaseReason.CLIENT_CLOSED,
                        new ServerEvents.Totals(5, 6, 0, 0, Duration.ofMillis(1_250)));

        assertThat(next())
                .containsEntry("server", "echo")
                .containsEntry("type", "connectionOpened")
                .containsEntry("connection", 12L)
                .containsEntry("uid", 54_321L)
                .containsEntry("pid", 1L)
                .containsEntry("text", "server echo: connection 12 opened by 54321 (uid 54321, pid 1)")
                .hasEntrySatisfying("time", time -> assertThat(time).isInstanceOf(Instant.class));
        assertThat(next())
                .containsEntry("reason", "CLIENT_CLOSED")
                .containsEntry("bytesOut", 6L)
                .containsEntry("ageMillis", 1_250L)
                .containsEntry(
                        "text", "server echo: connection 12 ended: CLIENT_CLOSED after 1.2 s; 5 bytes in, 6 bytes out");
    }

    @Test
    void everyTypeOfEventArrives() throws InterruptedException {
        add("a", received::add);
        ServerEvents servers = servers();
        servers.serverStarted("s", "/run/s.sock");
        servers.serverDraining("s", 1);
        servers.serverStopped("s", 1, 0, Duration.ofMillis(3));
        servers.serverFailed("s", new IllegalStateException("no room"));
        servers.connectionOpened("s", 1, SELF);
        servers.connectionClosed("s", 1, ReleaseReason.DRAINED, new ServerEvents.Totals(0, 0, 0, 0, Duration.ZERO));
        servers.connectionRefused("s", SELF, RefusalReason.values()[0]);
        servers.handlerSwapped("s", "a 1", "a 2", 3, Duration.ofMillis(42));
        servers.holdingStarted("s", 2);
        servers.holdingEnded("s", "a 3", Duration.ofSeconds(2));
        servers.configurationRejected("s", List.of("x", "y"));
        servers.error("s", "something", null);
        servers.missed("s", 7);

        for (EventType type : EventType.values()) {
            assertThat(next())
                    .containsEntry("type", type.toString())
                    .hasEntrySatisfying(
                            "text", text -> assertThat(text.toString()).contains("server s"));
        }
    }

    @Test
    void onlyTheServersAndTypesOfInterestArrive() throws InterruptedException {
        subscriptions.add("a", Set.of("one"), Set.of(EventType.SERVER_STARTED), received::add);
        servers().serverStarted("two", "/2");
        servers().serverDraining("one", 0);
        servers().missed("two", 1);
        servers().serverStarted("one", "/1");

        assertThat(next()).containsEntry("server", "one").containsEntry("type", "serverStarted");
        assertThat(received).isEmpty();
    }

    @Test
    void aSubscriberThatNeverReadsDelaysNeitherTheServersNorOthers() throws InterruptedException {
        int events = 20 * Subscription.CAPACITY;
        add("stuck", this::readNothing);
        add("good", received::add);

        // On this thread: if an event waited for the stuck client, this would never end.
        for (int i = 0; i < events; i++) {
            servers().serverStarted("s", "/" + i);
            assertThat(next()).containsEntry("address", "/" + i);
        }
        subscriptions.remove("stuck");
        servers().serverStarted("s", "/last");
        assertThat(next()).containsEntry("address", "/last");
    }

    @Test
    void aSlowSubscriberIsToldWhatItMissedInItsPlace() throws InterruptedException {
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch begins = new CountDownLatch(1);
        add("slow", event -> {
            begins.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            received.add(event);
        });
        servers().serverStarted("s", "/first");
        begins.await();
        for (int i = 0; i < Subscription.CAPACITY + 10; i++) {
            servers().serverStarted("s", "/" + i);
        }
        servers().serverStarted("t", "/t");
        reads.countDown();

        assertThat(next()).containsEntry("address", "/first");
        for (int i = 0; i < Subscription.CAPACITY; i++) {
            assertThat(next()).containsEntry("address", "/" + i);
        }
        assertThat(next())
                .containsEntry("type", "eventsMissed")
                .containsEntry("server", "s")
                .containsEntry("events", 10L);
        assertThat(next()).containsEntry("server", "t").containsEntry("events", 1L);
        servers().serverStarted("s", "/after");
        assertThat(next()).containsEntry("address", "/after");
    }

    @Test
    void aSecondSubscriptionOfAConnectionReplacesTheFirst() throws InterruptedException {
        BlockingQueue<Map<String, Object>> first = new LinkedBlockingQueue<>();
        add("a", first::add);
        subscriptions.add("a", Set.of(), Set.of(), received::add);
        servers().serverStarted("s", "/1");

        assertThat(next()).containsEntry("address", "/1");
        assertThat(first).isEmpty();
    }

    @Test
    void anEventThatCannotBeSentCountsAsMissed() throws InterruptedException {
        BlockingQueue<Boolean> failures = new LinkedBlockingQueue<>(List.of(true, true));
        add("a", event -> {
            if (failures.poll() != null) {
                throw new IllegalStateException("too many notifications");
            }
            received.add(event);
        });
        servers().serverStarted("s", "/1");

        assertThat(next()).containsEntry("type", "eventsMissed").containsEntry("events", 1L);
    }

    @Test
    void thereIsALimitOfSubscriptionsAndAfterTheEndThereAreNone() {
        for (int i = 0; i < Subscriptions.MOST; i++) {
            assertThat(add(i, received::add)).isTrue();
        }
        assertThat(add("one more", received::add)).isFalse();
        assertThat(add(0, received::add)).isTrue();
        subscriptions.close();
        assertThat(listeners).isEmpty();
        assertThat(add("late", received::add)).isFalse();
    }
}

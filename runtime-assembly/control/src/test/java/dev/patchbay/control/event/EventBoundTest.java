package dev.patchbay.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on the events of connections, with a clock of its own. */
@Timeout(60)
class EventBoundTest {

    private static final PeerCredentials PEER = new PeerCredentials(4_711_000, 54_321, List.of());
    private static final int BOUND = RateBound.PER_SECOND;

    /** Near the overflow, because the origin of the clock is arbitrary. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    private final List<ServerEvents> listeners = new ArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions(
            listener -> {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            },
            nanos::get);

    private final BlockingQueue<Map<String, Object>> received = new LinkedBlockingQueue<>();
    private final CountDownLatch reads = new CountDownLatch(1);

    @AfterEach
    void end() {
        reads.countDown();
        subscriptions.close();
    }

    private ServerEvents subscribe() {
        subscriptions.add("a", Set.of(), Set.of(), received::add);
        return listeners.get(0);
    }

    private Map<String, Object> next() throws InterruptedException {
        Map<String, Object> event = received.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("an event within 30 s").isNotNull();
        return event;
    }

    private void awaitConnections(int first, int last) throws InterruptedException {
        for (long i = first; i <= last; i++) {
            assertThat(next()).containsEntry("connection", i);
        }
    }

    private void awaitMissed(long events) throws InterruptedException {
        assertThat(next())
                .containsEntry("type", "eventsMissed")
                .containsEntry("server", "echo")
                .containsEntry("events", events)
                .containsEntry(
                        "text", events + " events of server echo missing here, because there were too many at once");
    }

    private static void open(ServerEvents servers, int first, int last) {
        for (int i = first; i <= last; i++) {
            servers.connectionOpened("echo", i, PEER);
        }
    }

    @Test
    void connectionsBeyondTheBoundAreCountedAndTheCountComesBeforeTheNextEvent() throws InterruptedException {
        ServerEvents servers = subscribe();
        open(servers, 1, BOUND + 50);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        open(servers, 1_000, 1_000 + BOUND);

        awaitConnections(1, BOUND);
        awaitMissed(50);
        awaitConnections(1_000, 999 + BOUND);
    }

    @Test
    void theCountComesWithoutAnotherEventWhenTheSecondIsOver() throws InterruptedException {
        ServerEvents servers = subscribe();
        open(servers, 1, BOUND + 7);
        awaitConnections(1, BOUND);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        open(servers, 1_000, 1_000);
        assertThat(received).isEmpty();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));

        awaitMissed(8);
    }

    @Test
    void endsAndRefusalsOfConnectionsAreBoundToo() throws InterruptedException {
        ServerEvents servers = subscribe();
        open(servers, 1, BOUND);
        servers.connectionClosed(
                "echo", 1, ReleaseReason.HANDLER_FAILED, new ServerEvents.Totals(0, 0, 0, 0, Duration.ZERO));
        servers.connectionRefused("echo", PEER, RefusalReason.values()[0]);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        awaitConnections(1, BOUND);
        awaitMissed(2);
    }

    @Test
    void rareEventsPassHoweverManyConnectionsThereAre() throws InterruptedException {
        ServerEvents servers = subscribe();
        open(servers, 1, BOUND + 50);
        servers.handlerSwapped("echo", "a 1", "a 2", 3, Duration.ofMillis(42));
        open(servers, 1_000, 1_049);
        servers.error("echo", "something", null);

        awaitConnections(1, BOUND);
        awaitMissed(50);
        assertThat(next()).containsEntry("type", "handlerSwapped");
        awaitMissed(50);
        assertThat(next()).containsEntry("type", "error");
    }

    @Test
    void connectionsLeaveRoomForRareEventsInTheQueueOfASlowClient() throws InterruptedException {
        CountDownLatch begins = new CountDownLatch(1);
        subscriptions.add("slow", Set.of(), Set.of(), event -> {
            begins.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            received.add(event);
        });
        ServerEvents servers = listeners.get(0);
        servers.serverStarted("echo", "/first");
        begins.await();
        for (int second = 0; second < 10; second++) {
            open(servers, second * BOUND + 1, second * BOUND + BOUND);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        servers.holdingStarted("echo", 3);
        reads.countDown();

        assertThat(next()).containsEntry("address", "/first");
        awaitConnections(1, Subscription.CONNECTIONS_CAPACITY);
        assertThat(next()).containsEntry("events", 10L * BOUND - Subscription.CONNECTIONS_CAPACITY);
        assertThat(next()).containsEntry("type", "holdingStarted");
    }

    @Test
    void anEventIsPutIntoWordsOnceForAllWhoGetItAndNotAtAllBeyondTheBound() throws InterruptedException {
        subscribe();
        BlockingQueue<Map<String, Object>> other = new LinkedBlockingQueue<>();
        subscriptions.add("b", Set.of(), Set.of(), other::add);
        AtomicInteger words = new AtomicInteger();
        for (int i = 0; i < 10 * BOUND; i++) {
            subscriptions.offer(new Occurrence(
                    "echo",
                    EventType.CONNECTION_OPENED,
                    () -> Event.of("echo", EventType.CONNECTION_OPENED, "opened " + words.incrementAndGet(), Map.of()),
                    0));
        }

        assertThat(words).hasValue(BOUND);
        for (int i = 1; i <= BOUND; i++) {
            assertThat(next()).containsEntry("text", "opened " + i);
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        awaitMissed(9L * BOUND);
    }

    @Test
    void whatTheServersDroppedIsToldOnceASecond() throws InterruptedException {
        ServerEvents servers = subscribe();
        servers.missed("echo", 3);
        servers.missed("echo", 4);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        awaitMissed(7);
    }
}

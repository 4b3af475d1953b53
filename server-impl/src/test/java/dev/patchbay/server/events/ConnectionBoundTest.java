package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener that asks for a number of connections a second. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ConnectionBoundTest {

    private static final PeerCredentials PEER = new PeerCredentials(1, 2, List.of(3L));
    private static final ServerEvents.Totals COMPLETE = new ServerEvents.Totals(10, 20, 0, 0, Duration.ZERO);
    private static final ServerEvents.Totals UNDONE = new ServerEvents.Totals(10, 20, 1, 0, Duration.ZERO);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void soManyPassInASecondAndTheOthersAreCounted() {
        ConnectionBound bound = new ConnectionBound(2, nanos::get);
        assertThat(bound.nanosUntilTold()).isEqualTo(Long.MAX_VALUE);
        assertThat(bound.admits()).isTrue();
        assertThat(bound.admits()).isTrue();
        assertThat(bound.admits()).isFalse();
        assertThat(bound.miss()).isTrue();
        assertThat(bound.miss()).isFalse();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(bound.admits()).isFalse();
        assertThat(bound.nanosUntilTold()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(bound.nanosUntilTold()).isZero();
        assertThat(bound.admits()).isTrue();
        assertThat(bound.take()).isEqualTo(2);
        assertThat(bound.take()).isZero();
    }

    @Test
    void whatIsMissedIsToldBeforeTheNextEvent() throws InterruptedException {
        Recorder listener = new Recorder();
        long began = System.nanoTime();
        try (EventHub hub = new EventHub("test")) {
            hub.add(listener, Interest.CONNECTIONS, 1_000);
            for (int i = 0; i < 1_500; i++) {
                hub.connectionOpened("test", i, PEER);
                hub.connectionClosed("test", i, ReleaseReason.CLIENT_CLOSED, COMPLETE);
            }
            long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            hub.holdingStarted("test", 3);

            long missed = 0;
            long heard = 0;
            String last = listener.next();
            while (!last.equals("holdingStarted")) {
                if (last.startsWith("missed ")) {
                    missed += Long.parseLong(last.split(" ")[1]);
                } else {
                    heard++;
                }
                last = listener.next();
            }
            assertThat(heard).isBetween(1_000L, 1_000L * (1 + seconds));
            assertThat(heard + missed).isEqualTo(3_000);
        }
    }

    @Test
    void whatIsMissedIsToldWithoutAnotherEvent() throws InterruptedException {
        Recorder listener = new Recorder();
        try (EventHub hub = new EventHub("test")) {
            hub.add(listener, Interest.CONNECTIONS, 1);
            hub.connectionOpened("test", 1, PEER);
            for (int i = 2; i <= 100; i++) {
                hub.connectionOpened("test", i, PEER);
            }
            long told = 0;
            while (told < 100) {
                String event = listener.next();
                told += event.startsWith("missed ") ? Long.parseLong(event.split(" ")[1]) : 1;
            }
            assertThat(told).isEqualTo(100);
        }
    }

    @Test
    void troubleAndOtherListenersAreNotBound() throws InterruptedException {
        Recorder bound = new Recorder();
        Recorder all = new Recorder();
        try (EventHub hub = new EventHub("test")) {
            hub.add(bound, Interest.CONNECTIONS, 1);
            hub.add(all, Interest.CONNECTIONS);
            for (int i = 0; i < 1_000; i++) {
                hub.connectionOpened("test", i, PEER);
            }
            hub.connectionClosed("test", 1, ReleaseReason.CLIENT_CLOSED, UNDONE);
            hub.connectionClosed("test", 2, ReleaseReason.HANDLER_FAILED, COMPLETE);

            for (int i = 0; i < 1_000; i++) {
                assertThat(all.next()).isEqualTo("connectionOpened");
            }
            assertThat(all.next()).isEqualTo("connectionClosed");
            for (int i = 0; i < 2; i++) {
                String event = bound.next();
                while (!event.equals("connectionClosed")) {
                    event = bound.next();
                }
            }
        }
    }
}

package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lag against the ages of the events, which the test knows. */
class DeliveryLagTest {

    private long now = -1000;
    private final DeliveryLag lag = new DeliveryLag(() -> now);
    private final ArrayDeque<Long> queue = new ArrayDeque<>();

    private void add() {
        lag.adding();
        queue.add(now);
        lag.added();
    }

    private void deliver() {
        queue.remove();
        lag.delivered();
    }

    @Test
    void thereIsNoneAsLongAsEverythingIsDelivered() {
        assertThat(lag.nanos()).isZero();
        for (int i = 0; i < 3; i++) {
            add();
            now += 100;
            deliver();
            assertThat(lag.nanos()).isZero();
            now += 1000;
        }
    }

    @Test
    void itIsTheAgeOfTheEventUnderWay() {
        add();
        now += 70;
        add();
        assertThat(lag.nanos()).isEqualTo(70);
        now += 30;
        assertThat(lag.nanos()).isEqualTo(100);
    }

    @Test
    void whatIsKnownOfTheOneBeforeCountsUntilTheNextIsOlder() {
        add();
        now += 500;
        add();
        deliver();
        assertThat(lag.nanos()).isEqualTo(500);
        add();
        now += 100;
        assertThat(lag.nanos()).isEqualTo(500);
        now += 900;
        assertThat(lag.nanos()).isEqualTo(1000);
    }

    @Test
    void anOldLagIsForgottenOnceEverythingWasDelivered() {
        add();
        now += 500;
        deliver();
        add();
        now += 3;
        assertThat(lag.nanos()).isEqualTo(3);
    }

    @Test
    void anEventThatFoundNoRoomIsNotCounted() {
        add();
        lag.adding();
        deliver();
        assertThat(lag.nanos()).isZero();
        lag.adding();
        now += 5;
        add();
        now += 7;
        assertThat(lag.nanos()).isEqualTo(12);
        deliver();
        assertThat(lag.nanos()).isZero();
    }

    @Test
    void itIsNeverAboveTheLongestLagSinceTheQueueWasEmptyAndZeroOnlyThen() {
        Random random = new Random(7);
        long longest = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(50);
            if (queue.isEmpty() || random.nextInt(100) < 51 && queue.size() < 200) {
                longest = queue.isEmpty() ? 0 : longest;
                add();
            } else {
                longest = Math.max(longest, now - queue.peek());
                deliver();
            }
            if (queue.isEmpty()) {
                assertThat(lag.nanos()).isZero();
            } else {
                longest = Math.max(longest, now - queue.peek());
                assertThat(lag.nanos()).isLessThanOrEqualTo(longest);
            }
        }
    }
}

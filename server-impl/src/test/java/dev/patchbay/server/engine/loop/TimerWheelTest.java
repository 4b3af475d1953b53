package dev.patchbay.server.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final long START = -5_000_000_000L;

    private final TimerWheel wheel = new TimerWheel(START);
    private final List<Entry> told = new ArrayList<>();
    private long now = START;

    private final class Entry extends TimerWheel.Timer {
        long deadline;
        long toldAt = Long.MIN_VALUE;
        Runnable then = () -> {};

        Entry in(Duration delay) {
            deadline = now + delay.toNanos();
            wheel.set(this, deadline);
            return this;
        }

        @Override
        public void expired(long nowNanos) {
            toldAt = nowNanos;
            told.add(this);
            then.run();
        }
    }

    private void passes(Duration time) {
        now += time.toNanos();
        wheel.advance(now);
    }

    /** Sleeps as an event loop does: until the wheel says, but never beyond the end. */
    private void sleepsFor(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            long next = wheel.nanosToNext(now);
            now = next < 0 ? end : Math.min(end, now + next + 1);
            wheel.advance(now);
        }
    }

    @Test
    void timerIsToldNeverTooEarlyAndAtMostTwoTicksTooLate() {
        for (long millis : List.of(0L, 1L, 8L, 9L, 500L, 536L, 537L, 5_000L, 34_359L, 34_360L, 600_000L, 7_200_000L)) {
            Entry entry = new Entry().in(Duration.ofMillis(millis));
            sleepsFor(Duration.ofMillis(millis + 100));
            assertThat(told).as("told after %d ms", millis).containsExactly(entry);
            assertThat(entry.toldAt - entry.deadline).isBetween(0L, 2 * TimerWheel.TICK_NANOS);
            told.clear();
        }
        assertThat(wheel.isEmpty()).isTrue();
        assertThat(wheel.nanosToNext(now)).isNegative();
    }

    @Test
    void deadlineBeyondTheLastWheelIsReached() {
        Entry entry = new Entry().in(Duration.ofDays(365));
        sleepsFor(Duration.ofDays(364));
        assertThat(told).isEmpty();
        sleepsFor(Duration.ofDays(2));
        assertThat(told).containsExactly(entry);
        assertThat(entry.toldAt - entry.deadline).isBetween(0L, 2 * TimerWheel.TICK_NANOS);
    }

    @Test
    void timerThatIsCancelledOrMovedIsNotToldAtItsOldTime() {
        Entry cancelled = new Entry().in(Duration.ofSeconds(1));
        Entry moved = new Entry().in(Duration.ofSeconds(1));
        wheel.cancel(cancelled);
        wheel.cancel(cancelled);
        moved.in(Duration.ofSeconds(3));
        passes(Duration.ofSeconds(2));
        assertThat(told).isEmpty();
        passes(Duration.ofSeconds(2));
        assertThat(told).containsExactly(moved);
        assertThat(wheel.isEmpty()).isTrue();
    }

    @Test
    void timerMaySetItselfAndCancelOthersWhenItIsTold() {
        Entry victim = new Entry();
        Entry repeating = new Entry();
        repeating.then = () -> {
            wheel.cancel(victim);
            if (told.size() < 3) {
                repeating.in(Duration.ofMillis(10));
            }
        };
        repeating.in(Duration.ofMillis(10));
        victim.in(Duration.ofMillis(20));
        sleepsFor(Duration.ofSeconds(1));
        assertThat(told).containsExactly(repeating, repeating, repeating);
    }

    @Test
    void manyTimersThatComeGoAndMoveAreAllToldInTime() {
        Random random = new Random(7);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            entries.add(new Entry());
        }
        List<Entry> set = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            Entry entry = entries.get(random.nextInt(entries.size()));
            if (random.nextInt(4) == 0) {
                wheel.cancel(entry);
                set.remove(entry);
            } else {
                entry.in(Duration.ofMillis((long) Math.exp(random.nextDouble() * 15)));
                set.remove(entry);
                set.add(entry);
            }
            if (random.nextInt(10) == 0) {
                long before = now;
                told.clear();
                passes(Duration.ofMillis((long) Math.exp(random.nextDouble() * 8)));
                assertThat(told)
                        .allMatch(one -> one.deadline <= now && one.deadline + 2 * TimerWheel.TICK_NANOS > before);
                set.removeAll(told);
                assertThat(set).allMatch(one -> one.deadline + TimerWheel.TICK_NANOS > now);
            }
        }
        assertThat(set).isNotEmpty();
        sleepsFor(Duration.ofDays(1));
        assertThat(wheel.isEmpty()).isTrue();
    }
}

package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.events.Repeats.Rest;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final long MINUTE = 60_000_000_000L;

    private long now = -5;
    private final Repeats repeats = new Repeats(2, MINUTE, () -> now);

    @Test
    void firstOfAWindowAreLoggedAndTheOthersCounted() {
        assertThat(repeats.count("a", "1")).isEqualTo(1);
        assertThat(repeats.count("a", "2")).isEqualTo(2);
        for (int i = 3; i <= 200; i++) {
            assertThat(repeats.count("a", "" + i)).isZero();
        }
        assertThat(repeats.due()).isEmpty();
        assertThat(repeats.nanosUntilDue()).isEqualTo(MINUTE);

        now += MINUTE;
        assertThat(repeats.nanosUntilDue()).isZero();
        assertThat(repeats.due()).containsExactly(new Rest("a", 198, "200"));
        assertThat(repeats.due()).isEmpty();
        assertThat(repeats.nanosUntilDue()).isEqualTo(Long.MAX_VALUE);
        assertThat(repeats.count("a", "201")).isEqualTo(1);
    }

    @Test
    void kindsAreCountedEachOnItsOwn() {
        repeats.count("a", "1");
        repeats.count("a", "2");
        now += MINUTE / 2;

        assertThat(repeats.count("b", "1")).isEqualTo(1);
        assertThat(repeats.count("a", "3")).isZero();
        assertThat(repeats.nanosUntilDue()).isEqualTo(MINUTE / 2);
    }

    @Test
    void whatHappensRarelyIsAlwaysLogged() {
        for (int i = 0; i < 100; i++) {
            assertThat(repeats.count("a", "x")).isEqualTo(1);
            now += MINUTE;
        }
        assertThat(repeats.all()).isEmpty();
    }

    @Test
    void endTellsAllNumbers() {
        for (int i = 0; i < 3; i++) {
            repeats.count("a", "a" + i);
            repeats.count("b", "b" + i);
        }

        assertThat(repeats.all()).containsExactly(new Rest("a", 1, "a2"), new Rest("b", 1, "b2"));
        assertThat(repeats.all()).isEmpty();
    }

    @Test
    void kindsInExcessShareOneSoThatNobodyCanFillTheMemory() {
        int logged = 0;
        for (int i = 0; i < 10_000; i++) {
            logged += repeats.count("kind " + i, "x") > 0 ? 1 : 0;
        }

        assertThat(logged).isLessThan(100);
        assertThat(repeats.all())
                .singleElement()
                .satisfies(rest -> assertThat(rest.count()).isGreaterThan(9_900));
    }

    @Test
    void kindsOfOldWindowsMakeRoomForOthers() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(repeats.count("kind " + i, "x")).isEqualTo(1);
            now += MINUTE;
        }
    }
}

package dev.patchbay.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When messages begin. */
class PaceTest {

    private static final long SECOND = 1_000_000_000;

    private final Window window = new Window(0, 0, 2 * SECOND);

    @Test
    void aRateSpreadsMessagesEvenlyUntilTheEnd() {
        Pace pace = new Pace(window, 4, 0);

        for (int i = 0; i < 8; i++) {
            long due = i * SECOND / 4;
            assertThat(pace.isDue(due - 1)).isFalse();
            assertThat(pace.isDue(due)).isTrue();
            assertThat(pace.take(due + 5)).isEqualTo(due);
        }
        assertThat(pace.next(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(pace.isDue(10 * SECOND)).isFalse();
    }

    @Test
    void threadsTakeTurns() {
        Pace second = new Pace(window, 4, 0.5);

        assertThat(second.next(0)).isEqualTo(SECOND / 8);
    }

    @Test
    void withoutARateAMessageIsAlwaysDueUntilTheEnd() {
        Pace pace = new Pace(window, 0, 0);

        assertThat(pace.isDue(5)).isTrue();
        assertThat(pace.take(7)).isEqualTo(7);
        assertThat(pace.isDue(2 * SECOND)).isFalse();
    }
}

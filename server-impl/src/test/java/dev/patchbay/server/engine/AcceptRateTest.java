package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptRateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AcceptRate rate = new AcceptRate();
    private long now = -3 * SECOND;

    private int takeAll(int perSecond) {
        int taken = 0;
        while (rate.take(perSecond, now) == 0 && taken < 1_000_000) {
            taken++;
        }
        return taken;
    }

    @Test
    void aSecondsWorthComesAtOnceAndThenSoManyASecond() {
        assertThat(takeAll(50)).isEqualTo(50);
        assertThat(rate.take(50, now)).isEqualTo(SECOND / 50);
        now += SECOND / 2;
        assertThat(takeAll(50)).isEqualTo(25);
        now += 100 * SECOND;
        assertThat(takeAll(50)).isEqualTo(50);
    }

    @Test
    void whoWaitsAsLongAsItSaysGetsAToken() {
        takeAll(7);
        for (int i = 0; i < 1000; i++) {
            now += rate.take(7, now);
            assertThat(rate.take(7, now)).isZero();
        }
    }

    @Test
    void withoutARateThereIsNoLimitAndANewRateHoldsAtOnce() {
        assertThat(takeAll(0)).isEqualTo(1_000_000);
        assertThat(takeAll(3)).isEqualTo(3);
        assertThat(takeAll(0)).isEqualTo(1_000_000);
    }
}

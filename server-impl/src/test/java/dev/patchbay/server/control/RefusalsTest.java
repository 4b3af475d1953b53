package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.RefusalReason;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private long now = Long.MAX_VALUE - 5;
    private final Refusals refusals = new Refusals(() -> now);

    @Test
    void firstOfEachReasonIsToldAtOnceAndTheOthersTogether() {
        assertThat(refusals.count(RefusalReason.CONNECTION_LIMIT)).isEqualTo(1);
        assertThat(refusals.count(RefusalReason.CONNECTION_LIMIT)).isZero();
        assertThat(refusals.count(RefusalReason.NOT_ALLOWED)).isEqualTo(1);
        now += TimeUnit.SECONDS.toNanos(9);
        assertThat(refusals.count(RefusalReason.CONNECTION_LIMIT)).isZero();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(refusals.count(RefusalReason.CONNECTION_LIMIT)).isEqualTo(3);
        assertThat(refusals.count(RefusalReason.CONNECTION_LIMIT)).isZero();
        assertThat(refusals.count(RefusalReason.NOT_ALLOWED)).isEqualTo(1);
    }

    @Test
    void whatWasNotToldIsToldAtTheEnd() {
        refusals.count(RefusalReason.USER_LIMIT);
        refusals.count(RefusalReason.USER_LIMIT);
        refusals.count(RefusalReason.NOT_ALLOWED);
        assertThat(refusals.unlogged()).isEqualTo(Map.of(RefusalReason.USER_LIMIT, 1L));
        assertThat(refusals.unlogged()).isEmpty();
    }
}

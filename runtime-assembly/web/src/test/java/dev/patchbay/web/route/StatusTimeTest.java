package dev.patchbay.web.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatusTimeTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final StatusTime time = new StatusTime(nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void theStatusComesAtOnceAndThenEveryTwoSeconds() {
        assertThat(time.isDue()).isTrue();
        pass(1_999);
        assertThat(time.isDue()).isFalse();
        pass(1);
        assertThat(time.isDue()).isTrue();
        assertThat(time.isDue()).isFalse();
    }

    @Test
    void aChangeHastensTheNextStatusButNoMoreThanToOneASecond() {
        assertThat(time.isDue()).isTrue();
        time.changed();
        pass(999);
        time.changed();
        assertThat(time.isDue()).isFalse();
        pass(1);
        assertThat(time.isDue()).isTrue();
        pass(1_500);
        assertThat(time.isDue()).isFalse();
        time.changed();
        assertThat(time.isDue()).isTrue();
    }
}

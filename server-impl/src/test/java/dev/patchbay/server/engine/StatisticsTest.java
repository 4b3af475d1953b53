package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerTotals;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Totals that are taken while others count. */
@Timeout(60)
class StatisticsTest {

    private static final int LOOKS = 50_000;

    private final Statistics statistics = new Statistics();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** Counts connections, each with a byte in and a byte out before its end. */
    private void count() {
        while (!enough.get()) {
            statistics.accepted();
            statistics.read(1);
            statistics.sent(1);
            statistics.closed(ReleaseReason.CLIENT_CLOSED);
        }
    }

    @Test
    void noConnectionHasEndedInThemThatIsNotInThemWithAllThatItHasDone() throws InterruptedException {
        Thread counting = new Thread(this::count, "counting");
        counting.start();
        try {
            for (int i = 0; i < LOOKS; i++) {
                ServerTotals totals = statistics.totals();
                long ended = totals.closed().getOrDefault(ReleaseReason.CLIENT_CLOSED, 0L);
                assertThat(totals.accepted()).isGreaterThanOrEqualTo(ended);
                assertThat(totals.bytesIn()).isGreaterThanOrEqualTo(ended);
                assertThat(totals.bytesOut()).isGreaterThanOrEqualTo(ended);
            }
        } finally {
            enough.set(true);
            counting.join();
        }
    }
}

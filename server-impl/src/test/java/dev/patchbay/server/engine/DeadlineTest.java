package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a deadline does, and no longer does, when its time comes. */
@Timeout(60)
class DeadlineTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final AtomicInteger passed = new AtomicInteger();

    private Deadline deadline(VirtualServer server) {
        return new Deadline(server.server, "the action has failed", passed::incrementAndGet);
    }

    @Test
    void deadlinePassesOnceAndAgainWhenItIsSetAgain() throws Exception {
        try (VirtualServer server = new VirtualServer()) {
            Deadline deadline = deadline(server);
            for (int i = 1; i <= 2; i++) {
                deadline.set(SOON.toNanos());
                server.pass(SOON.multipliedBy(2));
                assertThat(passed).hasValue(i);
            }
            deadline.end();
        }
    }

    /** A swap may be over while its next check is being set, and a check that the timer keeps would keep the old handler. */
    @Test
    void deadlineThatHasEndedIsNotSetAgain() throws Exception {
        try (VirtualServer server = new VirtualServer()) {
            Deadline deadline = deadline(server);
            deadline.set(SOON.toNanos());
            int known = server.timer.size();
            deadline.end();
            assertThat(server.timer.size()).isEqualTo(known - 1);
            deadline.set(SOON.toNanos());
            assertThat(server.timer.size()).isEqualTo(known - 1);
            deadline.setForHousekeeper();
            server.pass(SOON.multipliedBy(2));
            assertThat(passed).hasValue(0);
        }
    }
}

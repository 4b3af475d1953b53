package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.itests.swap.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Updates bundles under load and checks that the old versions leave no classes, threads, descriptors or libraries
 * behind.
 */
@Timeout(180)
class HandlerUpdateLeavesNothingBehindIT {

    private static final int UPDATES_TO_WARM_UP = 5;
    private static final int UPDATES = 50;
    private static final int CONNECTIONS_EACH = 8;
    private static final int ANSWERS_BETWEEN = 200;
    private static final long PATIENCE_SECONDS = 30;

    private final Ledger ledger = Ledger.begin();
    private final Generations generations = new Generations();

    @Test
    void oldClassesAreCollectedAndNothingElseGrows(@TempDir Path folder) throws Exception {
        assumeTrue(ProcessCensus.isPossible(), "there is no /proc to count descriptors in");
        try (ProbeFramework framework = ProbeFramework.start(folder)) {
            Panel onLoop = new Panel(framework, "loop", "EVENT_LOOP");
            Panel blocking = new Panel(framework, "blocking", "VIRTUAL");
            try (Traffic one = new Traffic("loop", framework.socket("loop"), CONNECTIONS_EACH, 1);
                    Traffic other = new Traffic("blocking", framework.socket("blocking"), CONNECTIONS_EACH, 2)) {
                for (int i = 0; i < UPDATES_TO_WARM_UP; i++) {
                    update(onLoop, one);
                    update(blocking, other);
                }
                assertThat(generations.collect()).isEmpty();
                ProcessCensus before = ProcessCensus.take();
                for (int i = 0; i < UPDATES / 2; i++) {
                    update(onLoop, one);
                    update(blocking, other);
                }
                assertThat(generations.count()).isEqualTo(UPDATES);
                assertThat(generations.collect())
                        .as("class loaders that are still there")
                        .isEmpty();
                ProcessCensus after = ProcessCensus.take();
                System.out.println("after " + UPDATES + " updates: " + after + ", before: " + before);
                awaitNothingHasGrown(before);
                one.finish();
                other.finish();
            }
        }
        assertThat(ledger.violations()).isEmpty();
    }

    private void update(Panel panel, Traffic traffic) throws Exception {
        Plug plug = panel.serving();
        generations.add(plug.bundle());
        plug.update(true);
        traffic.awaitServed(plug.identity());
        traffic.awaitAnswers(ANSWERS_BETWEEN);
    }

    /** What a cleaner closes, and a thread that is ending, may take a moment to go. */
    private static void awaitNothingHasGrown(ProcessCensus before) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                nothingHasGrown(before, ProcessCensus.take());
                return;
            } catch (AssertionError grown) {
                if (System.nanoTime() - deadline > 0) {
                    throw grown;
                }
            }
        }
    }

    private static void nothingHasGrown(ProcessCensus before, ProcessCensus after) {
        assertThat(after.lastingThreads())
                .allSatisfy((name, count) -> assertThat(count)
                        .isLessThanOrEqualTo(before.lastingThreads().getOrDefault(name, 0L)));
        // A connection's next turn may begin on a second thread before the first has come to rest.
        assertThat(after.handlerThreads()).isLessThanOrEqualTo(2 * CONNECTIONS_EACH);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
        assertThat(after.libraries()).isLessThanOrEqualTo(before.libraries());
    }
}

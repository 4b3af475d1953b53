package dev.patchbay.server.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.server.testing.NoLeaks;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A look is made again and again, whatever happens in it, until it is over. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class HousekeeperTest {

    private final BlockingQueue<String> looks = new LinkedBlockingQueue<>();

    /** Records that it was made, and throws. */
    private final class Failing extends Housekeeper.Check {
        private final String name;
        private final Error failure;

        Failing(String name, Error failure) {
            this.name = name;
            this.failure = failure;
        }

        @Override
        public void check() {
            looks.add(name);
            throw failure;
        }
    }

    private void await(String name) throws InterruptedException {
        String made = null;
        while (!name.equals(made)) {
            made = looks.poll(20, TimeUnit.SECONDS);
            assertThat(made).as("look").isNotNull();
        }
    }

    @Test
    void lookThatThrowsIsMadeAgainAndSoAreTheOthers() throws InterruptedException {
        try (Housekeeper watch = new Housekeeper("patchbay-test-watch")) {
            watch.add(new Failing("poor", new OutOfMemoryError("on purpose")));
            watch.add(new Failing("broken", new StackOverflowError("on purpose")));
            for (int i = 0; i < 2; i++) {
                await("poor");
                await("broken");
            }
        }
    }

    @Test
    void lookThatIsOverIsNotMadeAnyMore() throws InterruptedException {
        try (Housekeeper watch = new Housekeeper("patchbay-test-watch")) {
            Housekeeper.Check first = new Failing("first", new OutOfMemoryError("on purpose"));
            Housekeeper.Check second = new Failing("second", new OutOfMemoryError("on purpose"));
            watch.add(first);
            watch.add(second);
            watch.add(new Failing("third", new OutOfMemoryError("on purpose")));
            await("first");
            first.end();
            second.end();
            await("third");
            await("third");
            looks.clear();
            await("third");
            await("third");
            assertThat(looks).doesNotContain("first", "second");
        }
    }

    @Test
    void newLookIsMadeAtOnceAndDoesNotHurryTheOthers() throws InterruptedException {
        long began = System.nanoTime();
        AtomicInteger others = new AtomicInteger();
        try (Housekeeper watch = new Housekeeper("patchbay-test-watch")) {
            watch.add(new Housekeeper.Check() {
                @Override
                public void check() {
                    others.incrementAndGet();
                }
            });
            for (int i = 0; i < 100; i++) {
                watch.add(new Failing("look " + i, new OutOfMemoryError("on purpose")));
                await("look " + i);
            }
            assertThat(others.get())
                    .isLessThanOrEqualTo(2 + (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        }
    }

    @Test
    void interruptFlagThatALookLeavesDoesNotKeepTheWatchAwake() throws InterruptedException {
        try (Housekeeper watch = new Housekeeper("patchbay-test-watch")) {
            watch.add(new Housekeeper.Check() {
                @Override
                public void check() {
                    looks.add(Boolean.toString(Thread.currentThread().isInterrupted()));
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 2; i++) {
                assertThat(looks.poll(20, TimeUnit.SECONDS)).isEqualTo("false");
            }
        }
    }

    @Test
    void closedWatchTakesNothingInAndStartsNoThread() {
        Housekeeper watch = new Housekeeper("patchbay-test-watch");
        watch.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> watch.add(new Failing("late", new OutOfMemoryError("on purpose"))))
                .withMessageContaining("closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("patchbay-test-watch"));
    }
}

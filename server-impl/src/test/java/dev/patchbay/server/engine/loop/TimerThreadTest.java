package dev.patchbay.server.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The thread of the timer must not be made in a call of a handler, whose classes it would keep. */
class TimerThreadTest {

    @Test
    void timerHasItsThreadBeforeAnyDeadlineIsSet() {
        try (EngineResources resources = new EngineResources()) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("patchbay-timer");
            assertThat(resources.timer()).isNotNull();
        }
    }
}

package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener of this bundle hears more than others, and of the time. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class OperatorEventsTest {

    /** Wants a tick after each event. */
    private static class Ticking extends Recorder implements OperatorEvents {

        private volatile boolean due;

        @Override
        void hear(String event) {
            super.hear(event);
            due = true;
        }

        @Override
        public void handlerChanged(String server, String from, String to, int moved, Duration took, boolean held) {
            hear(from + " " + to + " " + moved + " " + took.toMillis() + " " + held);
        }

        @Override
        public long nanosUntilTick() {
            return due ? 1_000 : Long.MAX_VALUE;
        }

        @Override
        public void tick() {
            super.hear("tick");
            due = false;
        }

        @Override
        public void end() {
            super.hear("end");
        }
    }

    @Test
    void changeOfTheHandlerReachesThoseOfTheBundleAndNobodyElse() throws InterruptedException {
        Recorder ordinary = new Recorder();
        Ticking ofTheBundle = new Ticking();
        try (EventHub hub = new EventHub("test")) {
            hub.add(ordinary, Interest.TROUBLE);
            hub.add(ofTheBundle, Interest.TROUBLE);
            hub.handlerChanged("a 1", "a 2", 3, Duration.ofMillis(42), true);
            hub.serverStarted("test", "@x");

            assertThat(ofTheBundle.next()).isEqualTo("a 1 a 2 3 42 true");
            assertThat(ordinary.next()).isEqualTo("serverStarted");
        }
    }

    @Test
    void tickComesThoughNoOtherEventFollowsAndTheEndAfterTheLastEvent() throws InterruptedException {
        Ticking ticking = new Ticking();
        EventHub hub = new EventHub("test");
        hub.add(ticking, Interest.TROUBLE);
        hub.serverStarted("test", "@x");

        assertThat(ticking.next()).isEqualTo("serverStarted");
        assertThat(ticking.next()).isEqualTo("tick");
        hub.close();
        assertThat(ticking.soFar()).containsExactly("end");
    }

    @Test
    void tickThatFailsDoesNotEndTheThread() throws InterruptedException {
        Ticking failing = new Ticking() {
            @Override
            public void tick() {
                super.tick();
                throw new IllegalStateException("on purpose");
            }
        };
        try (EventHub hub = new EventHub("test")) {
            hub.add(failing, Interest.TROUBLE);
            hub.serverStarted("test", "@x");
            assertThat(failing.next()).isEqualTo("serverStarted");
            assertThat(failing.next()).isEqualTo("tick");
            hub.serverStarted("test", "@x");
            assertThat(failing.next()).isEqualTo("serverStarted");
        }
    }
}

package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener goes on hearing, whatever happens to its queue and its thread. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class EventPumpTest {

    private final Recorder listener = new Recorder();

    /** A queue that has no memory left for a few calls. */
    private static final class PoorQueue extends ArrayBlockingQueue<Consumer<ServerEvents>> {

        private static final long serialVersionUID = 1L;

        private final transient AtomicInteger offersThatFail = new AtomicInteger();
        private final transient AtomicInteger takesThatFail = new AtomicInteger();

        PoorQueue() {
            super(8);
        }

        private static void failIfIn(AtomicInteger failures) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("on purpose");
            }
        }

        @Override
        public boolean offer(Consumer<ServerEvents> event) {
            failIfIn(offersThatFail);
            return super.offer(event);
        }

        @Override
        public Consumer<ServerEvents> take() throws InterruptedException {
            failIfIn(takesThatFail);
            return super.take();
        }
    }

    private static Consumer<ServerEvents> event(String what) {
        return listening -> listening.error("test", what, null);
    }

    @Test
    void aThreadThatHasNoMemoryToWaitGoesOn() throws InterruptedException {
        PoorQueue queue = new PoorQueue();
        queue.takesThatFail.set(3);
        EventPump pump = new EventPump(this, "test", listener, Interest.TROUBLE, null, queue);
        pump.offer(event("a"));
        assertThat(listener.next()).isEqualTo("a");
        queue.takesThatFail.set(3);
        pump.offer(event("b"));
        pump.offer(event("c"));

        assertThat(listener.next()).isEqualTo("b");
        assertThat(listener.next()).isEqualTo("c");
        pump.finish();
    }

    @Test
    void whoTellsDoesNotFailForWantOfMemoryAndTheListenerHearsOfIt() throws InterruptedException {
        PoorQueue queue = new PoorQueue();
        EventPump pump = new EventPump(this, "test", listener, Interest.TROUBLE, null, queue);
        queue.offersThatFail.set(2);
        pump.offer(event("a"));
        pump.offer(event("b"));
        pump.offer(event("c"));

        assertThat(listener.next()).isEqualTo("missed 2 of test");
        assertThat(listener.next()).isEqualTo("c");
        queue.offersThatFail.set(1);
        pump.offer(event("d"));
        pump.finish();
        assertThat(listener.soFar()).containsExactly("missed 1 of test");
    }

    @Test
    void listenerHearsOfAnEventThatCouldNotBeMadeThoughNoOtherFollows() throws InterruptedException {
        EventPump pump = new EventPump(this, "test", listener, Interest.TROUBLE);
        pump.offer(event("a"));
        pump.miss();

        assertThat(listener.next()).isEqualTo("a");
        assertThat(listener.next()).isEqualTo("missed 1 of test");
        pump.finish();
    }

    @Test
    void eventsThatCouldNotBeMadeAreToldOnceAndBeforeTheNext() throws InterruptedException {
        PoorQueue queue = new PoorQueue();
        EventPump pump = new EventPump(this, "test", listener, Interest.TROUBLE, null, queue);
        queue.offersThatFail.set(2);
        pump.miss();
        pump.miss();
        pump.offer(event("b"));

        assertThat(listener.next()).isEqualTo("missed 2 of test");
        assertThat(listener.next()).isEqualTo("b");
        pump.finish();
        assertThat(listener.soFar()).isEmpty();
    }

    @Test
    void hubCountsWhatCouldNotBePutIntoWords() throws InterruptedException {
        try (EventHub hub = new EventHub("test")) {
            hub.add(listener, Interest.TROUBLE);
            hub.missed();
            assertThat(listener.next()).isEqualTo("missed 1 of test");
        }
    }

    @Test
    void whatAListenerLeavesOnItsThreadIsNotThereAtTheNextEvent() throws InterruptedException {
        Recorder interrupting = new Recorder() {
            @Override
            void hear(String event) {
                super.hear(Thread.currentThread().isInterrupted() + " " + event);
                Thread.currentThread().interrupt();
            }
        };
        PoorQueue queue = new PoorQueue();
        EventPump pump = new EventPump(this, "test", interrupting, Interest.TROUBLE, null, queue);
        pump.offer(event("a"));
        assertThat(interrupting.next()).isEqualTo("false a");
        queue.offersThatFail.set(1);
        pump.offer(event("b"));
        pump.offer(event("c"));

        assertThat(interrupting.next()).isEqualTo("false missed 1 of test");
        assertThat(interrupting.next()).isEqualTo("false c");
        pump.finish();
    }

    @Test
    void aListenerThatComesAfterTheEndStartsNoThread() {
        EventHub hub = new EventHub("test");
        hub.close();
        hub.add(listener, Interest.IO);

        assertThat(hub.wantsIo()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("patchbay-test-events"));
    }
}

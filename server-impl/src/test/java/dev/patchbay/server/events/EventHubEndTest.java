package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.events.EventHub.Subscription;
import dev.patchbay.server.testing.NoLeaks;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a listener misses, and what it hears when it is removed or everything ends. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class EventHubEndTest {

    /** More than any queue here takes. */
    private static final int MANY = 10_000;

    private final EventHub hub = new EventHub("test");
    private final Recorder listener = new Recorder();
    private final SlowRecorder slow = new SlowRecorder();

    @AfterEach
    void end() {
        slow.letGo();
        hub.close();
    }

    private void tell(String what) {
        hub.error("test", what, null);
    }

    /** Lets the slow listener get stuck in event 0, and tells many more. */
    private void overrun() throws InterruptedException {
        overrun(slow);
    }

    private Subscription overrun(SlowRecorder overrun) throws InterruptedException {
        Subscription subscription = hub.add(overrun, Interest.TROUBLE);
        tell("0");
        overrun.awaitCalled();
        for (int i = 1; i < MANY; i++) {
            tell(Integer.toString(i));
        }
        return subscription;
    }

    private static void remove(Subscription subscription) {
        subscription.end();
        subscription.awaitEnd();
    }

    /** Waits until the thread waits for something, or has ended. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aListenerThatIsTooSlowIsToldHowManyItMissedWhereItMissedThem() throws InterruptedException {
        overrun();
        slow.letGo();
        assertThat(slow.next()).isEqualTo("0");
        assertThat(slow.next()).isEqualTo("1");
        tell("later");

        int heard = 2;
        String event = slow.next();
        while (event.equals(Integer.toString(heard))) {
            heard++;
            event = slow.next();
        }
        assertThat(heard).as("events in the queue").isBetween(1000, MANY - 1);
        assertThat(event).isEqualTo("missed " + (MANY - heard) + " of test");
        assertThat(slow.next()).isEqualTo("later");
    }

    @Test
    void aListenerIsNotToldAgainWhatItHasMissed() throws InterruptedException {
        overrun();
        slow.letGo();
        String event;
        do {
            event = slow.next();
        } while (!event.equals("1000"));
        tell("later");
        tell("last");
        hub.close();

        assertThat(slow.soFar())
                .endsWith("later", "last")
                .filteredOn(heard -> heard.startsWith("missed"))
                .hasSize(1);
    }

    @Test
    void closeDeliversWhatWasTold() {
        hub.add(listener, Interest.TROUBLE);
        List<String> events = IntStream.range(0, 1000).mapToObj(i -> "e" + i).toList();
        events.forEach(this::tell);
        hub.close();

        assertThat(listener.soFar()).isEqualTo(events);
    }

    @Test
    void closeDeliversAFullQueueAndTellsWhatWasMissed() throws Exception {
        overrun();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(hub::close);
        slow.letGo();
        closed.get(30, TimeUnit.SECONDS);

        List<String> heard = slow.soFar();
        int delivered = heard.size() - 1;
        assertThat(heard.subList(0, delivered))
                .isEqualTo(IntStream.range(0, delivered)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(heard.get(delivered)).isEqualTo("missed " + (MANY - delivered) + " of test");
        assertThat(slow.wasInterrupted()).isFalse();
    }

    @Test
    void nothingIsHeardAfterClose() {
        hub.add(listener, Interest.IO);
        hub.close();
        tell("late");
        hub.close();

        assertThat(hub.wantsIo()).isFalse();
        assertThat(listener.soFar()).isEmpty();
    }

    @Test
    void aListenerMayCloseTheHubThatCallsIt() throws InterruptedException {
        Recorder closing = new Recorder() {
            @Override
            void hear(String event) {
                hub.close();
                super.hear(Thread.currentThread().isInterrupted() ? "interrupted" : event);
            }
        };
        hub.add(closing, Interest.TROUBLE);
        tell("e");

        assertThat(closing.next()).isEqualTo("e");
    }

    @Test
    void removeWaitsUntilNoCallIsRunning() throws InterruptedException {
        Subscription subscription = hub.add(slow, Interest.TROUBLE);
        tell("running");
        slow.awaitCalled();
        boolean[] inCallAfterwards = {true};
        Thread remover = new Thread(() -> {
            remove(subscription);
            inCallAfterwards[0] = slow.isInCall();
        });
        remover.start();
        awaitWaiting(remover);
        slow.letGo();
        remover.join();

        assertThat(inCallAfterwards[0]).isFalse();
        assertThat(slow.wasInterrupted()).isFalse();
        assertThat(slow.soFar()).containsExactly("running");
    }

    @Test
    void aListenerThatWasRemovedHearsNothingMoreNotEvenWhatWasTold() throws InterruptedException {
        Subscription subscription = hub.add(slow, Interest.TROUBLE);
        hub.add(listener, Interest.TROUBLE);
        tell("running");
        slow.awaitCalled();
        tell("waiting");
        Thread remover = new Thread(() -> remove(subscription));
        remover.start();
        awaitWaiting(remover);
        slow.letGo();
        remover.join();
        tell("after");

        assertThat(listener.next()).isEqualTo("running");
        assertThat(listener.next()).isEqualTo("waiting");
        assertThat(listener.next()).isEqualTo("after");
        hub.close();
        assertThat(slow.soFar()).containsExactly("running");
    }

    @Test
    void aListenerMayRemoveItselfWhileItIsCalled() throws InterruptedException {
        CompletableFuture<Subscription> mine = new CompletableFuture<>();
        Recorder leaving = new Recorder() {
            @Override
            void hear(String event) {
                remove(mine.join());
                super.hear(Thread.currentThread().isInterrupted() ? "interrupted" : event);
            }
        };
        mine.complete(hub.add(leaving, Interest.TROUBLE));
        hub.add(listener, Interest.TROUBLE);
        tell("first");
        tell("second");

        assertThat(leaving.next()).isEqualTo("first");
        assertThat(listener.next()).isEqualTo("first");
        assertThat(listener.next()).isEqualTo("second");
        hub.close();
        assertThat(leaving.soFar()).isEmpty();
    }

    @Test
    void aListenerThatRemovesItselfWhenItHearsWhatItMissedHearsNothingMore() throws InterruptedException {
        CompletableFuture<Subscription> mine = new CompletableFuture<>();
        SlowRecorder leaving = new SlowRecorder() {
            @Override
            void hear(String event) {
                super.hear(event);
                if (event.startsWith("missed")) {
                    remove(mine.join());
                }
            }
        };
        mine.complete(overrun(leaving));
        leaving.letGo();
        String heard;
        do {
            heard = leaving.next();
            tell("later");
        } while (!heard.startsWith("missed"));
        mine.join().awaitEnd();

        assertThat(leaving.soFar()).isEmpty();
    }

    @Test
    void aListenerThatRemovesItselfIsStillOnAThreadOfTheHub() throws Exception {
        CompletableFuture<Subscription> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        mine.complete(hub.add(
                new Recorder() {
                    @Override
                    void hear(String event) {
                        mine.join().end();
                        known.complete(hub.isCallingOnThisThread());
                    }
                },
                Interest.TROUBLE));
        tell("e");

        assertThat(known.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hub.isCallingOnThisThread()).isFalse();
    }

    @Test
    void aListenerThatWasAddedTwiceIsRemovedOnce() throws InterruptedException {
        hub.add(listener, Interest.TROUBLE);
        Subscription second = hub.add(listener, Interest.TROUBLE);
        tell("both");
        assertThat(listener.next()).isEqualTo("both");
        assertThat(listener.next()).isEqualTo("both");
        remove(second);
        remove(second);
        tell("one");

        hub.close();
        assertThat(listener.soFar()).containsExactly("one");
    }

    @Test
    void aListenerThatIsAddedAfterTheEndIsRemovedWithoutEffect() {
        hub.close();
        remove(hub.add(listener, Interest.TROUBLE));
        tell("late");

        assertThat(listener.soFar()).isEmpty();
    }
}

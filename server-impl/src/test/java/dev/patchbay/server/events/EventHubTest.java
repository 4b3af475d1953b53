package dev.patchbay.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.testing.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each listener hears everything in order, and can disturb nobody. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class EventHubTest {

    private final EventHub hub = new EventHub("test");
    private final Recorder listener = new Recorder();

    @AfterEach
    void close() {
        hub.close();
    }

    private void tell(String what) {
        hub.error("test", what, null);
    }

    @Test
    void eventsComeInTheOrderInWhichTheyAreTold() throws InterruptedException {
        hub.add(listener, Interest.TROUBLE);
        for (int i = 0; i < 1000; i++) {
            tell("e" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(listener.next()).isEqualTo("e" + i);
        }
    }

    @Test
    void aListenerIsCalledOnAThreadOfItsOwn() throws InterruptedException {
        Recorder naming = new Recorder() {
            @Override
            void hear(String event) {
                super.hear(Thread.currentThread().getName());
            }
        };
        hub.add(naming, Interest.TROUBLE);
        tell("e");

        assertThat(naming.next()).isEqualTo("patchbay-test-events");
    }

    @Test
    void aSlowListenerDelaysNeitherTheServerNorOthers() throws InterruptedException {
        SlowRecorder slow = new SlowRecorder();
        hub.add(slow, Interest.TROUBLE);
        hub.add(listener, Interest.TROUBLE);
        tell("first");
        slow.awaitCalled();
        tell("second");

        assertThat(listener.next()).isEqualTo("first");
        assertThat(listener.next()).isEqualTo("second");
        assertThat(slow.isInCall()).isTrue();
        slow.letGo();
        assertThat(slow.next()).isEqualTo("first");
        assertThat(slow.next()).isEqualTo("second");
    }

    @Test
    void aListenerThatThrowsHearsTheNextEventAndSoDoOthers() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>(List.of(
                new IllegalStateException("on purpose"), new AssertionError("on purpose"), new StackOverflowError()));
        Recorder throwing = new Recorder() {
            @Override
            void hear(String event) {
                super.hear(event);
                sneak(failures.remove(0));
            }
        };
        hub.add(throwing, Interest.TROUBLE);
        hub.add(listener, Interest.TROUBLE);
        for (String event : List.of("a", "b", "c")) {
            tell(event);
        }
        for (String event : List.of("a", "b", "c")) {
            assertThat(throwing.next()).isEqualTo(event);
            assertThat(listener.next()).isEqualTo(event);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aListenerThatInterruptsItsOwnThreadHearsTheNextEvent() throws InterruptedException {
        Recorder interrupting = new Recorder() {
            @Override
            void hear(String event) {
                super.hear(event);
                Thread.currentThread().interrupt();
            }
        };
        hub.add(interrupting, Interest.TROUBLE);
        tell("first");
        tell("second");

        assertThat(interrupting.next()).isEqualTo("first");
        assertThat(interrupting.next()).isEqualTo("second");
    }

    @Test
    void aListenerHearsNothingOfWhatWasToldBefore() throws InterruptedException {
        tell("before");
        hub.add(listener, Interest.TROUBLE);
        tell("after");

        assertThat(listener.next()).isEqualTo("after");
    }

    @Test
    void whetherAnybodyWantsToHearOfReadsAndWritesIsKnown() {
        Recorder io = new Recorder();
        assertThat(hub.wantsIo()).isFalse();
        hub.add(listener, Interest.CONNECTIONS);
        assertThat(hub.wantsIo()).isFalse();
        EventHub.Subscription subscription = hub.add(io, Interest.IO);
        assertThat(hub.wantsIo()).isTrue();
        subscription.end();
        assertThat(hub.wantsIo()).isFalse();
    }

    @Test
    void manyThreadsMayTellAtOnceAndEachKeepsItsOrder() throws Exception {
        hub.add(listener, Interest.TROUBLE);
        List<CompletableFuture<Void>> tellers = IntStream.range(0, 4)
                .mapToObj(teller ->
                        CompletableFuture.runAsync(() -> IntStream.range(0, 500).forEach(i -> tell(teller + " " + i))))
                .toList();
        int[] next = new int[4];
        for (int i = 0; i < 4 * 500; i++) {
            String[] heard = listener.next().split(" ");
            int teller = Integer.parseInt(heard[0]);
            assertThat(Integer.parseInt(heard[1])).isEqualTo(next[teller]++);
        }
        for (CompletableFuture<Void> teller : tellers) {
            teller.get(30, TimeUnit.SECONDS);
        }
    }
}

package dev.patchbay.server.swap;

import static dev.patchbay.server.swap.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.SwapResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HandlerSlotTest {

    /** Each change as "from>to". */
    private final List<String> changes = new ArrayList<>();

    private final AtomicLong nanoTime = new AtomicLong();

    private final HandlerSlot slot =
            new HandlerSlot((from, to) -> changes.add(name(from) + ">" + name(to)), nanoTime::get);

    private static String name(HandlerLease lease) {
        return lease == null ? "-" : lease.entry().name();
    }

    @Test
    void anEmptySlotHasNoHandler() {
        assertThat(slot.current()).isNull();
        assertThat(slot.entries()).isEmpty();
        assertThat(slot.isPinned()).isFalse();
    }

    @Test
    void theHighestRankingServesThenTheOldest() {
        slot.put(entry(5, 0));
        slot.put(entry(3, 0));
        slot.put(entry(4, 0));
        slot.put(entry(9, 7));
        slot.put(entry(8, -1));

        assertThat(changes).containsExactly("->h5", "h5>h3", "h3>h9");
        assertThat(slot.entries()).extracting(HandlerEntry::id).containsExactly(9L, 3L, 4L, 5L, 8L);
    }

    @Test
    void theNextBestServesWhenTheBestIsRemoved() {
        slot.put(entry(1, 0));
        slot.put(entry(2, 5));
        slot.remove(2);
        slot.remove(1);

        assertThat(changes).containsExactly("->h1", "h1>h2", "h2>h1", "h1>-");
        assertThat(slot.current()).isNull();
    }

    @Test
    void aHandlerThatDoesNotServeIsRemovedWithoutAChange() {
        slot.put(entry(1, 0));
        slot.put(entry(2, 0));
        HandlerLease serving = slot.current();

        assertThat(slot.remove(2)).isCompleted();
        assertThat(slot.remove(77)).isCompleted();
        assertThat(slot.current()).isSameAs(serving);
        assertThat(changes).hasSize(1);
    }

    @Test
    void theSameHandlerAgainIsNoChange() {
        slot.put(entry(1, 0));
        HandlerLease serving = slot.current();
        slot.put(entry(1, 0));

        assertThat(slot.current()).isSameAs(serving);
        assertThat(slot.entries()).hasSize(1);
        assertThat(changes).hasSize(1);
    }

    @Test
    void aRankingThatChangesChangesTheChoice() {
        slot.put(entry(1, 0));
        slot.put(entry(2, 0));
        slot.put(entry(2, 1));
        assertThat(slot.current().entry().id()).isEqualTo(2);

        slot.put(entry(2, -1));
        assertThat(slot.current().entry().id()).isEqualTo(1);
        assertThat(slot.entries()).extracting(HandlerEntry::ranking).containsExactly(0, -1);
    }

    @Test
    void otherPropertiesOfTheHandlerThatServesAreANewLease() {
        slot.put(entry(1, "echo", 0, HandlerExecution.VIRTUAL));
        HandlerLease before = slot.current();
        slot.put(entry(1, "echo", 0, HandlerExecution.EVENT_LOOP));

        assertThat(before.isRetired()).isTrue();
        assertThat(slot.current().entry().execution()).isEqualTo(HandlerExecution.EVENT_LOOP);
        assertThat(slot.entries()).hasSize(1);
    }

    @Test
    void aHandlerThatComesBackHasANewLease() {
        slot.put(entry(1, 0));
        HandlerLease before = slot.current();
        slot.remove(1);
        slot.put(entry(1, 0));

        assertThat(slot.current()).isNotSameAs(before);
        assertThat(before.enter()).isFalse();
        assertThat(slot.current().enter()).isTrue();
    }

    @Test
    void aPinnedHandlerServesWhateverItsRanking() {
        slot.put(entry(1, 10));
        slot.put(entry(2, 0));
        slot.pin(OptionalLong.of(2));
        slot.put(entry(3, 100));

        assertThat(slot.current().entry().id()).isEqualTo(2);
        assertThat(slot.isPinned()).isTrue();
        assertThat(slot.entries()).extracting(HandlerEntry::id).containsExactly(3L, 1L, 2L);
    }

    @Test
    void theRankingDecidesAgainWhenThePinIsTakenBack() {
        slot.put(entry(1, 10));
        slot.put(entry(2, 0));
        slot.pin(OptionalLong.of(2));
        slot.pin(OptionalLong.empty());

        assertThat(slot.current().entry().id()).isEqualTo(1);
        assertThat(slot.isPinned()).isFalse();
    }

    @Test
    void theRankingDecidesWhileThePinnedHandlerIsAway() {
        slot.put(entry(1, 10));
        slot.put(entry(2, 0));
        slot.pin(OptionalLong.of(2));
        slot.remove(2);
        assertThat(slot.current().entry().id()).isEqualTo(1);
        assertThat(slot.isPinned()).isFalse();

        slot.put(entry(2, 0));
        assertThat(slot.current().entry().id()).isEqualTo(2);
        assertThat(slot.isPinned()).isTrue();
    }

    @Test
    void theListenerSeesTheOldLeaseRetiredAndTheNewOneInForce() {
        List<String> seen = new ArrayList<>();
        HandlerSlot[] itself = new HandlerSlot[1];
        itself[0] = new HandlerSlot(
                (from, to) -> {
                    seen.add(from == null ? "first" : from.isRetired() ? "retired" : "in force");
                    seen.add(itself[0].current() == to ? "current" : "another");
                },
                nanoTime::get);
        itself[0].put(entry(1, 0));
        itself[0].put(entry(2, 1));

        assertThat(seen).containsExactly("first", "current", "retired", "current");
    }

    @Test
    void aRemovalCompletesWhenTheLastConnectionHasLeft() {
        slot.put(entry(1, 0));
        HandlerLease lease = slot.current();
        lease.enter();
        lease.enter();
        CompletableFuture<Void> removed = slot.remove(1);
        assertThat(removed).isNotDone();

        lease.leave(false);
        assertThat(removed).isNotDone();
        lease.leave(true);
        assertThat(removed).isCompleted();
    }

    @Test
    void aRemovalWaitsForConnectionsThatAnEarlierSwapHasNotMovedYet() {
        slot.put(entry(1, 0));
        HandlerLease first = slot.current();
        first.enter();
        slot.put(entry(2, 5));
        slot.put(entry(3, 9));
        CompletableFuture<Void> removed = slot.remove(1);
        assertThat(removed).isNotDone();

        first.leave(true);
        assertThat(removed).isCompleted();
    }

    @Test
    void aRemovalWaitsForEveryLeaseThatTheHandlerHasHad() {
        List<HandlerLease> leases = new ArrayList<>();
        for (int ranking = 0; ranking < 3; ranking++) {
            slot.put(entry(1, ranking));
            leases.add(slot.current());
            slot.current().enter();
        }
        CompletableFuture<Void> removed = slot.remove(1);

        for (HandlerLease lease : leases) {
            assertThat(removed).isNotDone();
            lease.leave(true);
        }
        assertThat(removed).isCompleted();
    }

    @Test
    void aRemovalDoesNotWaitForOtherHandlers() {
        slot.put(entry(1, 0));
        slot.current().enter();
        slot.put(entry(2, 5));
        slot.current().enter();
        slot.put(entry(3, 9));
        slot.current().enter();

        assertThat(slot.remove(77)).isCompleted();
        assertThat(slot.remove(2)).isNotDone();
        assertThat(slot.current().entry().id()).isEqualTo(3);
    }

    private HandlerLease entered(int connections) {
        HandlerLease lease = slot.current();
        for (int i = 0; i < connections; i++) {
            assertThat(lease.enter()).isTrue();
        }
        return lease;
    }

    @Test
    void theResultOfASwapCountsWhatBecameOfEachConnection() {
        slot.put(entry(1, 0));
        HandlerLease old = entered(4);
        old.leave(false);
        nanoTime.set(100);
        CompletableFuture<SwapResult> left = slot.put(entry(2, 5));
        old.leave(true);
        old.leave(false);
        assertThat(left).isNotDone();
        nanoTime.set(350);
        old.leave(true);

        assertThat(left).isCompletedWithValue(new SwapResult(2, 1, 0, Duration.ofNanos(250)));
        assertThat(slot.current().inCharge()).isCompletedWithValue(left.join());
    }

    @Test
    void connectionsOfAnAbandonedLeaseCountAsStuck() {
        slot.put(entry(1, 0));
        HandlerLease old = entered(2);
        CompletableFuture<SwapResult> left = slot.put(entry(2, 5));
        old.leave(true);
        old.abandon();

        assertThat(left).isCompletedWithValue(new SwapResult(1, 0, 1, Duration.ZERO));
    }

    @Test
    void aSwapThatOvertakesAnotherEndsWhenBothHandlersBeforeAreLeftAndCountsEachConnectionOnce() {
        slot.put(entry(1, 0));
        HandlerLease first = entered(2);
        CompletableFuture<SwapResult> toSecond = slot.put(entry(2, 5));
        first.leave(true);
        HandlerLease second = entered(1);
        CompletableFuture<SwapResult> toThird = slot.put(entry(3, 7));
        second.leave(true);
        assertThat(toThird).isNotDone();
        first.leave(true);

        assertThat(toSecond).isCompletedWithValue(new SwapResult(2, 0, 0, Duration.ZERO));
        assertThat(toThird).isCompletedWithValue(new SwapResult(2, 0, 0, Duration.ZERO));
    }

    @Test
    void aHandlerInThePlaceOfAnotherKeepsItsRankAmongEquals() {
        slot.put(entry(1, 0));
        slot.put(entry(2, 0));
        slot.put(entry(1, "other", 0, HandlerExecution.VIRTUAL));

        assertThat(changes).containsExactly("->h1", "h1>other");
        assertThat(slot.entries()).extracting(HandlerEntry::name).containsExactly("other", "h2");
    }

    @Test
    void aChangeOfAHandlerThatStandsByMovesNothing() {
        slot.put(entry(1, 5));
        entered(1);
        CompletableFuture<SwapResult> left = slot.put(entry(2, 0));

        assertThat(left).isCompletedWithValue(new SwapResult(0, 0, 0, Duration.ZERO));
    }
}

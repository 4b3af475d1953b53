package dev.patchbay.server.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.SwapResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    private static final Predicate<Map<String, ?>> ALL = properties -> true;

    /** Who came to serve, in order. */
    private final List<String> serving = new ArrayList<>();

    private final HandlerSlot slot = new HandlerSlot(
            (from, to) -> serving.add(to == null ? "-" : to.entry().name()), () -> 0);
    private final Handler handler = (conn, in) -> {};
    private final Candidates candidates = new Candidates();

    private void put(long id, String name, int ranking) {
        candidates.put(id, handler, Map.of("handler.name", name, "service.ranking", ranking), "bundle 1.0");
    }

    private static Predicate<Map<String, ?>> named(String... names) {
        return properties -> List.of(names).contains(String.valueOf(properties.get("handler.name")));
    }

    @Test
    void handlersThatCameBeforeTheServerServe() {
        put(1, "echo", 0);
        put(2, "json", 5);
        assertThat(slot.current()).isNull();

        candidates.serve(slot, ALL);
        assertThat(slot.current().entry().name()).isEqualTo("json");
        assertThat(slot.entries()).hasSize(2);
    }

    @Test
    void handlersThatComeLaterServe() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        put(2, "json", 5);

        assertThat(serving).containsExactly("echo", "json");
    }

    @Test
    void onlyHandlersThatMatchAreChosen() {
        put(1, "echo", 0);
        candidates.serve(slot, named("echo"));
        put(2, "json", 5);

        assertThat(slot.entries()).extracting(HandlerEntry::name).containsExactly("echo");
    }

    @Test
    void anotherFilterChoosesAnew() {
        candidates.serve(slot, named("echo"));
        put(1, "echo", 0);
        put(2, "json", 5);
        candidates.filter(named("json"));

        assertThat(serving).containsExactly("echo", "json");
        assertThat(slot.entries()).extracting(HandlerEntry::name).containsExactly("json");
    }

    @Test
    void aFilterThatMatchesTheNextHandlerLeavesNoMomentWithoutOne() {
        candidates.serve(slot, named("json"));
        put(1, "echo", 0);
        put(2, "json", 5);
        candidates.filter(named("echo"));

        assertThat(serving).containsExactly("json", "echo");
    }

    @Test
    void aFilterThatMatchesNothingLeavesNoHandler() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        candidates.filter(named());

        assertThat(slot.current()).isNull();
        candidates.filter(ALL);
        assertThat(slot.current().entry().name()).isEqualTo("echo");
    }

    @Test
    void aHandlerWhosePropertiesNoLongerMatchIsNotChosen() {
        candidates.serve(slot, named("echo"));
        put(1, "echo", 0);
        put(1, "other", 0);
        assertThat(slot.current()).isNull();

        put(1, "echo", 0);
        assertThat(slot.current().entry().name()).isEqualTo("echo");
    }

    @Test
    void aHandlerWhoseRankingChangesIsChosenByIt() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        put(2, "json", 0);
        put(2, "json", 1);

        assertThat(slot.current().entry().name()).isEqualTo("json");
    }

    @Test
    void theServicePropertiesSayWhoTheHandlerIs() {
        candidates.serve(slot, ALL);
        candidates.put(
                7,
                handler,
                Map.of("handler.name", "echo", "handler.execution", "EVENT_LOOP", "service.ranking", 3),
                "bundle 1.0");

        assertThat(slot.current().entry())
                .isEqualTo(new HandlerEntry(7, "echo", 3, HandlerExecution.EVENT_LOOP, "bundle 1.0", handler));
        assertThat(slot.current().entry().origin()).isEqualTo("bundle 1.0");
    }

    @Test
    void whatTheServicePropertiesDoNotSayHasADefault() {
        candidates.serve(slot, ALL);
        candidates.put(7, handler, Map.of("service.ranking", "no integer, so it does not count"), "bundle 1.0");

        assertThat(slot.current().entry())
                .isEqualTo(new HandlerEntry(
                        7, handler.getClass().getName(), 0, HandlerExecution.VIRTUAL, "bundle 1.0", handler));
    }

    @Test
    void anExecutionThatNobodyKnowsIsRefusedAndTheHandlerIsNotChosen() {
        candidates.serve(slot, ALL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> candidates.put(1, handler, Map.of("handler.execution", "FIBER"), "bundle 1.0"))
                .withMessageContaining("handler.execution = FIBER")
                .withMessageContaining("VIRTUAL")
                .withMessageContaining("EVENT_LOOP");
        candidates.filter(ALL);
        assertThat(slot.entries()).isEmpty();
        assertThat(candidates.misfits()).singleElement().satisfies(misfit -> {
            assertThat(misfit.origin()).isEqualTo("bundle 1.0");
            assertThat(misfit.why()).contains("FIBER");
        });

        candidates.put(1, handler, Map.of("handler.execution", "VIRTUAL"), "bundle 1.0");
        assertThat(candidates.misfits()).isEmpty();
        assertThat(slot.entries()).hasSize(1);
    }

    @Test
    void propertiesThatChangeBehindTheScenesDoNotCount() {
        Map<String, Object> properties = new HashMap<>(Map.of("handler.name", "echo"));
        candidates.serve(slot, ALL);
        candidates.put(1, handler, properties, "bundle 1.0");
        properties.put("handler.name", "other");
        candidates.filter(named("echo"));

        assertThat(slot.current().entry().name()).isEqualTo("echo");
    }

    @Test
    void aRemovalCompletesWhenTheLastConnectionHasLeft() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        HandlerLease lease = slot.current();
        lease.enter();
        CompletableFuture<Void> removed = candidates.remove(1);

        assertThat(removed).isNotDone();
        lease.leave(true);
        assertThat(removed).isCompleted();
    }

    @Test
    void aRemovalWaitsEvenIfTheFilterHasTakenTheHandlerAwayBefore() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        HandlerLease lease = slot.current();
        lease.enter();
        candidates.filter(named());
        CompletableFuture<Void> removed = candidates.remove(1);

        assertThat(removed).isNotDone();
        lease.leave(true);
        assertThat(removed).isCompleted();
    }

    @Test
    void aHandlerThatWasRemovedDoesNotComeBackWithAFilterOrAServer() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        candidates.remove(1);
        candidates.filter(ALL);
        candidates.serve(slot, ALL);

        assertThat(slot.entries()).isEmpty();
    }

    @Test
    void withoutAServerARemovalIsDoneAtOnce() {
        put(1, "echo", 0);

        assertThat(candidates.remove(1)).isCompleted();
        assertThat(candidates.remove(77)).isCompleted();
    }

    @Test
    void aHandlerIsInChargeWhenItIsTheBestAndTheOthersAreLeft() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        put(2, "json", -5);
        slot.current().enter();
        HandlerLease echo = slot.current();
        assertThat(candidates.inCharge(1)).isCompleted();
        assertThat(candidates.inCharge(2)).isNotDone();

        candidates.remove(1);
        assertThat(candidates.inCharge(2)).isNotDone();
        echo.leave(true);
        assertThat(candidates.inCharge(2).join().moved()).isEqualTo(1);
        assertThat(candidates.current()).hasValue(2);
    }

    @Test
    void aHandlerThatAFilterSelectsIsInCharge() {
        candidates.serve(slot, named("echo"));
        put(1, "echo", 0);
        put(2, "json", 5);
        candidates.filter(named("json"));

        assertThat(candidates.inCharge(2)).isCompleted();
    }

    @Test
    void aHandlerIsInChargeOnceTheServerHasStarted() {
        put(1, "echo", 0);
        assertThat(candidates.inCharge(1)).isNotDone();
        assertThat(candidates.current()).isEmpty();
        candidates.serve(slot, ALL);

        assertThat(candidates.inCharge(1)).isCompleted();
    }

    @Test
    void aHandlerThatIsReplacedOrRemovedWillNotBeInCharge() {
        candidates.serve(slot, ALL);
        put(1, "echo", 0);
        put(2, "json", -5);
        CompletableFuture<SwapResult> json = candidates.inCharge(2);
        put(2, "yaml", -5);
        CompletableFuture<SwapResult> yaml = candidates.inCharge(2);
        candidates.remove(2);

        assertThat(json)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("handler json was replaced before it was in charge");
        assertThat(yaml)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("handler yaml was removed before it was in charge");
        assertThat(candidates.inCharge(2)).isCompletedExceptionally();
    }

    @Test
    void aHandlerThatIsNoLongerSelectedAfterAChangeIsLeft() {
        candidates.serve(slot, named("echo"));
        put(1, "echo", 0);
        HandlerLease echo = slot.current();
        echo.enter();
        CompletableFuture<SwapResult> left = candidates.put(1, handler, Map.of("handler.name", "json"), "bundle 1.0");
        assertThat(left).isNotDone();
        echo.leave(true);

        assertThat(left.join().moved()).isEqualTo(1);
        assertThat(slot.current()).isNull();
    }
}

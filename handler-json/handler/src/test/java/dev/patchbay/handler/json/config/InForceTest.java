package dev.patchbay.handler.json.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InForceTest {

    private static final String PID = "dev.patchbay.handler.json";
    private static final String A = PID + "~a";
    private static final String B = PID + "~b";
    private static final String C = PID + "~c";

    private static HandlerDefinition named(String name) {
        return new HandlerDefinition(name, "(a=b)", 0, Settings.DEFAULTS);
    }

    private static Configured valid(String name) {
        return new Configured(name, List.of(), named(name));
    }

    private static Configured faulty(String name) {
        return new Configured(name, List.of("wrong"), null);
    }

    private static Map<String, String> names(InForce inForce) {
        Map<String, String> names = new TreeMap<>();
        inForce.definitions().forEach((pid, definition) -> names.put(pid, definition.name()));
        return names;
    }

    @Test
    void theDefaultHandlerIsThereBesideTheOthers() {
        assertThat(InForce.of(HandlerKind.JSON, Map.of(), Map.of()).definitions())
                .isEqualTo(Map.of(PID, HandlerKind.JSON.definition()));
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(A, valid("a")), Map.of())))
                .isEqualTo(Map.of(A, "a", PID, "json"));
    }

    @Test
    void theDefaultHandlerYieldsItsNameAlsoWhileItRuns() {
        InForce inForce =
                InForce.of(HandlerKind.JSON, Map.of(A, valid("json")), Map.of(PID, HandlerKind.JSON.definition()));
        assertThat(names(inForce)).isEqualTo(Map.of(A, "json"));
        assertThat(inForce.faults()).isEmpty();
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(), Map.of(A, named("json")))))
                .isEqualTo(Map.of(PID, "json"));
    }

    @Test
    void theConfigurationOfADefaultHandlerWithoutANameIsReported() {
        InForce inForce = InForce.of(HandlerKind.JSON, Map.of(A, valid("json"), PID, valid("json")), Map.of());
        assertThat(names(inForce)).isEqualTo(Map.of(A, "json"));
        assertThat(inForce.faults().get(PID)).singleElement().asString().contains("handler.name = json", A);
    }

    @Test
    void aFaultyConfigurationChangesNothing() {
        InForce inForce = InForce.of(
                HandlerKind.JSON, Map.of(A, faulty("x"), B, valid("b"), C, faulty("c")), Map.of(A, named("a")));
        assertThat(names(inForce)).isEqualTo(Map.of(A, "a", B, "b", PID, "json"));
        assertThat(inForce.faults()).containsOnlyKeys(A, C);
    }

    @Test
    void ofTwoThatWantOneNameTheOneThatHasItKeepsIt() {
        InForce inForce = InForce.of(HandlerKind.JSON, Map.of(A, valid("x"), B, valid("x")), Map.of(B, named("x")));
        assertThat(names(inForce)).isEqualTo(Map.of(B, "x", PID, "json"));
        assertThat(inForce.faults()).containsOnlyKeys(A);
        assertThat(inForce.faults().get(A)).singleElement().asString().contains("handler.name = x", B, "its own");
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(A, valid("x"), B, valid("x")), Map.of())))
                .isEqualTo(Map.of(A, "x", PID, "json"));
    }

    @Test
    void oneThatCannotGetItsNewNameKeepsItsOldOne() {
        Map<String, HandlerDefinition> running = Map.of(B, named("y"), C, named("x"));
        InForce inForce = InForce.of(HandlerKind.JSON, Map.of(A, valid("x"), B, valid("y"), C, valid("y")), running);
        assertThat(names(inForce)).isEqualTo(Map.of(B, "y", C, "x", PID, "json"));
        assertThat(inForce.faults()).containsOnlyKeys(A, C);
    }

    @Test
    void twoMayExchangeTheirNames() {
        InForce inForce = InForce.of(
                HandlerKind.JSON, Map.of(A, valid("b"), B, valid("a")), Map.of(A, named("a"), B, named("b")));
        assertThat(names(inForce)).isEqualTo(Map.of(A, "b", B, "a", PID, "json"));
        assertThat(inForce.faults()).isEmpty();
    }

    @Test
    void aFaultyConfigurationHasTheNameJsonUnlessTheDefaultHandlerRuns() {
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(A, faulty("json")), Map.of())))
                .isEmpty();
        assertThat(names(InForce.of(
                        HandlerKind.JSON, Map.of(A, faulty("json")), Map.of(PID, HandlerKind.JSON.definition()))))
                .isEqualTo(Map.of(PID, "json"));
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(A, faulty(null)), Map.of())))
                .isEqualTo(Map.of(PID, "json"));
    }

    @Test
    void aFaultyConfigurationOfTheDefaultHandlerChangesNothing() {
        Configured faulty = new Configured("json", List.of("wrong"), HandlerKind.JSON.definition());
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(PID, faulty), Map.of(PID, named("x")))))
                .isEqualTo(Map.of(PID, "x"));
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(PID, faulty), Map.of())))
                .isEqualTo(Map.of(PID, "json"));
        assertThat(names(InForce.of(HandlerKind.JSON, Map.of(PID, faulty("json")), Map.of())))
                .isEmpty();
        assertThat(names(InForce.of(
                        HandlerKind.JSON, Map.of(PID, valid("a"), A, valid("a")), Map.of(PID, named("json")))))
                .isEqualTo(Map.of(A, "a", PID, "json"));
    }
}

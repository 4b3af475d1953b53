package dev.patchbay.handler.json.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTest {

    private static final String PID = "dev.patchbay.handler.json";

    private final DefinitionReader reader = new DefinitionReader(HandlerKind.JSON, filter -> {
        if (!filter.endsWith(")")) {
            throw new IllegalArgumentException("is not an LDAP filter");
        }
        return filter;
    });

    private HandlerDefinition read(String pid, Map<String, ?> properties) {
        Configured configured = reader.read(pid, properties);
        assertThat(configured.faults()).isEmpty();
        return configured.definition();
    }

    @Test
    void nothingMeansTheDefaultHandler() {
        assertThat(read(PID, Map.of())).isEqualTo(HandlerKind.JSON.definition());
        assertThat(HandlerKind.JSON.definition().name()).isEqualTo("json");
        assertThat(HandlerKind.JSON.definition().methodsTarget()).isEqualTo("(!(jsonrpc.audience=*))");
    }

    @Test
    void theNameIsThatOfTheConfigurationUnlessItIsSet() {
        assertThat(read(PID + "~admin", Map.of()).name()).isEqualTo("admin");
        assertThat(read(PID + "~admin", Map.of("handler.name", " ops.2 ")).name())
                .isEqualTo("ops.2");
        assertThat(read(PID, Map.of("handler.name", "other")).name()).isEqualTo("other");
        assertThat(read(PID + ".0815", Map.of("handler.name", "n")).name()).isEqualTo("n");
        assertThat(reader.read(PID + ".0815", Map.of()).faults())
                .singleElement()
                .asString()
                .contains("handler.name is missing; set it");
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read(
                        PID + "~a",
                        Map.of(
                                "methods.target",
                                "(jsonrpc.audience=control)",
                                "service.ranking",
                                "-3",
                                "depth.max",
                                "7",
                                "felix.fileinstall.filename",
                                "x")))
                .isEqualTo(new HandlerDefinition(
                        "a",
                        "(jsonrpc.audience=control)",
                        -3,
                        new Settings(
                                1_000_000,
                                7,
                                1_000,
                                1_000,
                                64,
                                4_000_000,
                                false,
                                Settings.DEFAULTS.unregisterTimeout(),
                                200)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(jsonrpc.scope=math)",
                "(x=\\(jsonrpc.audience=control\\))",
                "(jsonrpc.audience.more=1)",
                "(|(jsonrpc.function=*)(my.jsonrpc.audience=a))"
            })
    void aFilterThatDoesNotNameTheAudienceSelectsNoServiceWithOne(String filter) {
        assertThat(read(PID + "~a", Map.of("methods.target", filter)).methodsTarget())
                .isEqualTo("(&" + filter + "(!(jsonrpc.audience=*)))");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(jsonrpc.audience=control)",
                "(JSONRPC.Audience=control)",
                "(|(jsonrpc.scope=math)(jsonrpc.audience~=CONTROL))",
                "(&(x=\\(jsonrpc.audience=a)(jsonrpc.audience>=b))"
            })
    void aFilterThatNamesTheAudienceIsTakenAsItIs(String filter) {
        assertThat(read(PID + "~a", Map.of("methods.target", filter)).methodsTarget())
                .isEqualTo(filter);
    }

    @ParameterizedTest
    @CsvSource({
        "handler.name, a b, letters",
        "handler.name, a/b, letters",
        "handler.name, a)(b=*, letters",
        "methods.target, (jsonrpc.scope=math, not an LDAP filter",
        "service.ranking, high, whole number",
        "depth.max, 0, out of range",
        "method.target, (a=b), write methods.target",
        "handler.execution, VIRTUAL, not a key",
        "in.flight, 3, write in.flight.max"
    })
    void aFaultyFactoryConfigurationDefinesNoHandler(String key, String value, String fault) {
        Configured configured = reader.read(PID + "~a", Map.of(key, value));
        assertThat(configured.faults()).singleElement().asString().contains(key, fault);
        assertThat(configured.definition()).isNull();
    }

    @Test
    void aConfigurationWhoseOwnNameIsNoneDefinesNoHandler() {
        assertThat(reader.read(PID + "~a b", Map.of()).faults())
                .singleElement()
                .asString()
                .contains("a b", "set handler.name");
        assertThat(reader.read(PID + "~", Map.of()).faults()).hasSize(1);
        assertThat(reader.read(PID + "~" + "x".repeat(101), Map.of()).definition())
                .isNull();
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThat(reader.read(PID + "~a", Map.of("handler.name", "?", "methods.target", "x", "depth.max", "d", "y", 1))
                        .faults())
                .hasSize(4);
    }

    @Test
    void theDefaultHandlerRunsWithDefaultLimitsIfOnlyLimitsAreWrong() {
        Configured limits = reader.read(PID, Map.of("methods.target", "(a=b)", "depth.max", "d", "depht.max", "3"));
        assertThat(limits.faults()).hasSize(2);
        assertThat(limits.definition())
                .isEqualTo(new HandlerDefinition("json", "(&(a=b)(!(jsonrpc.audience=*)))", 0, Settings.DEFAULTS));
        assertThat(reader.read(PID, Map.of("methods.target", "x")).definition()).isNull();
        assertThat(reader.read(PID, Map.of("method.target", "(a=b)")).definition())
                .isNull();
    }
}

package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How {@code call} turns words into parameters. */
class CallTest extends CommandTest {

    private static final String METHODS = """
            {"openrpc": "1.3.2", "methods": [
              {"name": "math.add", "description": "Adds.", "result": {"name": "result", "schema": {"type": "integer"}},
               "params": [{"name": "a", "required": true, "schema": {"type": "integer"}},
                          {"name": "b", "required": false, "schema": {"type": ["integer", "null"]}}]},
              {"name": "text.say", "params": [{"name": "what", "required": true, "schema": {"type": "string"}}],
               "result": {"name": "result", "schema": {"type": "array", "items": {"type": "string"}}}},
              {"name": "any", "params": []}]}""";

    @BeforeEach
    void describe() {
        control.answers("rpc.discover", METHODS);
        for (String method : new String[] {"math.add", "text.say", "any"}) {
            control.answers(method, "{\"done\":true}");
        }
    }

    private void calls(String request, String... arguments) {
        Result result = run(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(control.requests()).last().isEqualTo(request);
    }

    @Test
    void wordsHaveTheTypesOfTheParameters() {
        calls("math.add [19,23]", "call", "control", "math.add", "19", "23");
        calls("math.add [-1,2]", "call", "control", "math.add", "--", "-1", "2");
        calls("text.say [\"19\"]", "call", "control", "text.say", "19");
        calls("text.say [\"true\"]", "call", "control", "text.say", "true");
        calls("text.say [\"a b\"]", "call", "control", "text.say", "\"a b\"");
        calls("any [19,\"word\",null]", "call", "control", "any", "19", "word", "null");
        calls("any []", "call", "control", "any");
    }

    @Test
    void parametersMayBeNamed() {
        calls("math.add {\"b\":23,\"a\":19}", "call", "control", "math.add", "b=23", "a=19");
        calls("text.say [\"x=1\"]", "call", "control", "text.say", "x=1");
    }

    @Test
    void oneJsonTextMayBeAllParameters() {
        calls("math.add {\"a\":1,\"b\":2}", "call", "control", "math.add", "{\"a\": 1, \"b\": 2}");
        calls("math.add [1,2]", "call", "control", "math.add", "[1, 2]");
        assertThat(run("call", "control", "math.add", "[1,").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("call", "control", "math.add", "[1] 2").err()).contains("are not JSON");
    }

    @Test
    void aWordOfTheWrongTypeIsAnErrorOfUsage() {
        Result result = run("call", "control", "math.add", "x", "1");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).isEqualTo("patchbay: 'x' is not a value for a, which is of the type integer\n");
    }

    @Test
    void theSocketOfAServerIsFoundByItsNameAndAnyOtherByItsPath() {
        control.answers("patchbay.server", "{\"address\": \"HOME/run/control.sock\"}");

        calls("any []", "call", "json", "any");
        assertThat(control.requests()).contains("patchbay.server {\"name\":\"json\"}");
        calls("any []", "call", home + "/run/control.sock", "any");
    }

    @Test
    void aSocketThatIsNotThereIsUnavailable() {
        Result result = run("call", home + "/none.sock", "any");

        assertThat(result.status().code()).isEqualTo(69);
        assertThat(result.err())
                .isEqualTo("patchbay: no server listens at " + home + "/none.sock (it does not exist)\n");
    }

    @Test
    void anAbstractSocketIsRefusedInWords() {
        control.answers("patchbay.server", "{\"address\": \"@json\"}");

        assertThat(run("call", "json", "any").err()).contains("its socket, @json, is none in the file system");
    }

    @Test
    void resultsAreIndentedForPeopleAndOnOneLineForScripts() {
        assertThat(run("call", "control", "any").out()).isEqualTo("{\n  \"done\" : true\n}\n");
        assertThat(run("call", "control", "any", "--json").out()).isEqualTo("{\"done\":true}\n");
    }

    @Test
    void methodsAreListedWithTheirParametersAndResults() {
        assertThat(run("call", "--list", "control").lines())
                .containsExactly(
                        "math.add a: integer [b: integer] -> integer",
                        "    Adds.",
                        "text.say what: string -> string[]",
                        "any");
    }
}

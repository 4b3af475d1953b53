package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A {@code JsonText} survives wherever Jackson puts values aside before it knows their type. */
@Timeout(60)
class JsonTextBufferingTest {

    @TempDir
    static Path directory;

    private static RunningServer server;

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes(@JsonSubTypes.Type(value = Named.class, name = "n"))
    interface ByName {}

    record Named(JsonText t, int i) implements ByName {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Left.class), @JsonSubTypes.Type(Right.class)})
    interface Deduced {}

    record Left(JsonText t, int left) implements Deduced {}

    record Right(JsonText t, int right) implements Deduced {}

    record External(
            String kind,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", include = JsonTypeInfo.As.EXTERNAL_PROPERTY)
            @JsonSubTypes(@JsonSubTypes.Type(value = Named.class, name = "n"))
            Object value) {}

    /** A bean whose members are unwrapped. */
    public static final class Outer {
        @JsonUnwrapped
        public Inner inner;

        public int i;
    }

    /** Members of {@link Outer}. */
    public static final class Inner {
        public JsonText t;
    }

    /** A bean that is created by its properties and keeps the rest. */
    public static final class Rest {
        public final JsonText t;

        @JsonAnySetter
        public Map<String, JsonText> rest = new LinkedHashMap<>();

        @JsonCreator
        public Rest(@JsonProperty("t") JsonText t) {
            this.t = t;
        }
    }

    record Wrapped(JsonText text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Wrapped {}

        @JsonValue
        public JsonText text() {
            return text;
        }
    }

    record All(
            List<JsonText> list,
            Map<String, JsonText> map,
            JsonText[] array,
            Optional<JsonText> optional,
            JsonText t) {}

    /** Methods that give their argument back as text. */
    public static final class Methods {
        public String name(ByName value) {
            return String.valueOf(((Named) value).t());
        }

        public ByName echoName(ByName value) {
            return value;
        }

        public String names(List<ByName> value) {
            return value.toString();
        }

        public String whole(@AllParams ByName value) {
            return String.valueOf(((Named) value).t());
        }

        public String deduced(Deduced value) {
            return String.valueOf(value instanceof Left left ? left.t() : ((Right) value).t());
        }

        public String external(External value) {
            return String.valueOf(((Named) value.value()).t());
        }

        public String unwrapped(Outer value) {
            return String.valueOf(value.inner.t);
        }

        public Outer echoUnwrapped(Outer value) {
            return value;
        }

        public String rest(Rest value) {
            return value.t + " " + value.rest;
        }

        public Wrapped wrapped(Wrapped value) {
            return value;
        }

        public All all(All value) {
            return value;
        }

        public boolean absent(All value) {
            return value.t() == null;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(directory);
        server.publish(
                new Methods(),
                "",
                "name",
                "echoName",
                "names",
                "whole",
                "deduced",
                "external",
                "unwrapped",
                "echoUnwrapped",
                "rest",
                "wrapped",
                "all",
                "absent");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name|[{\"type\":\"n\",\"t\":{\"a\" : [1.50, -0, null, \"x\\u0041\"]},\"i\":1}]|\"{\\\"a\\\" : [1.50, -0, null, \\\"x\\\\u0041\\\"]}\"",
                "name|[{\"t\":{\"a\":[1.50,null,true,\"x\"]},\"type\":\"n\",\"i\":1}]|\"{\\\"a\\\":[1.50,null,true,\\\"x\\\"]}\"",
                "name|[{\"i\":1,\"t\":1.000,\"type\":\"n\"}]|\"1.000\"",
                "name|[{\"i\":1,\"t\":123456789012345678901234567890,\"type\":\"n\"}]|\"123456789012345678901234567890\"",
                "name|[{\"i\":1,\"t\":\"\",\"type\":\"n\"}]|\"\\\"\\\"\"",
                "name|[{\"i\":1,\"t\":null,\"type\":\"n\"}]|\"null\"",
                "name|[{\"i\":1,\"type\":\"n\",\"t\":  [ ]}]|\"[ ]\"",
                "whole|{\"t\":[1],\"i\":1,\"type\":\"n\"}|\"[1]\"",
                "echoName|[{\"t\":[1],\"i\":1,\"type\":\"n\"}]|{\"type\":\"n\",\"t\":[1],\"i\":1}",
                "echoName|[{\"t\":null,\"i\":1,\"type\":\"n\"}]|{\"type\":\"n\",\"t\":null,\"i\":1}",
                "echoName|[{\"i\":1,\"type\":\"n\"}]|{\"type\":\"n\",\"t\":null,\"i\":1}",
                "names|[[{\"t\":[1],\"type\":\"n\",\"i\":1},{\"t\":{},\"type\":\"n\",\"i\":2}]]|\"[Named[t=[1], i=1], Named[t={}, i=2]]\"",
                "deduced|[{\"t\":[1,{\"b\":2}],\"left\":1}]|\"[1,{\\\"b\\\":2}]\"",
                "deduced|[{\"right\":1,\"t\":\"x\"}]|\"\\\"x\\\"\"",
                "external|[{\"value\":{\"t\":[1.0],\"i\":1},\"kind\":\"n\"}]|\"[1.0]\"",
                "external|[{\"kind\":\"n\",\"value\":{\"t\":[1.0],\"i\":1}}]|\"[1.0]\"",
                "unwrapped|[{\"t\":{\"a\":1},\"i\":1}]|\"{\\\"a\\\":1}\"",
                "unwrapped|[{\"i\":1,\"t\":[]}]|\"[]\"",
                "echoUnwrapped|[{\"t\":{\"a\":1},\"i\":1}]|{\"i\":1,\"t\":{\"a\":1}}",
                "rest|[{\"t\":2,\"b\":{\"c\":3.0}}]|\"2 {b={\\\"c\\\":3.0}}\"",
                "rest|[{\"b\":{\"c\":3.0},\"t\":2}]|\"2 {b={\\\"c\\\":3.0}}\"",
                "wrapped|[{\"a\" : 1}]|{\"a\" : 1}",
                "wrapped|[{ }]|{ }",
                "wrapped|[ { \"a\":{\"b\":[{}]}, \"c\":[] } ]|{ \"a\":{\"b\":[{}]}, \"c\":[] }",
                "wrapped|[[1]]|[1]",
                "wrapped|[5.0]|5.0",
                "all|[{\"list\":[1,null,[ ]],\"map\":{\"a\":null,\"b\":1.0},\"array\":[null,{}],\"optional\":null,\"t\":null}]"
                        + "|{\"list\":[1,null,[ ]],\"map\":{\"a\":null,\"b\":1.0},\"array\":[null,{}],\"optional\":null,\"t\":null}",
                "absent|[{}]|true",
                "absent|[{\"t\":null}]|false"
            })
    void theTextIsKept(String method, String params, String result) throws Exception {
        try (RpcClient client = server.connect()) {
            String answer = client.ask(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":1}");
            new JsonMapper().readTree(answer);
            assertThat(answer).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":1}");
        }
    }
}

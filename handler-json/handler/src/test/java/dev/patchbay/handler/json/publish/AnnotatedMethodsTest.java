package dev.patchbay.handler.json.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.JsonText;
import dev.patchbay.jsonrpc.Param;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedMethodsTest {

    /** Of a class that is not public, as most are. */
    static class Language {
        @JsonRpcMethod("textDocument/hover")
        @Description("Hovers.")
        public String hover(int line) {
            return "hover " + line;
        }

        @JsonRpcMethod("$/cancelRequest")
        public void cancel(int id) {}

        public String plain() {
            return "plain";
        }
    }

    private static Publication publish(Object service, Map<String, ?> properties) {
        return Publication.of(new PublishedService(service, Jackson.newMapper()), properties);
    }

    private static Publication publish(Object service) {
        return publish(service, Map.of("jsonrpc.annotated", true));
    }

    private static Object call(Publication publication, String name, String params) throws Throwable {
        byte[] text = params.getBytes(StandardCharsets.UTF_8);
        RpcMethod found = publication.methods().stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
        return found.call(new Slice(text, 0, text.length), null);
    }

    private static List<String> names(Publication publication) {
        return publication.methods().stream().map(RpcMethod::name).toList();
    }

    @Test
    void aMethodHasTheNameOfItsAnnotationAsItIs() throws Throwable {
        Publication publication = publish(new Language(), Map.of("jsonrpc.annotated", "true", "jsonrpc.scope", "x"));
        assertThat(publication.faults()).isEmpty();
        assertThat(names(publication)).containsExactlyInAnyOrder("textDocument/hover", "$/cancelRequest");
        assertThat(call(publication, "textDocument/hover", "[3]")).isEqualTo("hover 3");
    }

    @Test
    void bothFormsMayBeOnOneService() {
        Publication publication =
                publish(new Language(), Map.of("jsonrpc.function", "plain", "jsonrpc.scope", "language"));
        assertThat(publication.faults()).isEmpty();
        assertThat(names(publication))
                .containsExactlyInAnyOrder("language.plain", "textDocument/hover", "$/cancelRequest");
    }

    @Test
    void annotationsAreLeftAloneIfTheServiceSaysSo() {
        Publication publication = publish(
                new Language(), Map.of("jsonrpc.function", "plain", "jsonrpc.annotated", false, "jsonrpc.scope", ""));
        assertThat(publication.faults()).isEmpty();
        assertThat(names(publication)).containsExactly("plain");
    }

    /** An interface whose annotations count for those who implement it. */
    public interface Contract<T> {
        @JsonRpcMethod("c/take")
        @Description("Takes.")
        String take(@Param(value = "what", description = "Anything.") T value);

        @JsonRpcMethod("c/whole")
        default String whole(@AllParams JsonText params) {
            return params.toString();
        }
    }

    static class Base {
        public String take(String value) {
            return "taken " + value;
        }

        @JsonRpcMethod("c/base")
        public String base() {
            return "base";
        }
    }

    static class Implementing extends Base implements Contract<String> {
        @Override
        public String base() {
            return "overridden";
        }
    }

    static class Renaming extends Implementing {
        @Override
        @JsonRpcMethod("c/renamed")
        public String base() {
            return "renamed";
        }

        @Override
        public String whole(JsonText params) {
            return "whole " + params;
        }
    }

    @Test
    void annotationsOfInterfacesAndSuperclassesCountForTheMethodsThatOverride() throws Throwable {
        Publication publication = publish(new Implementing());
        assertThat(publication.faults()).isEmpty();
        assertThat(names(publication)).containsExactlyInAnyOrder("c/take", "c/whole", "c/base");
        assertThat(call(publication, "c/take", "{\"what\":\"it\"}")).isEqualTo("taken it");
        assertThat(call(publication, "c/base", "[]")).isEqualTo("overridden");
        assertThat(publication.methods().stream()
                        .filter(method -> method.name().equals("c/take"))
                        .map(method -> method.overloads().get(0).description()))
                .containsExactly("Takes.");
    }

    @Test
    void theNearestAnnotationCounts() throws Throwable {
        Publication publication = publish(new Renaming());
        assertThat(names(publication)).containsExactlyInAnyOrder("c/take", "c/whole", "c/renamed");
        assertThat(call(publication, "c/whole", "[1]")).isEqualTo("whole [1]");
    }

    @Test
    void aProxyHasTheAnnotationsAndTheNamesOfItsInterface() throws Throwable {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Contract.class}, (self, method, values) -> "proxied");
        Publication publication = publish(proxy);
        assertThat(publication.faults()).isEmpty();
        assertThat(names(publication)).containsExactlyInAnyOrder("c/take", "c/whole");
        assertThat(call(publication, "c/take", "{\"what\":\"it\"}")).isEqualTo("proxied");
    }

    /** Java methods of several names that are one method. */
    public static class Overloads {
        @JsonRpcMethod("o/of")
        public String none() {
            return "none";
        }

        @JsonRpcMethod("o/of")
        public String one(int a) {
            return "one";
        }

        public String two(int a, int b) {
            return "two";
        }

        @JsonRpcMethod("two")
        public String three(int a, int b, int c) {
            return "three";
        }

        @JsonRpcMethod("o/same")
        public void same(int a) {}

        @JsonRpcMethod("o/same")
        public void other(String b) {}
    }

    @Test
    void javaMethodsOfOneNameAreOverloadsAndThoseThatAreAmbiguousAreReported() throws Throwable {
        Publication publication = publish(new Overloads(), Map.of("jsonrpc.function", "two"));
        assertThat(names(publication)).containsExactlyInAnyOrder("o/of", "two");
        assertThat(call(publication, "o/of", "[]")).isEqualTo("none");
        assertThat(call(publication, "o/of", "[1]")).isEqualTo("one");
        assertThat(call(publication, "two", "[1,2]")).isEqualTo("two");
        assertThat(call(publication, "two", "[1,2,3]")).isEqualTo("three");
        assertThat(publication.faults())
                .singleElement()
                .asString()
                .startsWith("o/same is not published")
                .contains("number of parameters");
    }

    /** What nothing can be done with. */
    public static class Wrong {
        @JsonRpcMethod("rpc.discover")
        public void reserved() {}

        @JsonRpcMethod("")
        public void unnamed() {}

        @JsonRpcMethod("half \ud800")
        public void half() {}

        @JsonRpcMethod("hidden")
        void hidden() {}

        @JsonRpcMethod("shared")
        public static void shared() {}

        @JsonRpcMethod("twice")
        public void twice() {}

        @JsonRpcMethod("rpc")
        public void fine() {}
    }

    @Test
    void whatCannotBePublishedIsReportedAndTheRestIsPublished() {
        Publication publication = publish(new Wrong(), Map.of("jsonrpc.function", "twice"));
        assertThat(names(publication)).containsExactlyInAnyOrder("twice", "rpc");
        assertThat(publication.faults())
                .hasSize(6)
                .anyMatch(fault -> fault.startsWith("rpc.discover is not published") && fault.contains("reserved"))
                .anyMatch(fault -> fault.contains("unnamed() is not published") && fault.contains("empty name"))
                .anyMatch(fault -> fault.contains("half() is not published") && fault.contains("surrogate"))
                .anyMatch(fault -> fault.contains("hidden() is not published") && fault.contains("public"))
                .anyMatch(fault -> fault.contains("shared() is not published") && fault.contains("static"))
                .anyMatch(fault -> fault.startsWith("twice is given") && fault.contains("published once"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "42"})
    void aServiceThatPublishesNothingIsReported(String function) {
        assertThat(publish(this, Map.of("jsonrpc.annotated", true, "jsonrpc.function", function))
                        .faults())
                .isNotEmpty();
        assertThat(publish(this).faults())
                .singleElement()
                .asString()
                .contains("nothing is published", getClass().getName(), "@JsonRpcMethod", "jsonrpc.function");
    }
}

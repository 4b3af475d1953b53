package dev.patchbay.handler.json.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.testing.CapturedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ToolsTest {

    private final MethodRegistry methods = new MethodRegistry();
    private final Tools tools = new Tools(methods, 3);
    private final RpcMethod text = text();

    private static RpcMethod text() {
        PublishedService service = new PublishedService(new Workshop(), Jackson.newMapper());
        return Publication.of(service, Map.of("jsonrpc.function", "text"))
                .methods()
                .get(0);
    }

    private void publish(String... names) {
        methods.put(
                1,
                0,
                Arrays.stream(names)
                        .map(name -> new RpcMethod(name, text.service(), false, text.overloads()))
                        .toList());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Tools.Page page = tools.page(cursor);
            page.tools().forEach(tool -> names.add(tool.name()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return names;
    }

    @Test
    void namesHaveOnlyWhatAllClientsTake() {
        publish("math.add", "textDocument/hover", "get-weather_2", "größe", "x".repeat(65));
        assertThat(names())
                .containsExactly(
                        "get-weather_2",
                        "gr__e",
                        "math_add",
                        "textDocument_hover",
                        "x".repeat(55) + "_"
                                + String.format("%08x", "x".repeat(65).hashCode()))
                .allMatch(name -> name.length() <= 64);
        assertThat(tools.get("math_add").method().name()).isEqualTo("math.add");
    }

    @Test
    void ofTwoMethodsWithOneNameTheOneThatNeedsNoChangeHasIt() {
        publish("a.b", "a/b", "a_b");
        String first = "a_b_" + String.format("%08x", "a.b".hashCode());
        assertThat(names()).containsExactlyInAnyOrder("a_b", first, "a_b_" + String.format("%08x", "a/b".hashCode()));
        assertThat(tools.get("a_b").method().name()).isEqualTo("a_b");
        assertThat(tools.get(first).method().name()).isEqualTo("a.b");
        publish("a/b", "a.b");
        assertThat(tools.get("a_b").method().name()).isEqualTo("a.b");
    }

    @Test
    void aCursorStaysRightWhileToolsComeAndGo() {
        publish("a", "c", "e", "g");
        Tools.Page first = tools.page(null);
        assertThat(first.tools()).extracting(Tool::name).containsExactly("a", "c", "e");
        publish("a", "b", "f", "g");
        Tools.Page second = tools.page(first.nextCursor());
        assertThat(second.tools()).extracting(Tool::name).containsExactly("f", "g");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void aLastPageThatIsFullIsTheLast() {
        publish("a", "b", "c");
        assertThat(tools.page(null).nextCursor()).isNull();
        publish();
        assertThat(tools.page(null).tools()).isEmpty();
    }

    @Test
    void aCursorOfAnythingElseIsRefused() {
        for (String cursor : List.of("", "!", "YS5i", "w4Q")) {
            assertThatThrownBy(() -> tools.page(cursor)).as(cursor).hasMessageContaining("params.cursor");
        }
    }

    @Test
    void aDescriptionIsMadeOnceForATool() {
        publish("a", "b");
        Object described = tools.get("a").description();
        publish("a", "c");
        assertThat(tools.get("a").description()).isSameAs(described);
    }

    @Test
    void aMethodWhoseParametersHaveNoNamesIsNoToolAndIsReportedOnce() {
        CapturedLog.clear();
        // The JDK is compiled without them.
        PublishedService service = new PublishedService(new AtomicLong(), Jackson.newMapper());
        Publication publication = Publication.of(service, Map.of("jsonrpc.function", "addAndGet"));
        assertThat(publication.faults()).isEmpty();
        methods.put(2, 0, publication.methods());
        publish("a");
        assertThat(names()).containsExactly("a");
        assertThat(CapturedLog.entries("ERROR"))
                .singleElement()
                .asString()
                .contains("addAndGet is no tool", "-parameters");
    }
}

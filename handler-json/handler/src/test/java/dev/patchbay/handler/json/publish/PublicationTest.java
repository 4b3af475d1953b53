package dev.patchbay.handler.json.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicationTest {

    /** A service of a class that is not public, as most are. */
    static class Service {
        public int one(int value) {
            return value;
        }

        public int same(int value) {
            return value;
        }

        public int same(String value) {
            return value.length();
        }

        public static int shared() {
            return 0;
        }
    }

    private static Publication publish(Map<String, ?> properties) {
        return Publication.of(new PublishedService(new Service(), Jackson.newMapper()), properties);
    }

    @Test
    void theNameIsThatOfTheFunctionWithTheScopeInFront() {
        assertThat(publish(Map.of("jsonrpc.function", "one")).methods())
                .extracting(RpcMethod::name)
                .containsExactly("one");
        assertThat(publish(Map.of("jsonrpc.scope", "s", "jsonrpc.function", new String[] {"one"}))
                        .methods())
                .extracting(RpcMethod::name)
                .containsExactly("s.one");
        assertThat(publish(Map.of("jsonrpc.scope", "s", "jsonrpc.function", List.of("one")))
                        .methods())
                .extracting(RpcMethod::name)
                .containsExactly("s.one");
    }

    @Test
    void whatCannotBePublishedIsSaidAndTheRestIsPublished() {
        Publication publication = publish(Map.of(
                "jsonrpc.function",
                new String[] {"one", "two", "same", "shared", "hashCode"},
                "jsonrpc.execution",
                "SOMEWHERE"));
        assertThat(publication.methods()).extracting(RpcMethod::name).containsExactly("one");
        assertThat(publication.faults())
                .hasSize(5)
                .anyMatch(fault -> fault.contains("SOMEWHERE") && fault.contains("EVENT_LOOP"))
                .anyMatch(fault -> fault.startsWith("two is not published") && fault.contains("no public method two"))
                .anyMatch(fault -> fault.startsWith("same is not published") && fault.contains("number of parameters"))
                .anyMatch(fault -> fault.startsWith("shared is not published"))
                .anyMatch(fault -> fault.startsWith("hashCode is not published"));
    }

    @Test
    void namesOfTheProtocolAreReserved() {
        Publication publication = publish(Map.of("jsonrpc.scope", "rpc", "jsonrpc.function", "one"));
        assertThat(publication.methods()).isEmpty();
        assertThat(publication.faults()).singleElement().asString().contains("rpc.one", "reserved");
    }

    @Test
    void theHighestRankingHasASharedNameThenTheOldestService() {
        MethodRegistry table = new MethodRegistry();
        List<RpcMethod> first = publish(Map.of("jsonrpc.function", "one")).methods();
        List<RpcMethod> second = publish(Map.of("jsonrpc.function", "one")).methods();
        List<RpcMethod> third = publish(Map.of("jsonrpc.function", "one")).methods();
        table.put(2, 0, second);
        table.put(1, 0, first);
        table.put(3, 5, third);
        assertThat(table.get("one").service()).isSameAs(third.get(0).service());
        table.remove(3);
        assertThat(table.get("one").service()).isSameAs(first.get(0).service());
        table.remove(1);
        assertThat(table.get("one").service()).isSameAs(second.get(0).service());
        table.remove(2);
        assertThat(table.get("one")).isNull();
    }
}

package dev.patchbay.handler.json.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.testing.EchoMethods;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MethodServicesTest {

    private final MethodServices services = new MethodServices();
    private final MethodRegistry first = new MethodRegistry();
    private final MethodRegistry second = new MethodRegistry();

    private static Predicate<Map<String, ?>> color(String color) {
        return properties -> color.equals(properties.get("color"));
    }

    private void put(long id, String color) {
        List<RpcMethod> methods = Publication.of(
                        new PublishedService(new EchoMethods(), Jackson.newMapper()),
                        Map.of("jsonrpc.scope", "s" + id, "jsonrpc.function", "echo"))
                .methods();
        services.put(id, 0, Map.of("color", color), methods);
    }

    private static List<String> names(MethodRegistry registry) {
        return registry.all().stream().map(RpcMethod::name).toList();
    }

    @Test
    void eachRegistryHasTheMethodsThatItsFilterSelectsAndTheyAreTheSame() {
        put(1, "red");
        services.fill(first, color("red"));
        services.fill(second, properties -> true);
        put(2, "blue");
        assertThat(names(first)).containsExactly("s1.echo");
        assertThat(names(second)).containsExactly("s1.echo", "s2.echo");
        assertThat(first.get("s1.echo").service())
                .isSameAs(second.get("s1.echo").service());
    }

    @Test
    void aServiceThatChangesOrGoesChangesTheRegistriesThatAreConcerned() {
        services.fill(first, color("red"));
        services.fill(second, color("blue"));
        AtomicInteger changes = new AtomicInteger();
        second.addListener(changes::incrementAndGet);
        put(1, "red");
        assertThat(changes).hasValue(0);
        put(1, "blue");
        assertThat(names(first)).isEmpty();
        assertThat(names(second)).containsExactly("s1.echo");
        services.remove(1);
        assertThat(names(second)).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void anotherFilterReplacesTheMethodsInOneChange() {
        put(1, "red");
        put(2, "blue");
        services.fill(first, color("red"));
        AtomicInteger changes = new AtomicInteger();
        first.addListener(changes::incrementAndGet);
        services.fill(first, color("blue"));
        assertThat(names(first)).containsExactly("s2.echo");
        services.fill(first, properties -> !color("red").test(properties));
        assertThat(changes).hasValue(1);
    }

    @Test
    void aFilterThatFailsOnOneServiceSelectsTheOthers() {
        put(1, "red");
        put(2, "blue");
        services.fill(first, properties -> {
            if (properties.get("color").equals("red")) {
                throw new NoClassDefFoundError("broken");
            }
            return true;
        });
        assertThat(names(first)).containsExactly("s2.echo");
    }

    @Test
    void noServiceIsLostOrLeftWhenHandlersAndServicesComeAtTheSameTime() throws Exception {
        for (int round = 0; round < 300; round++) {
            MethodServices shared = new MethodServices();
            MethodRegistry registry = new MethodRegistry();
            CompletableFuture<Void> filling =
                    CompletableFuture.runAsync(() -> shared.fill(registry, properties -> true));
            List<RpcMethod> methods = List.of();
            for (long id = 0; id < 4; id++) {
                shared.put(
                        id,
                        0,
                        Map.of(),
                        Publication.of(
                                        new PublishedService(new EchoMethods(), Jackson.newMapper()),
                                        Map.of("jsonrpc.scope", "s" + id, "jsonrpc.function", "echo"))
                                .methods());
            }
            shared.put(0, 0, Map.of(), methods);
            shared.remove(1);
            filling.get(30, TimeUnit.SECONDS);
            assertThat(names(registry)).containsExactly("s2.echo", "s3.echo");
        }
    }
}

package dev.patchbay.handler.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.handler.json.config.HandlerKind;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.handler.json.testing.CapturedLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class JsonHandlersTest {

    private static final String PID = "dev.patchbay.handler.json";

    /** What the framework was asked for, in order. */
    private final List<String> calls = new ArrayList<>();

    private final JsonHandlers handlers = new JsonHandlers(HandlerKind.JSON, context(), new MethodServices());

    @BeforeEach
    void clearLog() {
        CapturedLog.clear();
    }

    @AfterEach
    void close() {
        handlers.close();
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (self, method, arguments) -> {
            assertThat(method.getName()).isEqualTo("registerService");
            assertThat(arguments[0]).isEqualTo(Handler.class);
            String pid = record("+", arguments[2]);
            return proxy(ServiceRegistration.class, (registration, called, values) -> switch (called.getName()) {
                case "setProperties" -> record("=", values[0]);
                case "unregister" -> calls.add("-" + pid);
                default -> throw new UnsupportedOperationException(called.getName());
            });
        });
    }

    private String record(String what, Object properties) {
        Dictionary<?, ?> all = (Dictionary<?, ?>) properties;
        String pid = String.valueOf(all.get("service.pid")).replace(PID, "");
        calls.add(what + pid + " " + all.get("handler.name"));
        return pid;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static List<String> errors() {
        return CapturedLog.entries("ERROR").stream()
                .map(CapturedLog.Entry::message)
                .toList();
    }

    @Test
    void oneThatTakesOverANameIsRegisteredBeforeTheOtherIsUnregistered() {
        handlers.apply(Map.of());
        handlers.apply(Map.of(PID + "~json", Map.of()));
        handlers.apply(Map.of());
        assertThat(calls).containsExactly("+ json", "+~json json", "-", "+ json", "-~json");
    }

    @Test
    void aChangeIsMadeToTheServiceThatIsRegistered() {
        handlers.apply(Map.of(PID + "~a", Map.of()));
        handlers.apply(Map.of(PID + "~a", Map.of("batch.max", "1", "unregister.timeout", "1m")));
        assertThat(handlers.unregisterTimeout()).isEqualTo(Duration.ofMinutes(1));
        handlers.apply(Map.of(PID + "~a", Map.of("handler.name", "b")));
        assertThat(calls).containsExactly("+ json", "+~a a", "=~a b");
        assertThat(handlers.unregisterTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aFaultIsReportedOnceAndAgainWhenItsConfigurationIsWrittenAgain() {
        Map<String, Map<String, Object>> faulty = Map.of(PID + "~a\n", Map.of("handler.name", "\u001b", "x", 1));
        handlers.apply(faulty);
        handlers.apply(faulty);
        assertThat(errors())
                .singleElement()
                .asString()
                .contains(PID + "~a\\n is rejected", "handler.name = \\u001b", "x is not a key", "no handler until")
                .doesNotContain("\n", "\u001b");
        handlers.reportAgain(PID + "~a\n");
        handlers.apply(faulty);
        assertThat(errors()).hasSize(2);
        assertThat(calls).containsExactly("+ json");
    }

    @Test
    void whatRunsStaysAsItIsWhenItsConfigurationBecomesFaulty() {
        handlers.apply(Map.of(PID + "~a", Map.of("methods.target", "(a=b)")));
        handlers.apply(Map.of(PID + "~a", Map.of("methods.target", "(a=b")));
        assertThat(errors()).singleElement().asString().contains("LDAP", "still in effect", "(a=b)(!");
        assertThat(calls).containsExactly("+ json", "+~a a");
    }
}

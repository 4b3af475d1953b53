package dev.patchbay.handler.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.handler.json.testing.CapturedLog;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.Param;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What is wrong with one service is one line that names it, and keeps nothing from the others. */
@Timeout(60)
class MethodServiceCustomizerTest {

    private final MethodRegistry methods = new MethodRegistry();
    private final MethodServices services = new MethodServices();
    private final Map<Long, Object> objects = new HashMap<>();
    private final List<Long> ungot = new ArrayList<>();
    private final MethodServiceCustomizer customizer =
            new MethodServiceCustomizer(context(), services, Settings.DEFAULTS::unregisterTimeout);

    /** A class that is not there when the service is. */
    public static class Missing {}

    /** An annotation that is not there when the service is, or whose value is not. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    public @interface Marked {
        Class<?> value() default Missing.class;
    }

    /** Inherited by {@link Inheriting}. */
    public interface Inherited {
        default String opt(Missing missing) {
            return "";
        }
    }

    /** A service none of whose methods can be listed. */
    public static class Inheriting implements Inherited {
        public int fine(int value) {
            return value;
        }
    }

    /** A service whose method returns what is not there. */
    public static class Returning {
        public List<Missing> fine(int value) {
            return List.of();
        }
    }

    /** A service whose annotations refer to what is not there. */
    public static class Annotated {
        @Marked
        @Description("Something.")
        public int fine(@Marked @Param("v") int value) {
            return value;
        }
    }

    /** A service that is in order. */
    public static class Fine {
        public int fine(int value) {
            return value;
        }

        public int twins(@Param("a") int one, @Param("a") int two) {
            return one + two;
        }
    }

    /** An interface that a proxy implements. */
    public interface Contract {
        int fine(int value);
    }

    /** Loads the services of this test anew, without {@link Missing}. */
    private static final class WithoutMissing extends ClassLoader {
        WithoutMissing() {
            super(MethodServiceCustomizerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(MethodServiceCustomizerTest.class.getName() + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @BeforeEach
    void offerAllMethods() {
        services.fill(methods, properties -> true);
        CapturedLog.clear();
    }

    private static Object withoutMissing(Class<?> type) throws ReflectiveOperationException {
        return new WithoutMissing()
                .loadClass(type.getName())
                .getDeclaredConstructor()
                .newInstance();
    }

    @SuppressWarnings("unchecked") // A proxy of the interface.
    private ServiceReference<Object> reference(long id, Object object, Map<String, ?> properties) {
        objects.put(id, object);
        Map<String, Object> all = new HashMap<>(properties);
        all.put("service.id", id);
        all.put("objectClass", new String[] {"com.example.Service"});
        Bundle bundle = proxy(Bundle.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getSymbolicName" -> "com.example.bundle";
            case "getBundleId" -> 42L;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        return proxy(ServiceReference.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getPropertyKeys" -> all.keySet().toArray(String[]::new);
            case "getProperty" -> all.get(arguments[0]);
            case "getBundle" -> bundle;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (proxy, method, arguments) -> {
            long id = (Long) ((ServiceReference<?>) arguments[0]).getProperty("service.id");
            if (method.getName().equals("ungetService")) {
                return ungot.add(id);
            }
            if (objects.get(id) instanceof Error error) {
                throw error;
            }
            return objects.get(id);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Adds a service and one that is in order, and returns the only line of the log. */
    private String lineFor(Object object, Map<String, ?> properties) {
        ServiceReference<Object> reference = reference(1, object, properties);
        PublishedService service = customizer.addingService(reference);
        customizer.addingService(
                reference(2, new Fine(), Map.of("jsonrpc.function", "fine", "jsonrpc.scope", "other")));
        assertThat(methods.get("other.fine")).isNotNull();
        if (service != null) {
            customizer.modifiedService(reference, service);
            customizer.removedService(reference, service);
            assertThat(ungot).contains(1L);
        }
        List<CapturedLog.Entry> errors = CapturedLog.entries("ERROR");
        assertThat(errors).hasSizeBetween(1, 2);
        return errors.get(0).message();
    }

    @ParameterizedTest
    @ValueSource(classes = {Inheriting.class})
    void aServiceWhoseClassesAreNotThereIsOneLine(Class<?> type) throws Exception {
        assertThat(lineFor(withoutMissing(type), Map.of("jsonrpc.function", new String[] {"fine"})))
                .contains("service 1 (com.example.Service) of bundle com.example.bundle [42]", "fine", "Missing");
        assertThat(methods.get("fine")).isNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {Returning.class, Annotated.class})
    void aServiceThatRefersToWhatIsNotThereDoesNoHarm(Class<?> type) throws Throwable {
        customizer.addingService(reference(1, withoutMissing(type), Map.of("jsonrpc.function", "fine")));
        customizer.addingService(
                reference(2, new Fine(), Map.of("jsonrpc.function", "fine", "jsonrpc.scope", "other")));
        assertThat(methods.get("other.fine")).isNotNull();
        assertThat(methods.get("fine") != null || CapturedLog.entries("ERROR").size() == 1)
                .isTrue();
        Object document = Discovery.functions(methods).get("rpc.discover").call(null, null);
        assertThat(document.toString()).contains("\"openrpc\"", "\"other.fine\"");
    }

    @Test
    void aServiceThatCannotBeHadIsOneLine() {
        assertThat(lineFor(new NoClassDefFoundError("x\ny"), Map.of("jsonrpc.function", "fine")))
                .contains("service 1", "com.example.bundle");
    }

    /** A collection that fails. */
    private static final class BrokenList extends AbstractList<String> {
        @Override
        public String get(int index) {
            throw new IllegalStateException("broken");
        }

        @Override
        public Iterator<String> iterator() {
            throw new NoClassDefFoundError("broken");
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("broken");
        }
    }

    static List<Map<String, Object>> properties() {
        return List.of(
                Map.of("jsonrpc.function", 5),
                Map.of("jsonrpc.function", new int[] {1}),
                Map.of("jsonrpc.function", new Object[] {"fine", 5}),
                Map.of("jsonrpc.function", new String[] {"fine", null}),
                Map.of("jsonrpc.function", ""),
                Map.of("jsonrpc.function", "no\nsuch\u001b[2J"),
                Map.of("jsonrpc.function", new String[] {"fine", "fine"}),
                Map.of("jsonrpc.function", new BrokenList()),
                Map.of("jsonrpc.function", Set.of(new BrokenList())),
                Map.of("jsonrpc.function", "fine", "jsonrpc.scope", 5),
                Map.of("jsonrpc.function", "fine", "jsonrpc.scope", new String[] {"a"}),
                Map.of("jsonrpc.function", "fine", "jsonrpc.scope", new BrokenList()),
                Map.of("jsonrpc.function", "fine", "jsonrpc.execution", 5),
                Map.of("jsonrpc.function", "fine", "jsonrpc.execution", new BrokenList()),
                Map.of("jsonrpc.function", "fine", "jsonrpc.execution", "SOMEWHERE\n"),
                Map.of("jsonrpc.function", "twins"));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void propertiesOfAWrongTypeAreOneLine(Map<String, Object> properties) {
        assertThat(lineFor(new Fine(), properties))
                .contains("service 1 (com.example.Service) of bundle com.example.bundle [42]")
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void aProxyNoneOfWhoseMethodsCanBeCalledIsPublishedAllTheSame() {
        Object proxy = proxy(Contract.class, (self, method, arguments) -> {
            throw new NoClassDefFoundError("proxy");
        });
        PublishedService service = customizer.addingService(reference(1, proxy, Map.of("jsonrpc.function", "fine")));
        assertThat(methods.get("fine")).isNotNull();
        customizer.removedService(reference(1, proxy, Map.of()), service);
        assertThat(methods.get("fine")).isNull();
        assertThat(CapturedLog.entries("ERROR")).isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked") // A proxy of the interface.
    void aMethodIsFoundOnlyWhileItCanBeCalled() {
        ServiceReference<Object> reference = reference(1, new Fine(), Map.of("jsonrpc.function", "fine"));
        PublishedService service = customizer.addingService(reference);
        List<Boolean> callable = new ArrayList<>();
        ServiceReference<Object> looking = proxy(ServiceReference.class, (self, method, arguments) -> {
            RpcMethod found = methods.get("fine");
            if (found != null && callable.add(found.service().beginCall())) {
                found.service().endCall();
            }
            return method.invoke(reference, arguments);
        });
        customizer.removedService(looking, service);
        assertThat(methods.get("fine")).isNull();
        assertThat(callable).isNotEmpty().doesNotContain(false);
    }
}

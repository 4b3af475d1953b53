package dev.patchbay.handler.json.publish;

import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.MethodRegistry.Entry;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that publish methods, and the registries of the handlers that offer them. A service is evaluated once, and
 * its methods are in the registry of each handler whose filter selects it. Services and handlers come, change and go at
 * the same time: a registry looks again at what is present when anything of its own has changed. Safe for any thread.
 */
public final class MethodServices {

    private static final Logger LOG = LoggerFactory.getLogger(MethodServices.class);

    private final Map<Long, Service> services = new ConcurrentHashMap<>();
    private final Map<MethodRegistry, Selection> registries = new ConcurrentHashMap<>();

    private record Service(Entry entry, Map<String, ?> properties) {}

    /**
     * What a registry has.
     *
     * @param services selects services by their properties
     * @param methods selects methods, whose services it gets the properties of
     */
    private record Selection(Predicate<Map<String, ?>> services, BiPredicate<Map<String, ?>, RpcMethod> methods) {}

    /** Adds a service, or replaces its properties and methods. */
    public void put(long id, int ranking, Map<String, ?> properties, List<RpcMethod> methods) {
        services.put(id, new Service(new Entry(id, ranking, methods), Map.copyOf(properties)));
        look(id);
    }

    /** Removes a service. When this returns, no registry has its methods. */
    public void remove(long id) {
        services.remove(id);
        look(id);
    }

    private void look(long id) {
        registries.keySet().forEach(registry -> registry.update(id, () -> selected(registry, services.get(id))));
    }

    /** Fills a registry with the methods of the services whose properties the filter selects, and keeps it so. */
    public void fill(MethodRegistry registry, Predicate<Map<String, ?>> filter) {
        fill(registry, filter, (properties, method) -> true);
    }

    /** Fills a registry with those of the methods that a second filter selects as well. */
    public void fill(
            MethodRegistry registry, Predicate<Map<String, ?>> filter, BiPredicate<Map<String, ?>, RpcMethod> methods) {
        registries.put(registry, new Selection(filter, methods));
        registry.updateAll(() -> services.values().stream()
                .map(service -> selected(registry, service))
                .filter(Objects::nonNull)
                .toList());
    }

    /** Leaves a registry as it is, from now on. */
    public void forget(MethodRegistry registry) {
        registries.remove(registry);
    }

    private Entry selected(MethodRegistry registry, Service service) {
        Selection selection = registries.get(registry);
        if (service == null || selection == null || !matches(selection.services(), service)) {
            return null;
        }
        Entry entry = service.entry();
        List<RpcMethod> methods = entry.methods().stream()
                .filter(method -> selection.methods().test(service.properties(), method))
                .toList();
        return methods.isEmpty() ? null : new Entry(entry.id(), entry.ranking(), methods);
    }

    /** The values of properties are foreign objects, whose methods the filter calls. */
    private static boolean matches(Predicate<Map<String, ?>> filter, Service service) {
        try {
            return filter.test(service.properties());
        } catch (Throwable t) {
            LOG.error(
                    "a handler does not offer the methods of service {}, because its properties cannot be compared",
                    service.entry().id(),
                    LoggedThrowable.of(t));
            return false;
        }
    }
}

package dev.patchbay.handler.json;

import dev.patchbay.api.Handler;
import dev.patchbay.handler.json.config.HandlerKind;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import dev.patchbay.jsonrpc.runtime.JsonRpcRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JSON-RPC handlers in OSGi: the handler {@code json}, and one for each factory configuration {@code
 * dev.patchbay.handler.json~NAME}; and those for MCP: the handler {@code mcp}, and one for each factory configuration
 * {@code dev.patchbay.handler.mcp~NAME}. All find their methods among the same services. Declarative Services and Configuration Admin call the methods, on any thread.
 *
 * <p>The configurations are read here, because a component of Declarative Services has either one configuration or those
 * of a factory. The handlers {@code json} and {@code mcp} are there beside those of the factory, and may be configured by the ones
 * with the PIDs themselves. At each change all configurations are looked at again, so the order of the events does not matter.
 * File Install makes of a file with a tilde in its name a configuration without a factory; it counts here by its PID.
 *
 * <p>A change is applied on a thread of its own, because a handler that ends waits for calls, and Configuration Admin changes
 * one configuration after the other on one thread.
 */
@Component(
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"dev.patchbay.api.Handler\"",
        uses = Handler.class,
        effective = "active")
public final class JsonHandlersComponent implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(JsonHandlersComponent.class);

    private static final String METHODS =
            "(|(" + JsonRpcFunctions.FUNCTION + "=*)(" + JsonRpcFunctions.ANNOTATED + "=true))";

    private static final String CONFIGURATIONS = Arrays.stream(HandlerKind.values())
            .map(kind -> "(service.pid=" + kind.pid() + ")(service.pid=" + kind.mark() + "*)(service.factoryPid="
                    + kind.pid() + ")")
            .collect(Collectors.joining("", "(|", ")"));

    private final ServiceTracker<Object, PublishedService> tracker;

    /** Unmodifiable, and sorted by kind. */
    private final Map<HandlerKind, JsonHandlers> handlers = new EnumMap<>(HandlerKind.class);

    private final ServiceRegistration<ConfigurationListener> listener;
    private final ServiceRegistration<JsonRpcRuntime> runtime;

    /** Null while there is none: then the configurations that were read last stay in force. */
    private volatile ConfigurationAdmin admin;

    /** Guarded by this, as the handlers are. No call of a handler needs this lock. */
    private boolean active;

    /** Starts to track method services, and to listen to changes of configurations. */
    @Activate
    public JsonHandlersComponent(BundleContext context) throws InvalidSyntaxException {
        MethodServices services = new MethodServices();
        for (HandlerKind kind : HandlerKind.values()) {
            handlers.put(kind, new JsonHandlers(kind, context, services));
        }
        tracker = new ServiceTracker<>(
                context,
                FrameworkUtil.createFilter(METHODS),
                new MethodServiceCustomizer(context, services, this::unregisterTimeout));
        // All services, also those whose classes this bundle does not import: methods are called by reflection.
        tracker.open(true);
        listener = context.registerService(ConfigurationListener.class, this, null);
        runtime = context.registerService(JsonRpcRuntime.class, this::snapshots, null);
    }

    private Duration unregisterTimeout() {
        return handlers.values().stream()
                .map(JsonHandlers::unregisterTimeout)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private List<JsonRpcHandlerSnapshot> snapshots() {
        return handlers.values().stream()
                .flatMap(ofOneKind -> ofOneKind.snapshots().stream())
                .sorted(Comparator.comparing(JsonRpcHandlerSnapshot::name))
                .toList();
    }

    /** Registers the handlers. The methods that are there have been found before. */
    @Activate
    void activate() {
        synchronized (this) {
            active = true;
        }
        look();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindConfigurationAdmin(ConfigurationAdmin found) {
        admin = found;
        look();
    }

    void unbindConfigurationAdmin(ConfigurationAdmin gone) {
        if (admin == gone) {
            admin = null;
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        boolean isOurs =
                Arrays.stream(HandlerKind.values()).anyMatch(kind -> kind.isOf(event.getPid(), event.getFactoryPid()));
        if (isOurs) {
            Thread thread = new Thread(() -> look(event.getPid()), "patchbay-json-configuration");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized void look(String written) {
        handlers.values().forEach(ofOneKind -> ofOneKind.reportAgain(written));
        look();
    }

    private synchronized void look() {
        ConfigurationAdmin present = admin;
        if (!active || present == null && isAnyThere()) {
            return;
        }
        try {
            Map<HandlerKind, Map<String, Map<String, Object>>> all = new EnumMap<>(HandlerKind.class);
            handlers.keySet().forEach(kind -> all.put(kind, new TreeMap<>()));
            if (present != null) {
                read(present, all);
            }
            handlers.forEach((kind, ofOneKind) -> ofOneKind.apply(all.get(kind)));
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "the configurations of the handlers cannot be read; what is in effect stays so",
                    LoggedThrowable.of(e));
        }
    }

    private boolean isAnyThere() {
        return handlers.values().stream().anyMatch(ofOneKind -> !ofOneKind.isEmpty());
    }

    private void read(ConfigurationAdmin present, Map<HandlerKind, Map<String, Map<String, Object>>> all)
            throws IOException {
        for (Configuration configuration : list(present)) {
            Dictionary<String, Object> properties = configuration.getProcessedProperties(listener.getReference());
            if (properties != null) {
                Map<String, Object> values = new TreeMap<>();
                Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
                String pid = configuration.getPid();
                Arrays.stream(HandlerKind.values())
                        .filter(kind -> kind.isOf(pid, configuration.getFactoryPid()))
                        .forEach(kind -> all.get(kind).put(pid, values));
            }
        }
    }

    private static Configuration[] list(ConfigurationAdmin admin) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations(CONFIGURATIONS);
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Deactivate
    synchronized void deactivate() {
        active = false;
        runtime.unregister();
        listener.unregister();
        handlers.values().forEach(JsonHandlers::unregister);
        tracker.close();
        handlers.values().forEach(JsonHandlers::close);
    }
}

package dev.patchbay.handler.json;

import dev.patchbay.api.Handler;
import dev.patchbay.handler.json.config.DefinitionReader;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.runtime.JsonRpcRuntime;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
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
 * dev.patchbay.handler.json~NAME}. Declarative Services and Configuration Admin call the methods, on any thread.
 *
 * <p>The configurations are read here, because a component of Declarative Services has either one configuration or those
 * of a factory. The handler {@code json} is there beside those of the factory, and may be configured as ever by the one
 * with the PID itself. At each change all configurations are looked at again, so the order of the events does not matter.
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

    private static final String CONFIGURATIONS = "(|(service.pid=" + DefinitionReader.PID + ")(service.pid="
            + DefinitionReader.PID + "~*)(service.factoryPid=" + DefinitionReader.PID + "))";

    private final ServiceTracker<Object, PublishedService> tracker;
    private final JsonHandlers handlers;
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
        handlers = new JsonHandlers(context, services);
        tracker = new ServiceTracker<>(
                context,
                FrameworkUtil.createFilter(METHODS),
                new MethodServiceCustomizer(context, services, handlers::unregisterTimeout));
        // All services, also those whose classes this bundle does not import: methods are called by reflection.
        tracker.open(true);
        listener = context.registerService(ConfigurationListener.class, this, null);
        runtime = context.registerService(JsonRpcRuntime.class, handlers::snapshots, null);
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
        boolean isOurs = event.getPid().equals(DefinitionReader.PID)
                || event.getPid().startsWith(DefinitionReader.PID + "~")
                || DefinitionReader.PID.equals(event.getFactoryPid());
        if (isOurs) {
            Thread thread = new Thread(() -> look(event.getPid()), "patchbay-json-configuration");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized void look(String written) {
        handlers.reportAgain(written);
        look();
    }

    private synchronized void look() {
        ConfigurationAdmin present = admin;
        if (!active || present == null && !handlers.isEmpty()) {
            return;
        }
        try {
            handlers.apply(present == null ? Map.of() : configurations(present));
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "the configurations of the JSON-RPC handlers cannot be read; what is in effect stays so",
                    LoggedThrowable.of(e));
        }
    }

    private Map<String, Map<String, Object>> configurations(ConfigurationAdmin present) throws IOException {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (Configuration configuration : list(present)) {
            Dictionary<String, Object> properties = configuration.getProcessedProperties(listener.getReference());
            if (properties != null) {
                Map<String, Object> values = new TreeMap<>();
                Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
                all.put(configuration.getPid(), values);
            }
        }
        return all;
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
        handlers.unregister();
        tracker.close();
        handlers.close();
    }
}

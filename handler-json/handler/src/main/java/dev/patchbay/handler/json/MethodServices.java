package dev.patchbay.handler.json;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.method.MethodService;
import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.method.Publication;
import dev.patchbay.handler.json.wire.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the services that publish methods. The unregistration of a service waits here for the calls that run in it. */
final class MethodServices implements ServiceTrackerCustomizer<Object, MethodService> {

    private static final Logger LOG = LoggerFactory.getLogger(MethodServices.class);

    private final BundleContext context;
    private final MethodTable methods;
    private final Supplier<Settings> settings;

    MethodServices(BundleContext context, MethodTable methods, Supplier<Settings> settings) {
        this.context = context;
        this.methods = methods;
        this.settings = settings;
    }

    @Override
    public MethodService addingService(ServiceReference<Object> reference) {
        Object object = context.getService(reference);
        if (object == null) {
            return null;
        }
        MethodService service = new MethodService(object, Json.mapper());
        publish(reference, service);
        return service;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, MethodService service) {
        publish(reference, service);
    }

    @Override
    public void removedService(ServiceReference<Object> reference, MethodService service) {
        service.retire();
        methods.remove(id(reference));
        if (!service.awaitVacated(settings.get().unregisterTimeout())) {
            LOG.warn(
                    "calls into service {} of {} still run after {} ms, and the service goes nevertheless",
                    id(reference),
                    reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types ? types[0] : "?",
                    settings.get().unregisterTimeout().toMillis());
        }
        context.ungetService(reference);
    }

    private void publish(ServiceReference<Object> reference, MethodService service) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        Publication publication = Publication.of(service, properties);
        publication.faults().forEach(fault -> LOG.error("service {}: {}", id(reference), fault));
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        methods.put(id(reference), ranking, publication.functions());
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }
}

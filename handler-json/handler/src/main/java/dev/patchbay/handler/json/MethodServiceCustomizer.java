package dev.patchbay.handler.json;

import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.handler.json.publish.Publication;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the method services of all handlers in step with those of the framework, which calls it on the thread
 * that registers, modifies or unregisters a service. An unregistration waits until calls into the service have finished, for
 * at most {@code unregister.timeout}.
 */
final class MethodServiceCustomizer implements ServiceTrackerCustomizer<Object, PublishedService> {

    private static final Logger LOG = LoggerFactory.getLogger(MethodServiceCustomizer.class);

    private final BundleContext context;
    private final MethodServices methods;
    private final Supplier<Duration> unregisterTimeout;

    /**
     * Creates a customizer.
     *
     * @param unregisterTimeout returns how long an unregistration may wait for running calls
     */
    MethodServiceCustomizer(BundleContext context, MethodServices methods, Supplier<Duration> unregisterTimeout) {
        this.context = context;
        this.methods = methods;
        this.unregisterTimeout = unregisterTimeout;
    }

    /** Returns null, so that the service is not tracked, if it cannot be had at all. Never throws. */
    @Override
    public PublishedService addingService(ServiceReference<Object> reference) {
        Object object = null;
        try {
            object = context.getService(reference);
            if (object == null) {
                return null;
            }
            PublishedService service = new PublishedService(object, Jackson.newMapper());
            publish(reference, service);
            return service;
        } catch (Throwable t) {
            // The service of one bundle must not keep this handler, or a bundle that starts, from the others.
            LOG.error("nothing of {} is published", describe(reference), LoggedThrowable.of(t));
            if (object != null) {
                methods.remove(id(reference));
                context.ungetService(reference);
            }
            return null;
        }
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, PublishedService service) {
        try {
            publish(reference, service);
        } catch (Throwable t) {
            LOG.error("the properties of {} cannot be used", describe(reference), LoggedThrowable.of(t));
        }
    }

    @Override
    public void removedService(ServiceReference<Object> reference, PublishedService service) {
        // In this order: while a retired service is found, a call finds no other that publishes the same method.
        methods.remove(id(reference));
        service.retire();
        Duration timeout = unregisterTimeout.get();
        if (!service.awaitIdle(timeout)) {
            LOG.warn(
                    "calls into {} still run after {} ms; the service is unregistered nevertheless",
                    describe(reference),
                    timeout.toMillis());
        }
        context.ungetService(reference);
    }

    private void publish(ServiceReference<Object> reference, PublishedService service) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        Publication publication = Publication.of(service, properties);
        if (!publication.faults().isEmpty()) {
            LOG.error("{}: {}", describe(reference), Printable.text(String.join("; ", publication.faults())));
        }
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        methods.put(id(reference), ranking, properties, publication.methods());
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    /** Names a service, its type and its bundle in one printable line. Never throws. */
    private static String describe(ServiceReference<?> reference) {
        try {
            String type = reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types ? types[0] : "?";
            Bundle bundle = reference.getBundle();
            String owner = bundle == null ? "?" : bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
            return Printable.text("service " + id(reference) + " (" + type + ") of bundle " + owner);
        } catch (Throwable t) {
            return "a service that cannot be described";
        }
    }
}

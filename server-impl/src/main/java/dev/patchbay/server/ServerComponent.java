package dev.patchbay.server;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.control.ManagedServer;
import dev.patchbay.server.control.ServerLog;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.events.EventHub.Subscription;
import dev.patchbay.server.events.Printable;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in OSGi: one for each factory configuration {@code dev.patchbay.server~NAME}. Declarative Services calls the methods, on
 * any thread.
 *
 * <p>No method waits for a drain, because Configuration Admin changes one configuration after the other on one thread. When the
 * configuration is removed, the server has stopped accepting and its path is free before {@code deactivate} returns. Its connections
 * finish in the background with the handlers and listeners that they have; {@link LastingServices} keeps these in use until the
 * server has stopped. If a configuration of the same name arrives in the meantime, it creates another server.
 *
 * <p>No key of a configuration is the target or the cardinality of a DS reference. With a reference named "handler", the key {@code
 * handler.target} would be, and a filter that cannot be parsed or matches nothing would make the component unsatisfied and so stop the
 * server. Nor can a mistyped {@code handlers.target} be: the references have names that nobody writes by mistake.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ServerComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ServerComponent {

    /** The factory PID. */
    public static final String PID = "dev.patchbay.server";

    /**
     * How the names of the references begin. A key of a configuration that is named after a reference would change the reference.
     */
    private static final String REFERENCES = "dev.patchbay.server.reference.";

    private static final Logger LOG = LoggerFactory.getLogger(ServerComponent.class);

    /** How long an event loop may take to close a socket. If a handler blocks the loop, another thread takes it over. */
    private static final long UNBIND_SECONDS = 5;

    private final RuntimeComponent runtime;
    private final ManagedServer server;
    private final LastingServices services;

    /** Creates the server. It starts in {@link #activate}, when the handlers that are registered have been bound. */
    @Activate
    public ServerComponent(
            BundleContext context,
            Map<String, Object> properties,
            @Reference(name = REFERENCES + "runtime") RuntimeComponent runtime) {
        this.runtime = runtime;
        this.services = new LastingServices(context);
        this.server = new ManagedServer(name(properties), runtime.host(), HandlerFilters::parse);
        server.events().add(new ServerLog(server.name()), Interest.TROUBLE);
    }

    @Activate
    void activate(Map<String, Object> properties) {
        runtime.all().add(server);
        server.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        server.configure(properties);
    }

    @Deactivate
    void deactivate() {
        services.last();
        runtime.all().close(server).thenRun(services::release);
        try {
            // The next server may be about to take over the path.
            server.unbound().get(UNBIND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "server {} has not released its socket, because a handler blocks its event loop",
                    Printable.text(server.name()));
        }
    }

    @Reference(
            name = REFERENCES + "handlers",
            service = Handler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "bindHandler")
    void bindHandler(Handler handler, ServiceReference<Handler> reference, Map<String, Object> properties) {
        services.add(reference, () -> server.handlers().remove(id(reference)).join());
        try {
            server.handlers().put(id(reference), handler, properties, origin(reference));
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "handler service {} of {} is not used: {}",
                    id(reference),
                    Printable.text(origin(reference)),
                    Printable.message(e));
        }
    }

    /** Returns when no call into the handler is running and none will be made; at once if the server keeps it for a drain. */
    void unbindHandler(ServiceReference<Handler> reference) {
        services.remove(reference);
    }

    @Reference(
            name = REFERENCES + "listeners",
            service = ServerEvents.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ServerEvents listener, ServiceReference<ServerEvents> reference, Map<String, Object> properties) {
        Subscription subscription = server.events().add(listener, interest(properties), perSecond(properties));
        services.add(reference, () -> {
            subscription.end();
            subscription.awaitEnd();
        });
    }

    private static Interest interest(Map<String, Object> properties) {
        if (Boolean.parseBoolean(String.valueOf(properties.get(ServerEvents.IO)))) {
            return Interest.IO;
        }
        Object connections = properties.get(ServerEvents.CONNECTIONS);
        boolean few = "false".equalsIgnoreCase(String.valueOf(connections))
                || connections instanceof Integer most && most <= 0;
        return few ? Interest.TROUBLE : Interest.CONNECTIONS;
    }

    private static int perSecond(Map<String, Object> properties) {
        return properties.get(ServerEvents.CONNECTIONS) instanceof Integer most ? Math.max(0, most) : 0;
    }

    void unbindListener(ServiceReference<ServerEvents> reference) {
        services.remove(reference);
    }

    private static String name(Map<String, Object> properties) {
        String pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        int mark = pid.indexOf('~');
        return mark >= 0 ? pid.substring(mark + 1) : pid.startsWith(PID + ".") ? pid.substring(PID.length() + 1) : pid;
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    private static String origin(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        return bundle == null ? "an uninstalled bundle" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}

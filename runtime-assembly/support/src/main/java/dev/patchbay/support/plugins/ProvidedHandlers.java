package dev.patchbay.support.plugins;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The handlers that a bundle has registered. */
final class ProvidedHandlers {

    private final BundleContext context;

    ProvidedHandlers(BundleContext context) {
        this.context = context;
    }

    boolean has(Bundle bundle) {
        return !of(bundle).isEmpty();
    }

    private static List<ServiceReference<?>> of(Bundle bundle) {
        List<ServiceReference<?>> handlers = new ArrayList<>();
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            String[] types = (String[]) service.getProperty(Constants.OBJECTCLASS);
            if (Arrays.asList(types).contains(Handler.class.getName())) {
                handlers.add(service);
            }
        }
        return handlers;
    }

    /**
     * Checks that a server can use the handlers of a bundle.
     *
     * @param expected whether there have to be any
     */
    void check(Bundle bundle, boolean expected) throws UnusablePluginException {
        List<ServiceReference<?>> handlers = of(bundle);
        if (expected && handlers.isEmpty()) {
            throw new UnusablePluginException("it registers no handler, as the version before did (see the log for"
                    + " components that do not start); if that is meant, remove the old file first");
        }
        for (ServiceReference<?> handler : handlers) {
            check(handler);
        }
    }

    private void check(ServiceReference<?> handler) throws UnusablePluginException {
        if (!handler.isAssignableTo(context.getBundle(), Handler.class.getName())) {
            throw new UnusablePluginException(
                    "its handler is of another API than that of the server; import the package dev.patchbay.api, and do not"
                            + " pack it into the plugin");
        }
        Object execution = handler.getProperty(HandlerProperties.EXECUTION);
        if (execution != null
                && Arrays.stream(HandlerExecution.values())
                        .noneMatch(value -> value.name().equals(execution.toString()))) {
            throw new UnusablePluginException(HandlerProperties.EXECUTION + " = " + execution + " is not one of "
                    + Arrays.toString(HandlerExecution.values()) + "; correct it");
        }
        Object service = context.getService(handler);
        if (service == null) {
            throw new UnusablePluginException("its handler " + handler.getProperty(HandlerProperties.NAME)
                    + " cannot be created; see the log for the reason");
        }
        context.ungetService(handler);
    }
}

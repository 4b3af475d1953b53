package dev.patchbay.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Finds the services through which the launcher calls the bundles. Both sides share only classes of the JDK, so a
 * service property tells such a service from others of its type.
 */
final class FrameworkServices {

    private FrameworkServices() {}

    /**
     * Returns all services of a type whose property is true.
     *
     * @param context the context of the system bundle; null if the framework has stopped, and then there is no service
     */
    static <S> List<S> find(BundleContext context, Class<S> type, String property) {
        List<S> services = new ArrayList<>();
        if (context == null) {
            return services;
        }
        try {
            for (ServiceReference<S> reference : context.getServiceReferences(type, "(" + property + "=true)")) {
                S service = context.getService(reference);
                if (service != null) {
                    services.add(service);
                }
            }
            return services;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.patchbay.control;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerProperties;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The names of the handlers in a framework. */
final class HandlerNames {

    private HandlerNames() {}

    /** Returns the names of all handlers that are registered; the bundle's name for one that has none. */
    static Collection<String> in(BundleContext context) {
        try {
            return context.getServiceReferences(Handler.class, null).stream()
                    .map(HandlerNames::of)
                    .toList();
        } catch (InvalidSyntaxException e) {
            return List.of();
        }
    }

    private static String of(ServiceReference<Handler> reference) {
        Object name = reference.getProperty(HandlerProperties.NAME);
        Bundle bundle = reference.getBundle();
        return name != null ? name.toString() : bundle == null ? "?" : bundle.getSymbolicName();
    }
}

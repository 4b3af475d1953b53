package dev.patchbay.support.plugins;

import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.HandlerOptions;
import java.lang.reflect.Method;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Registers the handlers of a plain jar. {@link BundleJar} copies this class into the jar, so it may use nothing of this bundle. The
 * handlers are created as {@link java.util.ServiceLoader} would do it, and have the properties of their annotations.
 */
public final class ProviderActivator implements BundleActivator {

    /** The header with the names of the classes, separated by commas. */
    static final String PROVIDERS = "Patchbay-Providers";

    /** Called by the framework. */
    public ProviderActivator() {}

    @Override
    public void start(BundleContext context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = ProviderActivator.class.getClassLoader();
        thread.setContextClassLoader(own);
        try {
            for (String name : context.getBundle().getHeaders("").get(PROVIDERS).split(",")) {
                Handler handler = create(own.loadClass(name));
                context.registerService(
                        Handler.class, handler, new Hashtable<>(new HandlerOptions().properties(handler)));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Handler create(Class<?> type) throws ReflectiveOperationException {
        if (Handler.class.isAssignableFrom(type)) {
            return type.asSubclass(Handler.class).getConstructor().newInstance();
        }
        Method provider = type.getMethod("provider");
        return (Handler) provider.invoke(null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the services of a bundle that stops.
    }
}

package dev.patchbay.jmx;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import java.lang.management.ManagementFactory;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Has beans for the servers while there are any. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator, ServiceTrackerCustomizer<ServerRuntime, Activator.Watch> {

    private BundleContext context;
    private ServiceTracker<ServerRuntime, Watch> runtimes;

    /** Called by the framework. */
    public Activator() {}

    /** The beans of one runtime, and the listener that keeps them up to date. */
    record Watch(ServerBeans beans, ServiceRegistration<ServerEvents> events) {}

    @Override
    public void start(BundleContext bundle) {
        context = bundle;
        runtimes = new ServiceTracker<>(bundle, ServerRuntime.class, this);
        runtimes.open();
    }

    @Override
    public void stop(BundleContext bundle) {
        runtimes.close();
    }

    @Override
    public Watch addingService(ServiceReference<ServerRuntime> reference) {
        ServerBeans beans = new ServerBeans(ManagementFactory.getPlatformMBeanServer(), context.getService(reference));
        ServiceRegistration<ServerEvents> events = context.registerService(
                ServerEvents.class, beans, new Hashtable<>(Map.of(ServerEvents.CONNECTIONS, false)));
        beans.look();
        return new Watch(beans, events);
    }

    @Override
    public void modifiedService(ServiceReference<ServerRuntime> reference, Watch watch) {
        // No property of it matters.
        return;
    }

    @Override
    public void removedService(ServiceReference<ServerRuntime> reference, Watch watch) {
        watch.beans().close();
        watch.events().unregister();
        context.ungetService(reference);
    }
}

package dev.patchbay.support;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what this bundle is for, and says in the log what runs where. */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private static final Logger log = LoggerFactory.getLogger(Activator.class);

    private ServiceManager manager;
    private SynchronousBundleListener stopping;
    private LogBridge bridge;
    private ServiceTracker<?, ?> configurations;
    private ReadyTracker ready;

    /** For the framework. */
    public Activator() {}

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException {
        log.info(
                "Patchbay {}, home {}, on Java {} of {} in {}, process {}",
                context.getBundle().getVersion(),
                context.getProperty("patchbay.home"),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                ProcessHandle.current().pid());
        String unsafe = context.getProperty("patchbay.unsafe.files");
        if (unsafe != null && !unsafe.isEmpty()) {
            unsafe.lines().forEach(line -> log.warn("not safe from others: {}", line));
        }
        manager = new ServiceManager(System.getenv(), ProcessHandle.current().pid());
        stopping = event -> {
            // The framework says so before it stops the first bundle.
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                manager.stopping();
            }
        };
        context.addBundleListener(stopping);
        bridge = new LogBridge(context);
        bridge.open();
        configurations = new ConfigurationTracker(context, manager);
        configurations.open();
        ready = new ReadyTracker(context, manager);
        ready.open();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("patchbay.drain.millis", Boolean.TRUE);
        context.registerService(LongSupplier.class, ready::longestDrainMillis, properties);
        Dictionary<String, Object> drain = new Hashtable<>();
        drain.put("patchbay.drain.all", Boolean.TRUE);
        context.registerService(Supplier.class, this::drainAll, drain);
    }

    /** The end begins: says so, and tells every server to stop before anybody waits for one. */
    private CompletionStage<?> drainAll() {
        manager.stopping();
        return ready.drainAll();
    }

    @Override
    public void stop(BundleContext context) {
        ready.close();
        configurations.close();
        bridge.close();
        context.removeBundleListener(stopping);
        manager.close();
        log.info("Patchbay has stopped");
    }

    /** Offers {@link ConfigurationFiles} to File Install, before its own reader, while there is a Configuration Admin. */
    private static final class ConfigurationTracker
            extends ServiceTracker<ConfigurationAdmin, ServiceRegistration<ArtifactInstaller>> {

        private final ServiceManager manager;

        ConfigurationTracker(BundleContext context, ServiceManager manager) {
            super(context, ConfigurationAdmin.class, null);
            this.manager = manager;
        }

        @Override
        public ServiceRegistration<ArtifactInstaller> addingService(ServiceReference<ConfigurationAdmin> reference) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(Constants.SERVICE_RANKING, 1);
            return context.registerService(
                    ArtifactInstaller.class,
                    new ConfigurationFiles(context.getService(reference), manager, this::variable),
                    properties);
        }

        @Override
        public void removedService(
                ServiceReference<ConfigurationAdmin> reference, ServiceRegistration<ArtifactInstaller> installer) {
            installer.unregister();
            context.ungetService(reference);
        }

        private String variable(String name) {
            String value = context.getProperty(name);
            return value == null ? System.getenv(name) : value;
        }
    }
}

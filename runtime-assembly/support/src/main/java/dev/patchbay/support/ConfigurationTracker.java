package dev.patchbay.support;

import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Has the configuration files of the home watched while Configuration Admin is available. The first look waits until the framework has
 * started, so that servers find the handlers of all bundles and plugins. Without a home, nothing is watched.
 */
final class ConfigurationTracker extends ServiceTracker<ConfigurationAdmin, ConfigurationFolder>
        implements FrameworkListener {

    private final SystemdNotifier notifier;
    private final Runnable afterChange;
    private volatile ConfigurationFiles files;
    private volatile ConfigurationFolder folder;

    /**
     * Creates a tracker that is not open.
     *
     * @param afterChange is called after files were passed on or refused
     */
    ConfigurationTracker(BundleContext context, SystemdNotifier notifier, Runnable afterChange) {
        super(context, ConfigurationAdmin.class, null);
        this.notifier = notifier;
        this.afterChange = afterChange;
    }

    /** Returns why files of servers cannot be used, by the name of the server. */
    Map<String, String> unusable() {
        ConfigurationFiles current = files;
        return current == null ? Map.of() : current.faults();
    }

    /** Looks at all files now. */
    void look() {
        ConfigurationFolder current = folder;
        if (current != null) {
            current.lookNow();
        }
    }

    /** Looks at one file now, which has just been written. */
    void lookAt(Path file) {
        ConfigurationFolder current = folder;
        if (current != null) {
            current.lookAt(file);
        }
    }

    @Override
    public void open(boolean trackAllServices) {
        context.addFrameworkListener(this);
        super.open(trackAllServices);
    }

    @Override
    public void close() {
        super.close();
        context.removeFrameworkListener(this);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        ConfigurationFolder current = folder;
        if (event.getType() == FrameworkEvent.STARTED && current != null) {
            current.begin();
        }
    }

    @Override
    public ConfigurationFolder addingService(ServiceReference<ConfigurationAdmin> reference) {
        String home = context.getProperty("patchbay.home");
        if (home == null || folder != null) {
            return null;
        }
        ConfigurationFiles fresh = new ConfigurationFiles(context.getService(reference), notifier, this::variable);
        ConfigurationFolder watched = new ConfigurationFolder(Path.of(home, "conf"), fresh, afterChange);
        files = fresh;
        folder = watched;
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        if (framework != null && framework.getState() == Bundle.ACTIVE) {
            watched.begin();
        }
        return watched;
    }

    @Override
    public void removedService(ServiceReference<ConfigurationAdmin> reference, ConfigurationFolder watched) {
        watched.close();
        folder = null;
        files = null;
        context.ungetService(reference);
    }

    private String variable(String name) {
        String value = context.getProperty(name);
        return value == null ? System.getenv(name) : value;
    }
}

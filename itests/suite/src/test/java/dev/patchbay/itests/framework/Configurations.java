package dev.patchbay.itests.framework;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** Creates and changes the configurations of servers. */
final class Configurations implements ConfigurationListener {

    private static final String SERVER = "dev.patchbay.server";
    private static final String BARRIER = "dev.patchbay.itests.barrier";

    private final ConfigurationAdmin admin;
    private final ServiceRegistration<ConfigurationListener> registration;
    private final Map<String, Configuration> servers = new TreeMap<>();
    private final Semaphore barriers = new Semaphore(0);

    Configurations(BundleContext context, ConfigurationAdmin admin) {
        this.admin = admin;
        this.registration = context.registerService(ConfigurationListener.class, this, null);
    }

    /** Makes or changes the configuration of a server, and returns when it has been applied or rejected. */
    void put(String server, Map<String, ?> values) throws IOException, InterruptedException {
        Dictionary<String, Object> properties = new Hashtable<>(values);
        Configuration configuration = admin.getFactoryConfiguration(SERVER, server, "?");
        servers.put(server, configuration);
        configuration.update(properties);
        awaitApplied();
    }

    /** Deletes the configuration of a server, and does not wait for anything. */
    void delete(String server) throws IOException {
        servers.remove(server).delete();
    }

    /**
     * Waits until everybody has seen what was changed so far. Configuration Admin tells its listeners of one event
     * after the other, Declarative Services among them, so when an event of our own comes, all before it have been
     * served.
     */
    void awaitApplied() throws IOException, InterruptedException {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("at", System.nanoTime());
        admin.getConfiguration(BARRIER, "?").update(properties);
        if (!barriers.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("Configuration Admin is still delivering a change");
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().equals(BARRIER) && event.getType() == ConfigurationEvent.CM_UPDATED) {
            barriers.release();
        }
    }

    /** Deletes what is left, and returns when its servers have stopped. */
    void close() throws IOException, InterruptedException {
        for (Configuration configuration : servers.values()) {
            configuration.delete();
        }
        servers.clear();
        awaitApplied();
        registration.unregister();
    }
}

package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.ledger.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;

/**
 * A framework in this process, with the bundles of the distribution that servers need, and a listener that fills the
 * ledger.
 */
final class ProbeFramework implements AutoCloseable {

    /** The package that the framework lets bundles share with the tests. */
    static final String SHARED = Ledger.class.getPackageName();

    private static final String SERVER = "dev.patchbay.server";
    private static final List<String> LEVELS = List.of("1-log", "2-services", "3-handlers", "4-server");
    private static final String SUPPORT = "patchbay-support-";
    private static final String BARRIER = "dev.patchbay.itests.barrier.";
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Framework framework;
    private final ConfigurationAdmin configurations;
    private final AtomicInteger barriers = new AtomicInteger();

    private ProbeFramework(Path folder, Framework framework) {
        this.folder = folder;
        this.framework = framework;
        BundleContext context = framework.getBundleContext();
        this.configurations = context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    /** Starts it in Felix; the folder takes its cache and the sockets. */
    static ProbeFramework start(Path folder) throws BundleException, IOException {
        return start(Frameworks.felix(), folder);
    }

    /** Starts it in any framework. */
    static ProbeFramework start(FrameworkFactory factory, Path folder) throws BundleException, IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
        settings.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6," + SHARED + ";version=1.0");
        Framework framework = factory.newFramework(settings);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        ProbeFramework started = new ProbeFramework(folder, framework);
        started.install("witness", ProbeBundle.witness());
        return started;
    }

    private static List<Path> jars() throws IOException {
        Path bundles = Path.of(System.getProperty("patchbay.distribution"), "lib", "bundles");
        List<Path> jars = new ArrayList<>();
        for (String level : LEVELS) {
            try (Stream<Path> files = Files.list(bundles.resolve(level))) {
                files.filter(jar -> !jar.getFileName().toString().startsWith(SUPPORT))
                        .sorted()
                        .forEach(jars::add);
            }
        }
        return jars;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Bundle install(String name, InputStream content) throws BundleException {
        Bundle bundle = context().installBundle("probe:" + name, content);
        bundle.start();
        return bundle;
    }

    Path socket(String server) {
        return folder.resolve(server + ".sock");
    }

    /** Starts a server, or changes its filter. */
    void configureServer(String name, String target) throws IOException {
        Hashtable<String, Object> values = new Hashtable<>();
        values.put("socket.path", socket(name).toString());
        values.put("handler.target", target);
        values.put("loops", "2");
        // A machine that stands still for some seconds ends no connection.
        values.put("swap.timeout", "60s");
        configurations.getFactoryConfiguration(SERVER, name, "?").update(values);
    }

    /** Starts a server, and returns when it accepts connections. */
    void startServer(String name, String target) throws IOException, InterruptedException {
        configureServer(name, target);
        Ledger.current().server(name).await("server " + name + " accepts", PATIENCE_SECONDS, r -> r.hasStarted());
    }

    /** Gives a probe its ranking, which activates it. */
    void configureProbe(String name, int ranking) throws IOException {
        Hashtable<String, Object> values = new Hashtable<>();
        values.put(Constants.SERVICE_RANKING, ranking);
        probe(name).update(values);
    }

    /** Takes a probe's configuration away, which deactivates it. */
    void deleteProbe(String name) throws IOException {
        probe(name).delete();
    }

    private Configuration probe(String name) throws IOException {
        return configurations.getConfiguration(name, "?");
    }

    /**
     * Waits until everybody has seen what was configured so far. Configuration Admin tells its listeners of one event
     * after the other, so when an event of our own comes, all before it have been served.
     *
     * <p>Nobody must change a configuration twice in between: Declarative Services (SCR 2.2.18) reads the properties of
     * a configuration before its change count, and when it changes just then, drops the event that would have told it
     * so.
     */
    void settle() throws IOException, InterruptedException {
        Semaphore seen = new Semaphore(0);
        String pid = BARRIER + barriers.incrementAndGet();
        ConfigurationListener listener = event -> {
            if (event.getPid().equals(pid)) {
                seen.release();
            }
        };
        ServiceRegistration<?> registration = context().registerService(ConfigurationListener.class, listener, null);
        try {
            Configuration barrier = configurations.getConfiguration(pid, "?");
            barrier.update(new Hashtable<>());
            if (!seen.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Configuration Admin is still delivering a change");
            }
            barrier.delete();
        } finally {
            registration.unregister();
        }
    }

    /** Returns which handlers are registered, for reports. */
    List<String> handlers() {
        return references("dev.patchbay.api.Handler")
                .map(handler -> handler.getProperty("service.id") + ": " + handler.getProperty("handler.name") + " "
                        + handler.getProperty("probe.version") + " ranked " + handler.getProperty("service.ranking"))
                .toList();
    }

    /** Returns what the servers say of themselves, for reports. */
    List<String> servers() {
        return references("dev.patchbay.api.runtime.ServerRuntime")
                .map(runtime -> {
                    Object service = context().getService(runtime);
                    try {
                        return String.valueOf(
                                service.getClass().getMethod("servers").invoke(service));
                    } catch (ReflectiveOperationException e) {
                        return e.toString();
                    }
                })
                .toList();
    }

    private Stream<ServiceReference<?>> references(String type) {
        try {
            ServiceReference<?>[] all = context().getAllServiceReferences(type, null);
            return all == null ? Stream.of() : Stream.of(all);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Stops it; servers drain first. */
    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            int how = framework
                    .waitForStop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
                    .getType();
            if (how == FrameworkEvent.WAIT_TIMEDOUT) {
                throw new AssertionError("the framework still stops after " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.patchbay.support;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.support.plugins.PluginTracker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the parts of this bundle. Logs the version, home, Java and pid of the process, and the files that other users
 * can write to.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private static final Logger log = LoggerFactory.getLogger(Activator.class);

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);

    private SystemdNotifier notifier;
    private SynchronousBundleListener stopping;
    private SystemdStatus status;
    private LogBridge bridge;
    private ConfigurationTracker configurations;
    private ReadyTracker ready;
    private PluginTracker plugins;

    /** Called by the framework. */
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
            unsafe.lines().forEach(line -> log.warn("unsafe file, allowed by --allow-unsafe-files: {}", line));
        }
        notifier = new SystemdNotifier(System.getenv(), ProcessHandle.current().pid());
        stopping = event -> {
            // The framework sends this event before it stops the first bundle.
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                notifier.stopping();
            }
        };
        context.addBundleListener(stopping);
        bridge = new LogBridge(context);
        bridge.open();
        configurations = new ConfigurationTracker(context, notifier, () -> ready.check());
        status = new SystemdStatus(() -> ready.servers(), notifier::status, STATUS_INTERVAL);
        ready = new ReadyTracker(context, notifier, configurations::unusable, status::look);
        if (notifier.isHeard()) {
            Dictionary<String, Object> few = new Hashtable<>();
            few.put(ServerEvents.CONNECTIONS, Boolean.FALSE);
            context.registerService(ServerEvents.class, status, few);
            status.watch();
        }
        ready.open();
        configurations.open();
        plugins = new PluginTracker(context, Path.of(context.getProperty("patchbay.home")));
        plugins.open();
        onReload(context, configurations::look);
        onReload(context, plugins::look);
        onReload(context, new LogFiles(LoggerFactory.getILoggerFactory())::reopen);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("patchbay.drain.millis", Boolean.TRUE);
        context.registerService(LongSupplier.class, ready::longestDrainMillis, properties);
        Dictionary<String, Object> drain = new Hashtable<>();
        drain.put("patchbay.drain.all", Boolean.TRUE);
        context.registerService(Supplier.class, this::drainAll, drain);
        Dictionary<String, Object> faults = new Hashtable<>();
        faults.put("patchbay.configuration.faults", Boolean.TRUE);
        context.registerService(Supplier.class, configurations::unusable, faults);
        Dictionary<String, Object> written = new Hashtable<>();
        written.put("patchbay.configuration.written", Boolean.TRUE);
        Consumer<Path> lookAt = configurations::lookAt;
        context.registerService(Consumer.class, lookAt, written);
    }

    /** Has the launcher run an action on SIGHUP. */
    private static void onReload(BundleContext context, Runnable action) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("patchbay.reload", Boolean.TRUE);
        context.registerService(Runnable.class, action, properties);
    }

    /** Reports to systemd that the process stops, then starts to drain all servers at once. */
    private CompletionStage<?> drainAll() {
        notifier.stopping();
        return ready.drainAll();
    }

    @Override
    public void stop(BundleContext context) {
        plugins.close();
        configurations.close();
        ready.close();
        status.close();
        bridge.close();
        context.removeBundleListener(stopping);
        notifier.close();
        log.info("Patchbay has stopped");
    }
}

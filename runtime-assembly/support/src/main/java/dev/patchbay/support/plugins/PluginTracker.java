package dev.patchbay.support.plugins;

import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.server.plugins.KeptCopies;
import dev.patchbay.server.plugins.PluginInstaller;
import dev.patchbay.server.plugins.PluginLog;
import dev.patchbay.server.plugins.PluginReader;
import dev.patchbay.server.plugins.PluginWatcher;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after {@code plugins/} for as long as there is a server runtime, which starts after the services that plugins need and before
 * the servers accept connections. Registers the service {@link PluginRuntime}. When the runtime goes, the bundles stay, because the framework
 * stops them after the servers have drained.
 */
public final class PluginTracker extends ServiceTracker<ServerRuntime, PluginTracker.Running> implements PluginLog {

    private static final Logger log = LoggerFactory.getLogger("dev.patchbay.plugins");

    private final Path home;
    private CandidateHooks hooks;

    /** What runs while there is a server runtime. */
    record Running(PluginInstaller installer, PluginWatcher watcher, ServiceRegistration<PluginRuntime> service) {}

    /**
     * Creates a tracker.
     *
     * @param home the home directory
     */
    public PluginTracker(BundleContext context, Path home) {
        super(context, ServerRuntime.class, null);
        this.home = home;
    }

    @Override
    public void open(boolean trackAllServices) {
        hooks = CandidateHooks.open(context);
        super.open(trackAllServices);
    }

    @Override
    public Running addingService(ServiceReference<ServerRuntime> reference) {
        Path folder = home.resolve("plugins");
        Path copies = home.resolve("cache/plugins-in-use");
        BundleTarget target = new BundleTarget(context, this);
        try {
            target.uninstallAll();
            clear(copies);
        } catch (BundleException | IOException e) {
            trouble("cannot remove what an earlier start has left", e);
        }
        PluginInstaller installer = new PluginInstaller(
                folder, target, new PluginReader(copies), new KeptCopies(home.resolve("cache/plugins")), this);
        PluginWatcher watcher = new PluginWatcher(folder, installer, this);
        watcher.start(true);
        return new Running(installer, watcher, context.registerService(PluginRuntime.class, installer, null));
    }

    /** Looks at the folder now. May be called from any thread. */
    public void look() {
        Running running = getService();
        if (running != null) {
            running.installer.lookTwice();
        }
    }

    private static void clear(Path copies) throws IOException {
        if (Files.isDirectory(copies)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(copies)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void removedService(ServiceReference<ServerRuntime> reference, Running running) {
        running.installer.leave();
        running.watcher.close();
        running.service.unregister();
    }

    @Override
    public void close() {
        super.close();
        if (hooks != null) {
            hooks.close();
            hooks = null;
        }
    }

    @Override
    public void changed(String what) {
        log.info("{}", what);
    }

    @Override
    public void refused(String what, Throwable cause) {
        // Of code of the plugin that failed, its author wants to see the place; of all else the words say enough.
        if (cause.getCause() instanceof BundleException failure
                && failure.getType() == BundleException.ACTIVATOR_ERROR
                && failure.getCause() != null) {
            log.warn(what, failure.getCause());
        } else {
            log.warn("{}", what);
        }
    }

    @Override
    public void trouble(String what, Throwable cause) {
        log.warn(what, cause);
    }
}

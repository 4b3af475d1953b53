package dev.patchbay.support.plugins;

import dev.patchbay.server.plugins.InstalledPlugin;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin in use. It remains one bundle through all its updates, unless a version does not return from its start: that bundle is given
 * up, and another takes its place. Used by one thread at a time.
 */
final class PluginBundle implements InstalledPlugin {

    private static final Logger log = LoggerFactory.getLogger(PluginBundle.class);

    /** Below the start level of the server, so that a stop drains the server before it stops its handlers. */
    private static final int START_LEVEL = 3;

    private final BundleTarget target;
    private final ProvidedHandlers handlers;
    private Bundle bundle;
    private PluginFiles files;

    PluginBundle(BundleTarget target, BundleContext context, Bundle bundle, PluginFiles files) {
        this.target = target;
        this.handlers = new ProvidedHandlers(context);
        this.bundle = bundle;
        this.files = files;
    }

    /**
     * Starts the bundle.
     *
     * @throws UnusablePluginException if it does not start; it is uninstalled then
     */
    void start() throws UnusablePluginException {
        Bundle starting = bundle;
        try {
            BundleCalls.run(() -> start(starting, false), () -> BundleCalls.uninstall(starting));
        } catch (Exception e) {
            if (!(e instanceof TimeoutException)) {
                remove();
            } else {
                files.delete();
            }
            throw unusable(e);
        }
    }

    /**
     * Updates the bundle, which resolves with its new content.
     *
     * @throws UnusablePluginException if it does not start; the old content is back in service then
     */
    void update(PluginFiles fresh) throws UnusablePluginException {
        restoreUninstalled();
        Bundle updated = bundle;
        boolean handled = handlers.has(updated);
        try {
            BundleCalls.run(() -> replace(updated, fresh.jar(), handled), () -> BundleCalls.uninstall(updated));
        } catch (Exception e) {
            putBack(e instanceof TimeoutException);
            fresh.delete();
            throw unusable(e);
        }
        PluginFiles old = files;
        files = fresh;
        old.delete();
    }

    /** Installs the bundle again if a command of the shell has uninstalled it. */
    private void restoreUninstalled() throws UnusablePluginException {
        try {
            if (bundle.getState() == Bundle.UNINSTALLED) {
                bundle = target.install(files.jar(), false);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Void replace(Bundle updated, Path jar, boolean handled) throws Exception {
        stop(updated);
        try (InputStream in = Files.newInputStream(jar)) {
            updated.update(in);
        }
        return start(updated, handled);
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            log.warn("plugin {} failed to stop; it is stopped all the same", bundle, e);
        }
    }

    private Void start(Bundle starting, boolean handled) throws BundleException, UnusablePluginException {
        starting.start(Bundle.START_ACTIVATION_POLICY);
        handlers.check(starting, handled);
        BundleStartLevel level = starting.adapt(BundleStartLevel.class);
        if (level.getStartLevel() != START_LEVEL) {
            // Only now: the framework does it on a thread of its own, which must not meet a bundle that is discarded.
            level.setStartLevel(START_LEVEL);
        }
        return null;
    }

    private void putBack(boolean stuck) throws UnusablePluginException {
        try {
            if (stuck) {
                bundle = target.install(files.jar(), false);
            }
            Bundle old = bundle;
            BundleCalls.run(
                    () -> stuck ? start(old, false) : replace(old, files.jar(), false),
                    () -> log.info("plugin {} has returned at last", old));
        } catch (Exception e) {
            throw new UnusablePluginException(
                    "neither its new nor its old content starts: " + BundleCalls.reason(e) + "; correct the plugin", e);
        }
    }

    private static UnusablePluginException unusable(Exception e) {
        if (e instanceof UnusablePluginException already) {
            return already;
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String what = e instanceof IOException ? "it cannot be read: " : "it does not start: ";
        return new UnusablePluginException(what + BundleCalls.reason(e) + "; correct it and copy it again", e);
    }

    @Override
    public void remove() {
        Bundle leaving = bundle;
        try {
            BundleCalls.run(
                    () -> {
                        BundleCalls.uninstall(leaving);
                        return null;
                    },
                    () -> log.info("plugin {} has returned at last", leaving));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("plugin " + leaving + " cannot be uninstalled: " + e, e);
        } finally {
            files.delete();
        }
    }
}

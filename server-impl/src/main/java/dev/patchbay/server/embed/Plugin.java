package dev.patchbay.server.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.Registration;
import dev.patchbay.server.plugins.InstalledPlugin;
import dev.patchbay.server.plugins.PluginContent;
import dev.patchbay.server.plugins.PluginLog;
import dev.patchbay.server.plugins.StagedPlugin;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * A jar with handlers. It is loaded from a copy, so that the original may be replaced: into a module layer of its own, or into a
 * class loader of its own if Patchbay is not a named module. After {@link #remove}, Patchbay has no reference to its classes. Used
 * by one thread at a time.
 */
final class Plugin implements StagedPlugin, InstalledPlugin {

    private final PluginContent content;
    private final EmbeddedServer server;
    private final InstalledPlugin replaced;
    private final PluginLog log;
    private final URLClassLoader loader;
    private final List<Handler> handlers = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();

    private Plugin(
            PluginContent content,
            EmbeddedServer server,
            InstalledPlugin replaced,
            PluginLog log,
            URLClassLoader loader) {
        this.content = content;
        this.server = server;
        this.replaced = replaced;
        this.log = log;
        this.loader = loader;
    }

    /**
     * Loads a plugin and creates its handlers.
     *
     * @param replaced the plugin whose place it is to take, or null
     * @throws IOException             if the jar cannot be read; nothing is left
     * @throws UnusablePluginException if the jar contains no handler; nothing is left
     */
    static Plugin load(PluginContent content, EmbeddedServer server, InstalledPlugin replaced, PluginLog log)
            throws IOException, UnusablePluginException {
        Plugin plugin = null;
        ThreadState before = ThreadState.take();
        try {
            Module api = Handler.class.getModule();
            Path copy = content.copy();
            plugin = new Plugin(content, server, replaced, log, api.isNamed() ? null : loader(copy));
            plugin.handlers.addAll(api.isNamed() ? inLayer(copy, api) : inLoader(plugin.loader));
            if (plugin.handlers.isEmpty()) {
                throw new UnusablePluginException("it contains no provider of " + Handler.class.getName()
                        + "; name one in module-info or in META-INF/services");
            }
            return plugin;
        } catch (Throwable t) {
            giveUp(plugin, content.copy(), t);
            throw t;
        } finally {
            before.restore();
        }
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public InstalledPlugin commit() throws UnusablePluginException {
        try {
            for (Handler handler : handlers) {
                registrations.add(server.add(
                        handler,
                        new HandlerOptions(),
                        content.file().getFileName().toString()));
            }
        } catch (IllegalArgumentException e) {
            giveUp(this, content.copy(), e);
            throw new UnusablePluginException(e.getMessage(), e);
        } catch (Throwable t) {
            giveUp(this, content.copy(), t);
            throw t;
        }
        handlers.clear();
        try {
            if (replaced != null) {
                replaced.remove();
            }
        } catch (Throwable t) {
            log.trouble("the plugin " + PluginLog.printable(content.file()) + " cannot be released completely", t);
        }
        return this;
    }

    @Override
    public void discard() {
        remove();
    }

    private static void giveUp(Plugin plugin, Path copy, Throwable why) {
        try {
            if (plugin != null) {
                plugin.remove();
            } else {
                Files.deleteIfExists(copy);
            }
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** The state of the loading thread that the code of a plugin may change. */
    private record ThreadState(boolean interrupted, ClassLoader loader) {

        /** Clears the interrupt flag, which is not meant for the plugin. */
        static ThreadState take() {
            return new ThreadState(Thread.interrupted(), Thread.currentThread().getContextClassLoader());
        }

        void restore() {
            Thread.interrupted();
            Thread.currentThread().setContextClassLoader(loader);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<Handler> inLayer(Path jar, Module api) {
        ModuleLayer parent = api.getLayer();
        ModuleFinder finder = ModuleFinder.of(jar);
        Configuration configuration = parent.configuration()
                .resolve(
                        finder,
                        ModuleFinder.of(),
                        finder.findAll().stream()
                                .map(module -> module.descriptor().name())
                                .collect(Collectors.toSet()));
        ModuleLayer layer = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(parent), api.getClassLoader())
                .layer();
        return ServiceLoader.load(layer, Handler.class).stream()
                .filter(provider -> provider.type().getModule().getLayer() == layer)
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader("plugin", new URL[] {jar.toUri().toURL()}, Handler.class.getClassLoader());
    }

    private static List<Handler> inLoader(ClassLoader loader) {
        return ServiceLoader.load(Handler.class, loader).stream()
                .filter(provider -> provider.type().getClassLoader() == loader)
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * Removes the handlers, waits until no call into them is running, and releases the classes. The failure of a step is thrown at the
     * end.
     */
    @Override
    public void remove() {
        RuntimeException failure = null;
        for (Registration registration : registrations) {
            failure = attempt(failure, registration::close);
        }
        registrations.clear();
        handlers.clear();
        if (loader != null) {
            failure = attempt(failure, loader);
        }
        failure = attempt(failure, () -> Files.deleteIfExists(content.copy()));
        if (failure != null) {
            throw failure;
        }
    }

    /** Takes a step. Returns the first failure so far, to which later ones are added as suppressed. */
    private RuntimeException attempt(RuntimeException earlier, Closeable step) {
        try {
            step.close();
            return earlier;
        } catch (IOException | RuntimeException e) {
            RuntimeException failure = e instanceof RuntimeException unchecked
                    ? unchecked
                    : new UncheckedIOException("cannot remove the copy of a plugin " + content.copy(), (IOException) e);
            if (earlier == null) {
                return failure;
            }
            earlier.addSuppressed(failure);
            return earlier;
        }
    }
}

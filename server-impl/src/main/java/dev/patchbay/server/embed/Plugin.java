package dev.patchbay.server.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerPlan.Candidate;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * A jar with handlers. It is loaded from a copy, so that the original may be replaced: into a module layer of its own, or into a
 * class loader of its own if Patchbay is not a named module. After {@link #close}, Patchbay has no reference to its classes. Used
 * by one thread at a time.
 */
final class Plugin implements AutoCloseable {

    private final Path copy;
    private final URLClassLoader loader;
    private final List<Server.Registration> registrations = new ArrayList<>();

    private Plugin(Path copy, URLClassLoader loader) {
        this.copy = copy;
        this.loader = loader;
    }

    /**
     * Loads a plugin and adds its handlers.
     *
     * @throws IOException              if the jar cannot be read; nothing is left behind
     * @throws IllegalArgumentException if the jar contains no handler, or one that cannot serve; nothing is left behind
     */
    static Plugin load(Path jar, EmbeddedServer server) throws IOException {
        Path copy = Files.createTempFile("patchbay-plugin", ".jar");
        Plugin plugin = null;
        ThreadState before = ThreadState.take();
        try {
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            Module api = Handler.class.getModule();
            plugin = new Plugin(copy, api.isNamed() ? null : loader(copy));
            plugin.add(
                    api.isNamed() ? inLayer(copy, api) : inLoader(plugin.loader),
                    server,
                    jar.getFileName().toString());
            return plugin;
        } catch (Throwable t) {
            giveUp(plugin, copy, t);
            throw t;
        } finally {
            before.restore();
        }
    }

    private static void giveUp(Plugin plugin, Path copy, Throwable why) {
        try {
            if (plugin != null) {
                plugin.close();
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

    private void add(List<Handler> handlers, EmbeddedServer server, String origin) {
        if (handlers.isEmpty()) {
            throw new IllegalArgumentException("it contains no provider of " + Handler.class.getName()
                    + "; name one in module-info or in META-INF/services");
        }
        for (Handler handler : handlers) {
            registrations.add(server.add(Candidate.of(handler, Map.of()), origin));
        }
    }

    /**
     * Removes the handlers, waits until no call into them is running, and releases the classes. If a step fails, the others are
     * taken all the same, and the failure is thrown at the end.
     */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (Server.Registration registration : registrations) {
            failure = attempt(failure, registration::close);
        }
        registrations.clear();
        if (loader != null) {
            failure = attempt(failure, loader);
        }
        failure = attempt(failure, () -> Files.deleteIfExists(copy));
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
                    : new UncheckedIOException("cannot remove the copy of a plugin " + copy, (IOException) e);
            if (earlier == null) {
                return failure;
            }
            earlier.addSuppressed(failure);
            return earlier;
        }
    }
}

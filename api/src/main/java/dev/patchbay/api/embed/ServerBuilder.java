package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ServerEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/** Describes a server and starts it. Created by {@link Server#at(String)}; to be used by one thread at a time. */
public final class ServerBuilder {

    private final Map<String, Object> configuration = new LinkedHashMap<>();
    private final List<ServerPlan.Candidate> handlers = new ArrayList<>();
    private final List<ServerEvents> listeners = new ArrayList<>();
    private String name = "server";
    private Path plugins;

    ServerBuilder(String address) {
        configuration.put("socket.path", address);
    }

    /** Sets the name of the server in logs, events and thread names. The default is {@code server}. */
    public ServerBuilder name(String serverName) {
        name = Objects.requireNonNull(serverName, "serverName");
        return this;
    }

    /**
     * Sets a key of the configuration: {@code with("idle.timeout", "5m")}. The keys are the same as in OSGi, and are listed in
     * {@code server-impl/CONFIGURATION.md}.
     */
    public ServerBuilder with(String key, Object value) {
        configuration.put(key, value);
        return this;
    }

    /** Adds a handler with the properties of its {@link HandlerProperties} annotation, if it has one. */
    public ServerBuilder handler(Handler handler) {
        return handler(handler, Map.of());
    }

    /**
     * Adds a handler with service properties that are added to those of its {@link HandlerProperties} annotation or replace
     * them: {@code handler.name}, {@code handler.execution}, {@code service.ranking}, and any that {@code handler.target}
     * mentions.
     */
    public ServerBuilder handler(Handler handler, Map<String, ?> properties) {
        handlers.add(ServerPlan.Candidate.of(handler, properties));
        return this;
    }

    /** Adds all handlers that {@link ServiceLoader} finds with the context class loader of the calling thread. */
    public ServerBuilder installedHandlers() {
        ServiceLoader.load(Handler.class).forEach(this::handler);
        return this;
    }

    /**
     * Watches a folder for plugins, which are jars with a provider of {@link Handler}. Each is loaded into a module layer of its
     * own, or into a class loader of its own if Patchbay is on the class path. A jar that is replaced is swapped in. A jar that
     * is removed is swapped out, and its classes are released.
     */
    public ServerBuilder plugins(Path folder) {
        plugins = folder;
        return this;
    }

    /** Adds a listener for the events of the server. */
    public ServerBuilder events(ServerEvents listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Starts the server. When this method returns, clients can connect. A start that fails leaves nothing behind.
     *
     * @throws IllegalArgumentException if the configuration has faults; the message names all of them
     * @throws IOException              if the socket cannot be created; the message says why
     * @throws IllegalStateException    if {@code patchbay-server} is neither on the module path nor on the class path
     */
    public Server start() throws IOException {
        ServerProvider provider = ServiceLoader.load(ServerProvider.class, ServerProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no server to start; put patchbay-server on the module path or the class path"));
        return provider.start(new ServerPlan(name, configuration, handlers, listeners, plugins));
    }

    /** Returns the properties of the handler's annotation, or the defaults if it has none. */
    static Map<String, Object> properties(Handler handler) {
        HandlerProperties carried = handler.getClass().getAnnotation(HandlerProperties.class);
        Map<String, Object> properties = new HashMap<>();
        properties.put(HandlerProperties.NAME, carried == null ? name(handler.getClass()) : carried.name());
        HandlerExecution execution = carried == null ? HandlerExecution.VIRTUAL : carried.execution();
        properties.put(HandlerProperties.EXECUTION, execution.name());
        return properties;
    }

    private static String name(Class<?> type) {
        return type.isHidden() || type.isAnonymousClass() ? "handler" : type.getSimpleName();
    }
}

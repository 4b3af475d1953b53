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

/** Describes a server, and starts it. Made by {@link Server#at(String)}; used by one thread. */
public final class ServerBuilder {

    private final Map<String, Object> configuration = new LinkedHashMap<>();
    private final List<ServerPlan.Candidate> handlers = new ArrayList<>();
    private final List<ServerEvents> listeners = new ArrayList<>();
    private String name = "server";
    private Path plugins;

    ServerBuilder(String address) {
        configuration.put("socket.path", address);
    }

    /** Names the server, for logs, events and thread names; {@code server} if it is left out. */
    public ServerBuilder name(String serverName) {
        name = Objects.requireNonNull(serverName, "serverName");
        return this;
    }

    /** Sets a key of the configuration, by its name in the README: {@code with("idle.timeout", "5m")}. */
    public ServerBuilder with(String key, Object value) {
        configuration.put(key, value);
        return this;
    }

    /** Adds a handler with the properties that its class carries as {@link HandlerProperties}, if it does. */
    public ServerBuilder handler(Handler handler) {
        return handler(handler, Map.of());
    }

    /**
     * Adds a handler with service properties besides those, or in place of those, that its class carries: {@code
     * handler.name}, {@code handler.execution}, {@code service.ranking} and whatever {@code handler.target} asks for.
     */
    public ServerBuilder handler(Handler handler, Map<String, ?> properties) {
        handlers.add(ServerPlan.Candidate.of(handler, properties));
        return this;
    }

    /** Adds the handlers that {@link ServiceLoader} finds with the thread's context class loader. */
    public ServerBuilder installedHandlers() {
        ServiceLoader.load(Handler.class).forEach(this::handler);
        return this;
    }

    /**
     * Watches a folder for plugins: jars with a provider of {@link Handler}. Each is loaded into a module layer of its own
     * (into a class loader of its own, if Patchbay itself is on the class path); a jar that is replaced is swapped in, one
     * that is removed is swapped out and let go of.
     */
    public ServerBuilder plugins(Path folder) {
        plugins = folder;
        return this;
    }

    /** Adds a listener. */
    public ServerBuilder events(ServerEvents listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Starts the server: when this returns, clients can connect. A start that fails leaves nothing behind.
     *
     * @throws IllegalArgumentException if the configuration is wrong, with everything that is
     * @throws IOException              if the socket cannot be made, with a sentence that says why
     * @throws IllegalStateException    if there is no {@code patchbay-server} on the module path or class path
     */
    public Server start() throws IOException {
        ServerProvider provider = ServiceLoader.load(ServerProvider.class, ServerProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no server to start: put patchbay-server on the module path or class path"));
        return provider.start(new ServerPlan(name, configuration, handlers, listeners, plugins));
    }

    /** Returns the properties that a handler's class carries. */
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

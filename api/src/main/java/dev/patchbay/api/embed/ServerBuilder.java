package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /**
     * Sets the name of the server in logs, events and thread names. The default is {@code server}.
     *
     * @param serverName the name; servers of one program should have different ones
     * @return this builder
     */
    public ServerBuilder name(String serverName) {
        name = Objects.requireNonNull(serverName, "serverName");
        return this;
    }

    /**
     * Sets keys of the configuration: {@code with(new ServerOptions().idleTimeout(Duration.ofMinutes(5)))}.
     *
     * @param options the keys to set, in place of values that were set before
     * @return this builder
     */
    public ServerBuilder with(ServerOptions options) {
        configuration.putAll(options.toMap());
        return this;
    }

    /**
     * Sets a key of the configuration by its name, for programs that get keys and values from elsewhere: {@code
     * with("idle.timeout", "5m")}. The keys are the same as in OSGi, and are listed in {@code server-impl/CONFIGURATION.md}.
     *
     * @param key   the key; one that does not exist is a fault that {@link #start} reports
     * @param value the value: text, a number, a {@link java.time.Duration}, or a collection where the key takes a list; not
     *              null
     * @return this builder
     */
    public ServerBuilder with(String key, Object value) {
        configuration.put(key, Objects.requireNonNull(value, key));
        return this;
    }

    /**
     * Adds a handler. {@link Server#replace(Handler)} swaps it for another one. A program that wants to remove it starts the
     * server without a handler and {@linkplain Server#add(Handler) adds} it then: clients that connect in between wait.
     *
     * @param handler the handler; its class may have the annotation {@link dev.patchbay.api.HandlerProperties}
     * @return this builder
     */
    public ServerBuilder handler(Handler handler) {
        return handler(handler, new HandlerOptions());
    }

    /**
     * Adds a handler with the given options.
     *
     * @param handler the handler; called from the moment at which it is in charge
     * @param options how it is registered; what is not set comes from its class
     * @return this builder
     */
    public ServerBuilder handler(Handler handler, HandlerOptions options) {
        handlers.add(new ServerPlan.Candidate(
                Objects.requireNonNull(handler, "handler"), Objects.requireNonNull(options, "options")));
        return this;
    }

    /**
     * Adds all handlers that {@link ServiceLoader} finds with the context class loader of the calling thread.
     *
     * @return this builder
     * @throws java.util.ServiceConfigurationError if a provider cannot be created
     */
    public ServerBuilder installedHandlers() {
        ServiceLoader.load(Handler.class).forEach(this::handler);
        return this;
    }

    /**
     * Watches a folder for plugins, which are jars with a provider of {@link Handler}. Each is loaded into a module layer of its
     * own, or into a class loader of its own if Patchbay is on the class path. A jar that is replaced is swapped in. A jar that
     * is removed is swapped out, and its classes are released.
     *
     * @param folder the folder; null for none
     * @return this builder
     */
    public ServerBuilder plugins(Path folder) {
        plugins = folder;
        return this;
    }

    /**
     * Adds a listener that receives all events of the server from its start on; {@link Server#listen} adds one later.
     *
     * @param listener the listener; it may block
     * @return this builder
     */
    public ServerBuilder events(ServerEvents listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Starts the server. When this method returns, clients can connect. A start that fails leaves nothing behind.
     *
     * @return the running server, which the caller closes
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
}

package dev.patchbay.handler.json.testing;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.config.SettingsReader;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.rpc.Dialect;
import dev.patchbay.handler.json.rpc.JsonRpcHandler;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.engine.Server;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.swap.HandlerEntry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server on a real socket, with the handler in it and methods that a test publishes. */
public final class RunningServer implements AutoCloseable {

    private final EngineResources host = new EngineResources();
    private final EventHub hub = new EventHub("json");
    private final Server server = new Server("json", host, hub);
    private final MethodRegistry methods = new MethodRegistry();
    private final Map<String, Object> properties = new HashMap<>();
    private final Path path;
    private final Function<MethodRegistry, Dialect> dialect;
    private JsonRpcHandler handler;
    private long services;

    private RunningServer(Path directory, Function<MethodRegistry, Dialect> dialect) {
        this.dialect = dialect;
        path = directory.resolve("json.sock");
    }

    /** Starts a server; keys and values are the handler's settings. */
    public static RunningServer start(Path directory, String... settings) throws Exception {
        return start(directory, null, settings);
    }

    /** Starts a server for a protocol that is spoken in JSON-RPC; null for JSON-RPC itself. */
    public static RunningServer start(Path directory, Function<MethodRegistry, Dialect> dialect, String... settings)
            throws Exception {
        RunningServer running = new RunningServer(directory, dialect);
        for (int i = 0; i < settings.length; i += 2) {
            running.properties.put(settings[i], settings[i + 1]);
        }
        running.handler = running.another();
        running.install(1, running.handler);
        Map<String, Object> config = Map.of("socket.path", running.path.toString(), "loops", "1");
        running.server.start(ConfigReader.read(config, target -> any -> true));
        return running;
    }

    private Settings settings() throws Exception {
        return SettingsReader.read(properties);
    }

    /** Puts a handler in, which takes over if its number is the highest. */
    public void install(int number, Handler installed) {
        server.slot().put(new HandlerEntry(number, "json", number, HandlerExecution.EVENT_LOOP, "test", installed));
    }

    /** Takes a handler out, and returns when it is called no more. */
    public void remove(int number) throws Exception {
        server.slot().remove(number).get(30, TimeUnit.SECONDS);
    }

    /** Makes another handler of the same kind, for the same methods. */
    public JsonRpcHandler another() throws Exception {
        return dialect == null
                ? new JsonRpcHandler(settings(), methods)
                : new JsonRpcHandler(settings(), dialect.apply(methods));
    }

    /** Changes a setting. */
    public void set(String key, String value) throws Exception {
        properties.put(key, value);
        handler.reconfigure(settings());
    }

    /** Publishes methods of an object, for calls on threads of their own. */
    public Published publish(Object object, String scope, String... functions) {
        return publish(object, scope, HandlerExecution.VIRTUAL, functions);
    }

    /** Publishes methods of an object. */
    public Published publish(Object object, String scope, HandlerExecution execution, String... functions) {
        PublishedService service = new PublishedService(object, Jackson.newMapper());
        Publication publication = Publication.of(
                service,
                Map.of("jsonrpc.scope", scope, "jsonrpc.function", functions, "jsonrpc.execution", execution.name()));
        if (!publication.faults().isEmpty()) {
            throw new IllegalArgumentException(publication.faults().toString());
        }
        long id = ++services;
        methods.put(id, 0, publication.methods());
        return new Published(id, service);
    }

    /** Methods that a test has published. */
    public record Published(long id, PublishedService service) {}

    /** Takes methods away, as the unregistration of a service does, without waiting. */
    public void withdraw(Published published) {
        published.service().retire();
        methods.remove(published.id());
    }

    public JsonRpcHandler handler() {
        return handler;
    }

    public Server server() {
        return server;
    }

    public Path path() {
        return path;
    }

    public MethodRegistry methods() {
        return methods;
    }

    public RpcClient connect() throws Exception {
        return RpcClient.connect(path);
    }

    @Override
    public void close() {
        server.stop().orTimeout(30, TimeUnit.SECONDS).join();
        hub.close();
        host.close();
        handler.close();
    }
}

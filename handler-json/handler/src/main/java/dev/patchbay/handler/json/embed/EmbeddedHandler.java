package dev.patchbay.handler.json.embed;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.config.InvalidSettingsException;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.config.SettingsReader;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.rpc.Dialect;
import dev.patchbay.handler.json.rpc.JsonRpcHandler;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The handler of a program without OSGi. The annotation on the class of an object is read as service properties are. */
@HandlerProperties(name = "json", execution = HandlerExecution.EVENT_LOOP)
class EmbeddedHandler implements JsonRpcMethods {

    private final MethodRegistry methods = new MethodRegistry();
    private final AtomicLong objects = new AtomicLong();
    private final JsonRpcHandler handler;

    /** The limits that were set. Guarded by this. */
    private final Map<String, Object> limits = new HashMap<>();

    private volatile Settings settings = Settings.DEFAULTS;

    /** Creates a handler for JSON-RPC. */
    EmbeddedHandler() {
        this(Dialect::plain);
    }

    /**
     * Creates a handler for a protocol that is spoken in JSON-RPC.
     *
     * @param dialect returns the protocol with the methods of a registry
     */
    EmbeddedHandler(Function<MethodRegistry, Dialect> dialect) {
        handler = new JsonRpcHandler(Settings.DEFAULTS, dialect.apply(methods));
    }

    @Override
    public synchronized JsonRpcMethods with(String key, Object value) {
        Map<String, Object> changed = new HashMap<>(limits);
        changed.put(Objects.requireNonNull(key, "key"), value);
        try {
            settings = SettingsReader.read(changed);
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        limits.put(key, value);
        handler.reconfigure(settings);
        return this;
    }

    @Override
    public Registration add(Object object) {
        PublishedService service = new PublishedService(Objects.requireNonNull(object, "object"), Jackson.newMapper());
        Publication publication = Publication.of(service, properties(object.getClass()));
        if (!publication.faults().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", publication.faults()));
        }
        long id = objects.incrementAndGet();
        methods.put(id, 0, publication.methods());
        return () -> withdraw(id, service);
    }

    private static Map<String, Object> properties(Class<?> type) {
        JsonRpcFunctions annotation = type.getAnnotation(JsonRpcFunctions.class);
        return annotation == null
                ? Map.of()
                : Map.of(
                        JsonRpcFunctions.SCOPE, annotation.scope(),
                        JsonRpcFunctions.FUNCTION, annotation.function(),
                        JsonRpcFunctions.ANNOTATED, annotation.annotated(),
                        JsonRpcFunctions.EXECUTION, annotation.execution().name());
    }

    private void withdraw(long id, PublishedService service) {
        // In this order: while a retired service is found, a call finds no other that publishes the same method.
        methods.remove(id);
        service.retire();
        if (!service.awaitIdle(settings.unregisterTimeout())) {
            throw new IllegalStateException(
                    "calls into " + service.object().getClass().getName() + " still run after unregister.timeout, "
                            + settings.unregisterTimeout().toMillis() + " ms");
        }
    }

    @Override
    public List<JsonRpcMethodSnapshot> calls() {
        return methods.calls();
    }

    @Override
    public void close() {
        handler.close();
    }

    @Override
    public void opened(ConnContext conn) {
        handler.opened(conn);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        handler.received(conn, in);
    }

    @Override
    public void inputEnded(ConnContext conn) {
        handler.inputEnded(conn);
    }

    @Override
    public void clientClosed(ConnContext conn) {
        handler.clientClosed(conn);
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        handler.released(conn, reason);
    }
}

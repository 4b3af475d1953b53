package dev.patchbay.handler.json;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.handler.json.config.HandlerDefinition;
import dev.patchbay.handler.json.config.HandlerKind;
import dev.patchbay.handler.json.mcp.McpDialect;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.handler.json.rpc.Dialect;
import dev.patchbay.handler.json.rpc.JsonRpcHandler;
import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;

/**
 * One handler as a service, with a table of methods of its own. Changes of its definition apply to the service that is
 * registered, so connections stay with it; only a new name makes servers choose again. Used by one thread at a time.
 */
final class JsonHandler implements AutoCloseable {

    private final HandlerKind kind;
    private final String pid;
    private final MethodServices services;
    private final MethodRegistry methods = new MethodRegistry();
    private final JsonRpcHandler handler;
    private final ServiceRegistration<Handler> registration;
    private volatile HandlerDefinition definition;

    /** Registers a handler, which has the methods that are there. */
    JsonHandler(
            HandlerKind kind,
            BundleContext context,
            MethodServices services,
            String pid,
            HandlerDefinition definition) {
        this.kind = kind;
        this.pid = pid;
        this.services = services;
        this.definition = definition;
        fill(definition);
        handler = kind == HandlerKind.MCP
                ? new JsonRpcHandler(definition.settings(), dialect(context, definition))
                : new JsonRpcHandler(definition.settings(), methods);
        try {
            registration = context.registerService(Handler.class, handler, properties());
        } catch (RuntimeException | Error e) {
            services.forget(methods);
            handler.close();
            throw e;
        }
    }

    private Dialect dialect(BundleContext context, HandlerDefinition defined) {
        String version = context.getBundle().getVersion().toString();
        return McpDialect.of("patchbay-" + defined.name(), version, methods);
    }

    private void fill(HandlerDefinition defined) {
        Predicate<Map<String, ?>> filter = filter(defined.methodsTarget());
        if (kind == HandlerKind.MCP) {
            services.fill(methods, filter, McpDialect::isTool);
        } else {
            services.fill(methods, filter);
        }
    }

    HandlerDefinition definition() {
        return definition;
    }

    /** Returns the calls of its methods. For any thread. */
    JsonRpcHandlerSnapshot snapshot() {
        return new JsonRpcHandlerSnapshot(definition.name(), methods.calls());
    }

    /** Changes the handler. Live connections use the new limits and methods from their next message on. */
    void change(HandlerDefinition changed) {
        HandlerDefinition before = definition;
        definition = changed;
        handler.reconfigure(changed.settings());
        if (!changed.methodsTarget().equals(before.methodsTarget())) {
            fill(changed);
        }
        if (!properties(before).equals(properties())) {
            registration.setProperties(properties());
        }
    }

    /** Returns when no server calls the handler any more. */
    void unregister() {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // It is not registered any more.
        }
    }

    /** Unregisters the handler, and ends its threads. */
    @Override
    public void close() {
        unregister();
        services.forget(methods);
        handler.close();
    }

    private Dictionary<String, Object> properties() {
        return properties(definition);
    }

    private Dictionary<String, Object> properties(HandlerDefinition defined) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HandlerProperties.NAME, defined.name());
        properties.put(HandlerProperties.EXECUTION, HandlerExecution.EVENT_LOOP.name());
        properties.put(kind.targetKey(), defined.methodsTarget());
        properties.put(Constants.SERVICE_PID, pid);
        properties.put(Constants.SERVICE_RANKING, defined.ranking());
        return properties;
    }

    /** Returns the normal form of a filter. */
    static String normal(String filter) {
        return parse(filter).toString();
    }

    private static Predicate<Map<String, ?>> filter(String text) {
        Filter filter = parse(text);
        return properties -> filter.match(new Hashtable<>(properties));
    }

    private static Filter parse(String text) {
        try {
            return FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(
                    "is not an LDAP filter: " + e.getMessage() + "; write one such as (jsonrpc.scope=math)", e);
        }
    }
}
